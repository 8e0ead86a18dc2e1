/** <colour-field>: a colour that is written, and the picker beside it: each says what the other one does. */
import { colourOf } from "../lib/colours.js";

class ColourField extends HTMLElement {
  connectedCallback() {
    [this.picker, this.text] = ["[type=color]", "[name]"].map((each) => this.querySelector(each));
    this.addEventListener("input", ({ target }) => this.#take(target));
    this.#take(this.text);
  }

  #take(target) {
    if (target === this.picker) this.text.value = this.picker.value;
    else this.picker.value = colourOf(this.text.value) ?? this.picker.value;
  }
}

customElements.define("colour-field", ColourField);
