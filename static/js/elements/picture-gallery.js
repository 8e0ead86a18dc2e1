/** <picture-gallery>: after a picture was deleted, the next one has the focus, and it is said aloud. */
import { announce } from "../announcer.js";

class PictureGallery extends HTMLElement {
  #deleted = null; // {name, place} of the picture that is being deleted

  connectedCallback() {
    this.addEventListener("htmx:beforeSwap", ({ detail }) => { this.#deleted = this.#deletedBy(detail.requestConfig.elt); });
    this.addEventListener("htmx:afterSwap", () => this.#goOn());
  }

  #deletedBy(form) {
    const item = form.closest(".gallery__item");
    if (!item || !form.dataset.deletes) return null;
    return { name: form.dataset.deletes, place: [...item.parentElement.children].indexOf(item) };
  }

  #goOn() {
    if (!this.#deleted) return;
    const { name, place } = this.#deleted;
    const links = this.querySelectorAll(".gallery__link");
    (links[place] ?? links[links.length - 1] ?? document.getElementById("own-title")).focus();
    announce(`“${name}” is deleted`);
    this.#deleted = null;
  }
}

customElements.define("picture-gallery", PictureGallery);
