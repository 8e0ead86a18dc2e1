/** <copy-picture>: its button puts the picture shown on the clipboard, as PNG; where the browser refuses, it says so. */
import { find } from "../lib/dom.js";
import { announce, toast } from "../announcer.js";
import { current } from "../current-revision.js";

class CopyPicture extends HTMLElement {
  connectedCallback() {
    find(this, "button").addEventListener("click", () => this.#copy());
  }

  async #copy() {
    if (!navigator.clipboard?.write || !window.ClipboardItem) {
      toast(this.dataset.unable ?? "");
      return;
    }
    try {
      // The promise, not its outcome: some browsers want the clipboard written to within the press itself.
      await navigator.clipboard.write([new ClipboardItem({ "image/png": fetchPng(current.revision.image) })]);
      announce(this.dataset.copied ?? "");
      this.#show();
    } catch {
      toast(this.dataset.refused ?? "");
    }
  }

  /** What a screen reader hears, others see at the menu's button for a moment. */
  #show() {
    const summary = document.getElementById("save-menu");
    summary?.setAttribute("data-done", this.dataset.copied ?? "");
    setTimeout(() => summary?.removeAttribute("data-done"), 2000);
  }
}

/** @param {string} address */
async function fetchPng(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`The picture answered ${response.status}.`);
  return response.blob();
}

customElements.define("copy-picture", CopyPicture);
