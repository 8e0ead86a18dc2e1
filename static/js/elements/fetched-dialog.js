/** <fetched-dialog>: opens its dialog once something was fetched into it; [data-close] and a press beside it close it. */
import { find, targetOf } from "../lib/dom.js";

class FetchedDialog extends HTMLElement {
  /** @type {HTMLDialogElement} */
  dialog;
  connectedCallback() {
    this.dialog = find(this, "dialog");
    this.addEventListener("htmx:afterSwap", () => this.dialog.open || this.dialog.showModal());
    this.dialog.addEventListener("click", (event) => this.#click(event));
  }

  /** @param {MouseEvent} event */
  #click(event) {
    if (event.target !== this.dialog && !targetOf(event).closest("[data-close]")) return;
    event.preventDefault();
    this.dialog.close();
  }
}

customElements.define("fetched-dialog", FetchedDialog);
