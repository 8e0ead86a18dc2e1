/** What closes a dialog besides Esc. */
import { targetOf } from "./dom.js";

/**
 * Have a dialog closed by [data-close] and by a press beside it. Such a press begins and ends there: one that marks text of a field
 * may end beside the dialog as well.
 *
 * @param {HTMLDialogElement} dialog
 */
export function closeByPress(dialog) {
  let beganBeside = false;
  dialog.addEventListener("pointerdown", (event) => { beganBeside = isBeside(dialog, event); });
  dialog.addEventListener("click", (event) => {
    if (!(beganBeside && isBeside(dialog, event)) && !targetOf(event).closest("[data-close]")) return;
    event.preventDefault();
    dialog.close();
  });
}

/**
 * @param {HTMLDialogElement} dialog
 * @param {MouseEvent} event
 */
function isBeside(dialog, { target, clientX: x, clientY: y }) {
  const { left, right, top, bottom } = dialog.getBoundingClientRect();
  return target === dialog && (x < left || x > right || y < top || y > bottom);
}
