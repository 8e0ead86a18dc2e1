/** Once a picture has its name, the keys are for the picture again. */
document.addEventListener("submit", ({ target }) => {
  if (target.matches(".topbar .name")) document.querySelector("[data-canvas]").focus({ preventScroll: true });
});
