/** <dialog-opener>: its button opens its dialog; [data-close] and a press beside the dialog close it. */
import { find, targetOf } from "../lib/dom.js";

class DialogOpener extends HTMLElement {
  connectedCallback() {
    const dialog = find(this, "dialog");
    find(this, "[aria-haspopup=dialog]").addEventListener("click", () => dialog.showModal());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || targetOf(event).closest("[data-close]")) dialog.close();
    });
  }
}

customElements.define("dialog-opener", DialogOpener);
