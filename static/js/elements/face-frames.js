/** <face-frames>: while the People panel is open, frames around the faces in the picture; a tap inside opens the card. */
import { find, findAll } from "../lib/dom.js";

class FaceFrames extends HTMLElement {
  /** @type {View | null} where the picture lies in the stage, for whoever lays anything over it */
  view = null;

  connectedCallback() {
    document.addEventListener("studio:view", ({ detail }) => this.#place(detail.view));
    document.addEventListener("studio:tap", (event) => this.#tap(event));
    document.addEventListener("studio:tab", () => this.#frame());
    document.addEventListener("studio:people", () => this.#frame());
  }

  /** The cards of people whose faces' places are known, while they are to be seen. */
  get #cards() {
    const cards = findAll(document, ".person[data-rect]", HTMLDetailsElement);
    return cards.filter((card) => !card.closest("[role=tabpanel]")?.hidden);
  }

  #frame() {
    if (this.view) this.#place(this.view);
  }

  /** @param {View} view */
  #place(view) {
    this.view = view;
    const rects = this.#cards.map(rectOf);
    while (this.children.length > rects.length) this.lastElementChild?.remove();
    while (this.children.length < rects.length) this.append(createFrame());
    rects.forEach(([x, y, width, height], index) => {
      const { style } = /** @type {HTMLElement} */ (this.children[index]);
      style.translate = `${view.x + x * view.scale}px ${view.y + y * view.scale}px`;
      style.width = `${width * view.scale}px`;
      style.height = `${height * view.scale}px`;
    });
  }

  /** @param {CustomEvent<Point>} event */
  #tap(event) {
    const card = this.#cards.find((candidate) => isInside(event.detail, rectOf(candidate)));
    if (!card) return;
    event.preventDefault();
    card.open = true;
    card.scrollIntoView({ block: "nearest" });
    find(card, "summary").focus({ preventScroll: true });
  }
}

function createFrame() {
  return Object.assign(document.createElement("span"), { className: "face-frame" });
}

/** @param {HTMLElement} card */
function rectOf(card) {
  return (card.dataset.rect ?? "").split(" ").map(Number);
}

/**
 * @param {Point} point
 * @param {number[]} rect
 */
function isInside(point, [x, y, width, height]) {
  return point.x >= x && point.x <= x + width && point.y >= y && point.y <= y + height;
}

customElements.define("face-frames", FaceFrames);
