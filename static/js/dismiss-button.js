/** A press on [data-dismiss] puts away the [data-dismissable] around it. */
document.addEventListener("click", ({ target }) => {
  target.closest("[data-dismiss]")?.closest("[data-dismissable]").remove();
});
