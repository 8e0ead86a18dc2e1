/** <colour-field>: a colour that is written, and the picker beside it: each says what the other one does. */
import { fieldOf, find } from "../lib/dom.js";
import { colourOf } from "../lib/colours.js";

class ColourField extends HTMLElement {
  /** @type {HTMLInputElement} */
  picker;
  /** @type {HTMLInputElement} */
  text;

  connectedCallback() {
    this.picker = find(this, "[type=color]", HTMLInputElement);
    this.text = find(this, "[name]", HTMLInputElement);
    this.addEventListener("input", (event) => this.#take(fieldOf(event)));
    this.#take(this.text);
  }

  /** @param {HTMLElement} target */
  #take(target) {
    if (target === this.picker) this.text.value = this.picker.value;
    else this.picker.value = colourOf(this.text.value) ?? this.picker.value;
  }
}

customElements.define("colour-field", ColourField);
