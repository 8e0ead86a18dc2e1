/** <history-deletion>: after a branch was deleted, the step one stands at has the focus, and it is said aloud. */
import { announce } from "../announcer.js";

class HistoryDeletion extends HTMLElement {
  connectedCallback() {
    this.addEventListener("htmx:afterRequest", ({ detail }) => this.#answered(detail));
  }

  #answered({ elt, successful }) {
    if (!elt.matches("form")) return;
    this.querySelector("dialog").close();
    if (!successful) return;
    document.querySelector(".history__item[aria-current] .history__step")?.focus();
    announce(elt.dataset.done);
  }
}

customElements.define("history-deletion", HistoryDeletion);
