/** Where the keyboard is. */

/** True where no key reaches anything: on the page itself, or on a button that was switched off and keeps the focus. */
export function isLost(element = document.activeElement) {
  return !element || element === document.body || element.disabled === true;
}
