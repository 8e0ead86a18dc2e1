/** <compare-toggle>: the button that opens and closes the comparison. */
import { find } from "../lib/dom.js";
import { comparison } from "../comparison.js";

class CompareToggle extends HTMLElement {
  /** @type {HTMLButtonElement} */
  button;
  #listeners = new AbortController();

  connectedCallback() {
    this.button = find(this, "button");
    this.button.addEventListener("click", () => find(document, "compare-bar").open(!comparison.way));
    comparison.addEventListener("change", () => this.#tell(), { signal: this.#listeners.signal });
    if (this.button.disabled && comparison.way) find(document, "compare-bar").open(false);
    this.#tell();
  }

  disconnectedCallback() {
    this.#listeners.abort();
  }

  #tell() {
    this.button.setAttribute("aria-pressed", String(comparison.way !== ""));
  }
}

customElements.define("compare-toggle", CompareToggle);
