/** <history-deletion>: asks before a branch goes; afterwards the step one stands at has the focus, and it is said aloud. */
import { announce } from "../announcer.js";

class HistoryDeletion extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.addEventListener("htmx:afterSwap", () => this.dialog.open || this.dialog.showModal());
    this.addEventListener("htmx:afterRequest", ({ detail }) => this.#answered(detail));
    this.dialog.addEventListener("click", (event) => this.#click(event));
  }

  #click(event) {
    if (event.target !== this.dialog && !event.target.closest("[data-close]")) return;
    event.preventDefault();
    this.dialog.close();
  }

  #answered({ elt, successful }) {
    if (!elt.matches("form")) return;
    this.dialog.close();
    if (!successful) return;
    document.querySelector(".history__item[aria-current] .history__step")?.focus();
    announce(elt.dataset.done);
  }
}

customElements.define("history-deletion", HistoryDeletion);
