/** <undo-redo>: Undo and Redo, each only where it leads somewhere. Where it leads is shown before the server has answered. */
import { find } from "../lib/dom.js";
import { current } from "../current-revision.js";

/** @type {("undo" | "redo")[]} */
const MOVES = ["undo", "redo"];

class UndoRedo extends HTMLElement {
  connectedCallback() {
    current.addEventListener("change", () => {
      for (const move of MOVES) find(this, `#${move}`, HTMLButtonElement).disabled = !current.revision[move];
    });
    for (const move of MOVES) {
      const form = find(this, `#${move}`, HTMLButtonElement).form;
      form?.addEventListener("htmx:beforeSend", () => current.expect(current.revision[move]));
    }
    // Whatever went wrong, what is shown is again what the server knows.
    this.addEventListener("htmx:afterRequest", ({ detail }) => detail.successful || current.show(current.revision));
  }
}

customElements.define("undo-redo", UndoRedo);
