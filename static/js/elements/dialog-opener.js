/** <dialog-opener>: its button opens its dialog; [data-close] and a press beside the dialog close it. */
class DialogOpener extends HTMLElement {
  connectedCallback() {
    const dialog = this.querySelector("dialog");
    this.querySelector("[aria-haspopup=dialog]").addEventListener("click", () => dialog.showModal());
    dialog.addEventListener("click", ({ target }) => {
      if (target === dialog || target.closest("[data-close]")) dialog.close();
    });
  }
}

customElements.define("dialog-opener", DialogOpener);
