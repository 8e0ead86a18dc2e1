/** <undo-redo>: Undo and Redo, each only where it leads somewhere. */
import { find } from "../lib/dom.js";
import { current } from "../current-revision.js";

class UndoRedo extends HTMLElement {
  connectedCallback() {
    current.addEventListener("change", () => {
      find(this, "#undo", HTMLButtonElement).disabled = !current.revision.canUndo;
      find(this, "#redo", HTMLButtonElement).disabled = !current.revision.canRedo;
    });
  }
}

customElements.define("undo-redo", UndoRedo);
