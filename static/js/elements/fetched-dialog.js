/** <fetched-dialog>: opens its dialog once something was fetched into it; [data-close] and a press beside it close it. */
import { closeByPress } from "../lib/dialogs.js";
import { find } from "../lib/dom.js";

class FetchedDialog extends HTMLElement {
  connectedCallback() {
    const dialog = find(this, "dialog");
    this.addEventListener("htmx:afterSwap", () => dialog.open || dialog.showModal());
    closeByPress(dialog);
  }
}

customElements.define("fetched-dialog", FetchedDialog);
