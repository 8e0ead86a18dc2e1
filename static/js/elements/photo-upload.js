/** <photo-upload>: choosing, dropping or pasting a photo sends it and opens the editor; several become a list. */
import { toast } from "../announcer.js";
import { words } from "../words.js";
import { textOf, tooLarge } from "./upload-queue.js";

class PhotoUpload extends HTMLElement {
  #listeners = new AbortController();

  connectedCallback() {
    const { signal } = this.#listeners;
    this.form = this.querySelector("form");
    this.input = this.querySelector("input[type=file]");
    this.input.addEventListener("change", () => this.#send(this.input.files));
    this.addEventListener("htmx:afterRequest", ({ detail }) => this.#answered(detail));
    document.addEventListener("paste", (event) => this.#paste(event), { signal });
    document.addEventListener("dragover", (event) => this.#dragOver(event), { signal });
    document.addEventListener("dragleave", (event) => !event.relatedTarget && this.#hint(false), { signal });
    document.addEventListener("drop", (event) => this.#drop(event), { signal });
  }

  disconnectedCallback() {
    this.#listeners.abort();
  }

  #send(files) {
    if (!files.length) return;
    const queue = document.querySelector("upload-queue");
    if (files.length > 1 || queue.isBusy) {
      queue.take([...files], this.form, this.dataset.mostBytes);
      this.#forget();
      return;
    }
    if (files[0].size > this.dataset.mostBytes) {
      this.#refuse(tooLarge(files[0], this.dataset.mostBytes));
      return;
    }
    if (files !== this.input.files) this.input.files = files;
    this.#busy(words("upload-opening", { name: files[0].name }));
    this.form.requestSubmit();
  }

  /** What was refused is said by htmx where the page has a place for it; a file can then be chosen again. */
  #answered({ xhr }) {
    if (xhr.status >= 200 && xhr.status < 300) return;
    this.#forget();
    if (this.form.hidden && xhr.status === 422) toast(textOf(xhr.response));
  }

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

  #paste(event) {
    const files = event.clipboardData?.files ?? [];
    if (!files.length && !event.target.closest?.("input, textarea")) toast(words("nothing-to-paste"));
    if (!files.length) return;
    event.preventDefault();
    this.#send(files);
  }

  #dragOver(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.#hint(true);
  }

  #drop(event) {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    this.#hint(false);
    this.#send(event.dataTransfer.files);
  }

  #busy(sentence) {
    const busy = this.querySelector("[data-busy]");
    if (busy) busy.textContent = sentence;
  }

  #hint(isShown) {
    document.querySelector("[data-drop-hint]").hidden = !isShown;
  }
}

customElements.define("photo-upload", PhotoUpload);
