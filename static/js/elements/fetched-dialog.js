/** <fetched-dialog>: opens its dialog once something was fetched into it; [data-close] and a press beside it close it. */
class FetchedDialog extends HTMLElement {
  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.addEventListener("htmx:afterSwap", () => this.dialog.open || this.dialog.showModal());
    this.dialog.addEventListener("click", (event) => this.#click(event));
  }

  #click(event) {
    if (event.target !== this.dialog && !event.target.closest("[data-close]")) return;
    event.preventDefault();
    this.dialog.close();
  }
}

customElements.define("fetched-dialog", FetchedDialog);
