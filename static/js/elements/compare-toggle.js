/** <compare-toggle>: the button that opens and closes the comparison. */
import { comparison } from "../comparison.js";

class CompareToggle extends HTMLElement {
  #listeners = new AbortController();

  connectedCallback() {
    this.button = this.querySelector("button");
    this.button.addEventListener("click", () => document.querySelector("compare-bar").open(!comparison.way));
    comparison.addEventListener("change", () => this.#tell(), { signal: this.#listeners.signal });
    if (this.button.disabled && comparison.way) document.querySelector("compare-bar").open(false);
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
