/** <history-moves>: Undo and Redo, each only where it leads somewhere. */
import { shown } from "../shown.js";

class HistoryMoves extends HTMLElement {
  connectedCallback() {
    shown.addEventListener("change", () => {
      this.querySelector("#undo").disabled = !shown.revision.canUndo;
      this.querySelector("#redo").disabled = !shown.revision.canRedo;
    });
  }
}

customElements.define("history-moves", HistoryMoves);
