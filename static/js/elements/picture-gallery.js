/** <picture-gallery>: filters by name as one types, lists what was uploaded, and keeps the focus where a list changed. */
import { announce } from "../announcer.js";
import { words } from "../words.js";

class PictureGallery extends HTMLElement {
  /** @type {{ name: string, place: number } | null} */
  #deleted = null; // {name, place} of the picture that is being deleted
  #before = 0; // pictures shown before more were asked for
  #isStale = false; // pictures were uploaded that the list does not show yet

  connectedCallback() {
    this.search = /** @type {HTMLInputElement | null} */ (document.getElementById("search-name"));
    this.search?.addEventListener("input", () => this.#filter());
    document.addEventListener("studio:uploaded", () => this.#refresh());
    this.addEventListener("focusout", () => this.#isStale && queueMicrotask(() => this.#refresh()));
    this.addEventListener("htmx:beforeSwap", ({ detail }) => this.#leave(detail.requestConfig.elt));
    this.addEventListener("htmx:afterSwap", () => this.#goOn());
  }

  /** What is shown is filtered at once; the server looks through the rest meanwhile. */
  #filter() {
    const wanted = fold(this.search?.value ?? "").split(/\s+/).filter(Boolean);
    let count = 0;
    for (const item of this.querySelectorAll(".gallery__item")) {
      const name = fold(item.dataset.name ?? "");
      item.hidden = !wanted.every((word) => name.includes(word));
      if (!item.hidden) count += 1;
    }
    this.querySelector("[data-none]")?.toggleAttribute("hidden", count > 0);
  }

  /** Not while somebody types a name or is asked something. */
  #refresh() {
    this.#isStale = this.querySelector(".name__input:focus, dialog[open]") !== null;
    if (!this.#isStale) this.dispatchEvent(new Event("refresh"));
  }

  /** @param {HTMLElement} asker */
  #leave(asker) {
    this.#deleted = this.#deletedBy(asker);
    this.#before = asker.id === "more-pictures" ? this.querySelectorAll(".gallery__link").length : 0;
  }

  /** @param {HTMLElement} form */
  #deletedBy(form) {
    const item = form.closest(".gallery__item");
    if (!item || !form.dataset.deletes) return null;
    return { name: form.dataset.deletes, place: [...(item.parentElement?.children ?? [])].indexOf(item) };
  }

  #goOn() {
    const links = this.querySelectorAll(".gallery__link");
    if (this.#before) links[this.#before]?.focus();
    if (this.#deleted) {
      const { name, place } = this.#deleted;
      (links[place] ?? links[links.length - 1] ?? document.getElementById("own-title")).focus();
      announce(words("picture-deleted", { name }));
    }
    document.getElementById("search")?.toggleAttribute("hidden", !links.length && !this.search?.value);
    if (document.activeElement === this.search) announce(words("pictures-found", { n: this.#found() }));
    this.#deleted = null;
    this.#before = 0;
  }

  #found() {
    return Number(this.querySelector(".gallery")?.dataset.found ?? 0);
  }
}

/**
 * A text without capitals and accents, as editor/gallery.py compares names.
 *
 * @param {string} text
 */
function fold(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

customElements.define("picture-gallery", PictureGallery);
