/** What was asked for is not here, or not to be had from this page any more: that is said, with the way on. */

const ASKING = '[hx-trigger^="every"]'; // what asks again and again, in vain from now on

/**
 * True where there is something to say about an answer of this status; then it is said.
 *
 * @param {number} status
 */
export function showMissingPage(status) {
  const template = document.getElementById(`missing-page-${status}`);
  if (!(template instanceof HTMLTemplateElement)) return false;
  document.querySelectorAll(ASKING).forEach((element) => element.remove());
  if (!document.querySelector(".absence")) document.body.append(template.content.cloneNode(true));
  return true;
}
