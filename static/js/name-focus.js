/** Once a picture has its name, the keys are for the picture again. */
import { find, targetOf } from "./lib/dom.js";

document.addEventListener("submit", (event) => {
  if (targetOf(event).matches(".topbar .name")) find(document, "[data-canvas]").focus({ preventScroll: true });
});
