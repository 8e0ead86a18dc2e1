/** <pop-menu>: a <details> that closes as menus do: by Esc, by choosing, and when the focus or a press goes elsewhere. */
class PopMenu extends HTMLElement {
  #listeners = new AbortController();

  connectedCallback() {
    const { signal } = this.#listeners;
    this.details = this.querySelector("details");
    this.addEventListener("keydown", (event) => event.key === "Escape" && this.details.open && this.#leave(event));
    this.addEventListener("click", ({ target }) => target.closest("summary") || this.#close());
    this.addEventListener("focusout", ({ relatedTarget }) => relatedTarget && !this.contains(relatedTarget) && this.#close());
    document.addEventListener("pointerdown", ({ target }) => this.contains(target) || this.#close(), { signal });
  }

  disconnectedCallback() {
    this.#listeners.abort();
  }

  #leave(event) {
    event.stopPropagation();
    this.#close();
    this.querySelector("summary").focus();
  }

  #close() {
    this.details.open = false;
  }
}

customElements.define("pop-menu", PopMenu);
