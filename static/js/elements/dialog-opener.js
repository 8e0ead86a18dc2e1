/** <dialog-opener>: its button opens its dialog; [data-close] and a press beside the dialog close it. */
import { closeByPress } from "../lib/dialogs.js";
import { find } from "../lib/dom.js";

class DialogOpener extends HTMLElement {
  connectedCallback() {
    const dialog = find(this, "dialog");
    find(this, "[aria-haspopup=dialog]").addEventListener("click", () => dialog.showModal());
    closeByPress(dialog);
  }
}

customElements.define("dialog-opener", DialogOpener);
