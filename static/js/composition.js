/**
 * While an input method composes a word, keys are its own in every field and dialog: Enter and Esc end the word and do nothing
 * else. Safari says that a word has ended before the key that ended it, which it then marks by the code 229 alone.
 */
const BY_INPUT_METHOD = 229; // UI Events, "keyCode and charCode"

window.addEventListener("keydown", (event) => {
  if (!event.isComposing && event.keyCode !== BY_INPUT_METHOD) return;
  event.stopImmediatePropagation();
  if (event.key === "Enter" || event.key === "Escape") event.preventDefault();
}, { capture: true });
