/** Says things: to screen readers, and, where something went wrong, to everybody. */

const TOAST_FOR = 8000; // milliseconds
let hiding = 0;

/** Tell a screen reader, when it has finished what it is saying. */
export function announce(sentence) {
  document.getElementById("announcer").textContent = sentence;
}

/** Show a sentence for a while. */
export function toast(sentence) {
  const element = document.getElementById("toast");
  element.textContent = sentence;
  element.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { element.hidden = true; }, TOAST_FOR);
}
