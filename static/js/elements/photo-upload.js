/** <photo-upload>: choosing, dropping or pasting a photo sends it; the answer opens the editor or says what is wrong. */
import { toast } from "../announcer.js";

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
    if (files !== this.input.files) this.input.files = files;
    this.#busy(`Opening ${files[0].name}…`);
    this.form.requestSubmit();
  }

  #answered({ successful, xhr }) {
    if (successful) return;
    this.#busy("");
    this.input.value = "";
    if (this.form.hidden && xhr.status === 422) toast(new DOMParser().parseFromString(xhr.response, "text/html").body.innerText);
  }

  #paste(event) {
    if (!event.clipboardData?.files.length) return;
    event.preventDefault();
    this.#send(event.clipboardData.files);
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
