/** <undo-redo>: Undo and Redo, each only where it leads somewhere. */
import { current } from "../current-revision.js";

class UndoRedo extends HTMLElement {
  connectedCallback() {
    current.addEventListener("change", () => {
      this.querySelector("#undo").disabled = !current.revision.canUndo;
      this.querySelector("#redo").disabled = !current.revision.canRedo;
    });
  }
}

customElements.define("undo-redo", UndoRedo);
