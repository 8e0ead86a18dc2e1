/**
 * A press that begins in a part of the page ends in it: what comes meanwhile for that part waits, for otherwise the
 * button would be another one when the finger, the mouse or Space is let go, and the press would count for nothing.
 */
import { refresh } from "./parts-refresh.js";

/** @type {HTMLElement | null} */
let pressed = null; // the part in which a press has begun
let isMissed = false; // whether something came for it

document.addEventListener("pointerdown", ({ target, button }) => button || press(target), { capture: true });
document.addEventListener("keydown", ({ key, target }) => key === " " && press(target), { capture: true });
for (const name of ["pointerup", "pointercancel", "contextmenu", "keyup"]) document.addEventListener(name, release, { capture: true });
addEventListener("blur", release);

document.addEventListener("htmx:oobBeforeSwap", (event) => {
  if (!pressed || event.detail.target !== pressed) return;
  event.detail.shouldSwap = false;
  isMissed = true;
});

/** @param {EventTarget | null} target */
function press(target) {
  pressed = target instanceof Element ? target.closest("[data-part]") : null;
}

/** What was missed is asked for again once the press has been acted upon. */
function release() {
  pressed = null;
  if (isMissed) setTimeout(refresh);
  isMissed = false;
}
