/**
 * <face-strip>: what a control does, as a row of faces, each of them a press away. The slider or choice beside it says all of it
 * to keyboards and screen readers, so this is for eyes and pointers only.
 */
import { findAll, targetOf } from "../lib/dom.js";

const FACES = 5; // in the image, shown or not: editor/strips.py

export class FaceStrip extends HTMLElement {
  #address;
  #values;
  #field;

  /**
   * @param {string} address
   * @param {string[]} values
   * @param {HTMLInputElement} field
   */
  constructor(address, values, field) {
    super();
    this.#address = address;
    this.#values = values;
    this.#field = field;
  }

  async connectedCallback() {
    this.ariaHidden = "true";
    this.className = "strip";
    this.addEventListener("click", (event) => this.#choose(event));
    this.replaceChildren(...this.#values.map(createFace));
    const response = await fetch(this.#address).catch(() => null);
    if (response?.status === 200) this.#show(URL.createObjectURL(await response.blob()));
    else this.remove();
  }

  disconnectedCallback() {
    URL.revokeObjectURL(this.dataset.image ?? "");
  }

  /** Mark the face that stands for the field's value, where one does. */
  mark() {
    [...this.children].forEach((face, place) => face.toggleAttribute("data-chosen", isSame(this.#values[place], this.#field.value)));
  }

  /** @param {string} image */
  #show(image) {
    this.dataset.image = image;
    findAll(this, ".strip__face").forEach((face, place) => {
      face.style.backgroundImage = `url(${image})`;
      face.style.backgroundPositionX = `${(place / (FACES - 1)) * 100}%`;
    });
    this.mark();
  }

  /** @param {MouseEvent} event */
  #choose(event) {
    const place = findAll(this, ".strip__face").findIndex((face) => face === targetOf(event).closest(".strip__face"));
    if (place < 0) return;
    this.#field.focus({ preventScroll: true });
    this.#field.value = this.#values[place];
    this.#field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function createFace() {
  return Object.assign(document.createElement("span"), { className: "strip__face" });
}

/**
 * @param {string} one
 * @param {string} other
 */
function isSame(one, other) {
  return one === other || (one !== "" && other !== "" && Number(one) === Number(other));
}

customElements.define("face-strip", FaceStrip);
