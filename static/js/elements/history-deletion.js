/** <history-deletion>: after a branch was deleted, the step one stands at has the focus, and it is said aloud. */
import { find } from "../lib/dom.js";
import { announce } from "../announcer.js";

class HistoryDeletion extends HTMLElement {
  connectedCallback() {
    this.addEventListener("htmx:afterRequest", ({ detail }) => this.#answered(detail));
  }

  /** @param {HtmxDetail} detail */
  #answered({ elt, successful }) {
    if (!elt.matches("form")) return;
    find(this, "dialog").close();
    if (!successful) return;
    document.querySelector(".history__item[aria-current] .history__step")?.focus();
    announce(elt.dataset.done ?? "");
  }
}

customElements.define("history-deletion", HistoryDeletion);
