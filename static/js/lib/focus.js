/** Where the keyboard is. */

/**
 * True where no key reaches anything: on the page itself, or on a button that was switched off and keeps the focus.
 *
 * @param {Element | null} [element]
 */
export function isLost(element = document.activeElement) {
  return !element || element === document.body || ("disabled" in element && element.disabled === true);
}
