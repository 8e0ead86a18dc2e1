/** <photo-upload>: choosing, dropping or pasting a photo sends it and opens the editor; several become a list. */
import { find, targetOf } from "../lib/dom.js";
import { toast } from "../announcer.js";
import { words } from "../words.js";
import { textOf, tooLarge } from "./upload-queue.js";

class PhotoUpload extends HTMLElement {
  /** @type {HTMLFormElement} */
  form;
  /** @type {HTMLInputElement} */
  input;
  #listeners = new AbortController();

  connectedCallback() {
    const { signal } = this.#listeners;
    this.form = find(this, "form");
    this.input = find(this, "input[type=file]", HTMLInputElement);
    this.input.addEventListener("change", () => this.input.files && this.#send(this.input.files));
    this.addEventListener("htmx:afterRequest", ({ detail }) => this.#answered(detail));
    document.addEventListener("paste", (event) => this.#paste(event), { signal });
    document.addEventListener("dragover", (event) => this.#dragOver(event), { signal });
    document.addEventListener("dragleave", (event) => !event.relatedTarget && this.#hint(false), { signal });
    document.addEventListener("drop", (event) => this.#drop(event), { signal });
  }

  disconnectedCallback() {
    this.#listeners.abort();
  }

  /** @param {FileList} files */
  #send(files) {
    if (!files.length) return;
    const queue = find(document, "upload-queue");
    const most = Number(this.dataset.mostBytes);
    if (files.length > 1 || queue.isBusy) {
      queue.take([...files], this.form, most);
      this.#forget();
      return;
    }
    if (files[0].size > most) {
      this.#refuse(tooLarge(files[0], most));
      return;
    }
    if (files !== this.input.files) this.input.files = files;
    this.#busy(words("upload-opening", { name: files[0].name }));
    this.form.requestSubmit();
  }

  /**
   * What was refused is said by htmx where the page has a place for it; a file can then be chosen again.
   *
   * @param {HtmxDetail} detail
   */
  #answered({ xhr }) {
    if (xhr.status >= 200 && xhr.status < 300) return;
    this.#forget();
    if (this.form.hidden && xhr.status === 422) toast(textOf(xhr.response));
  }

  /** @param {string} sentence */
  #refuse(sentence) {
    this.#forget();
    const place = this.querySelector("[role=alert]");
    if (place) place.replaceChildren(Object.assign(document.createElement("p"), { className: "refusal", textContent: sentence }));
    else toast(sentence);
  }

  #forget() {
    this.#busy("");
    this.input.value = "";
  }

  /** @param {ClipboardEvent} event */
  #paste(event) {
    const files = event.clipboardData?.files;
    if (!files?.length && !targetOf(event).closest?.("input, textarea")) toast(words("nothing-to-paste"));
    if (!files?.length) return;
    event.preventDefault();
    this.#send(files);
  }

  /** @param {DragEvent} event */
  #dragOver(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.#hint(true);
  }

  /** @param {DragEvent} event */
  #drop(event) {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    this.#hint(false);
    this.#send(event.dataTransfer.files);
  }

  /** @param {string} sentence */
  #busy(sentence) {
    const busy = this.querySelector("[data-busy]");
    if (busy) busy.textContent = sentence;
  }

  /** @param {boolean} isShown */
  #hint(isShown) {
    find(document, "[data-drop-hint]").hidden = !isShown;
  }
}

customElements.define("photo-upload", PhotoUpload);
