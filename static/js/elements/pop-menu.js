/** <pop-menu>: a <details> that closes as menus do: by Esc, by choosing, and when the focus or a press goes elsewhere. */
import { find, targetOf } from "../lib/dom.js";

class PopMenu extends HTMLElement {
  /** @type {HTMLDetailsElement} */
  details;
  #listeners = new AbortController();

  connectedCallback() {
    const { signal } = this.#listeners;
    this.details = find(this, "details");
    this.addEventListener("keydown", (event) => event.key === "Escape" && this.details.open && this.#leave(event));
    this.addEventListener("click", (event) => targetOf(event).closest("summary") || this.#close());
    this.addEventListener("focusout", ({ relatedTarget: next }) => next instanceof Node && !this.contains(next) && this.#close());
    document.addEventListener("pointerdown", (event) => this.contains(targetOf(event)) || this.#close(), { signal });
  }

  disconnectedCallback() {
    this.#listeners.abort();
  }

  /** @param {KeyboardEvent} event */
  #leave(event) {
    event.stopPropagation();
    this.#close();
    find(this, "summary").focus();
  }

  #close() {
    this.details.open = false;
  }
}

customElements.define("pop-menu", PopMenu);
