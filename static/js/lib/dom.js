/** Elements of the page, as what they are. */

/**
 * The first element within `root` that matches, of a kind that it has to be.
 *
 * @template {keyof HTMLElementTagNameMap} Name
 * @overload
 * @param {ParentNode} root
 * @param {Name} selector
 * @returns {HTMLElementTagNameMap[Name]}
 */
/**
 * @template {Element} [Kind=HTMLElement]
 * @overload
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => Kind} [kind]
 * @returns {Kind}
 */
/**
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => Element} [kind]
 */
export function find(root, selector, kind) {
  const element = root.querySelector(selector);
  if (!element || (kind && !(element instanceof kind))) throw new Error(`The page lacks ${selector}.`);
  return element;
}

/**
 * All elements within `root` that match, in the page's order.
 *
 * @template {Element} [Kind=HTMLElement]
 * @param {ParentNode} root
 * @param {string} selector
 * @param {new () => Kind} [_kind]
 * @returns {Kind[]}
 */
export function findAll(root, selector, _kind) {
  /** @type {NodeListOf<Kind>} */
  const found = root.querySelectorAll(selector);
  return [...found];
}

/**
 * The element with an id that the page has to have.
 *
 * @param {string} id
 */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page lacks #${id}.`);
  return element;
}

/**
 * The element that an event happened to.
 *
 * @param {Event} event
 */
export function targetOf(event) {
  return /** @type {HTMLElement} */ (event.target);
}

/**
 * The field that an event happened to. A select and a textarea have of it what is used of them.
 *
 * @param {Event} event
 */
export function fieldOf(event) {
  return /** @type {HTMLInputElement} */ (event.target);
}

/**
 * True for a field that one writes in; the target of an event may be the page itself or a piece of text.
 *
 * @param {Element} target
 */
export function isTyped(target) {
  return target.matches?.("textarea, input:not([type=radio], [type=checkbox], [type=range], [type=file])");
}

/**
 * The field of a form by its name; of radio buttons their list, which has the value of the one that is chosen.
 *
 * @param {HTMLFormElement} form
 * @param {string} name
 */
export function fieldIn(form, name) {
  return /** @type {HTMLInputElement} */ (form.elements.namedItem(name));
}

/**
 * A canvas's 2D context.
 *
 * @param {HTMLCanvasElement} canvas
 */
export function contextOf(canvas) {
  return /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
}

/**
 * A new canvas.
 *
 * @param {number} width
 * @param {number} height
 */
export function createCanvas(width, height) {
  return Object.assign(document.createElement("canvas"), { width, height });
}

/**
 * A copy of what a <template> holds, which is one element.
 *
 * @param {ParentNode} root
 * @param {string} selector
 */
export function copyOf(root, selector) {
  const { firstElementChild } = find(root, selector, HTMLTemplateElement).content;
  return /** @type {HTMLElement} */ (firstElementChild?.cloneNode(true));
}

/**
 * Lay an element over a rectangle of the stage.
 *
 * @param {HTMLElement} element
 * @param {Place} place
 */
export function layOver({ style }, { left, top, width, height }) {
  style.left = `${left}px`;
  style.top = `${top}px`;
  style.width = `${width}px`;
  style.height = `${height}px`;
}
