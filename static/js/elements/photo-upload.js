/** <photo-upload>: choosing, dropping or pasting a photo, or its address, sends it and opens the editor; several become a list. */
import { fieldIn, find, isTyped, targetOf } from "../lib/dom.js";
import { addressesIn, filesIn } from "../lib/transfer.js";
import { toast } from "../announcer.js";
import { words } from "../words.js";
import { BUSY, nameOf, textOf, tooLarge } from "./upload-queue.js";

const PICTURES = ["Files", "text/uri-list", "text/html"]; // what may be one, of the types of a drag

// Whatever is dropped where it means nothing: without this, browsers leave the page for it.
for (const name of /** @type {const} */ (["dragover", "drop"])) {
  document.addEventListener(name, (event) => belongsToField(event) || event.preventDefault());
}

class PhotoUpload extends HTMLElement {
  /** @type {HTMLFormElement} */
  form;
  /** @type {HTMLInputElement} */
  input;
  #listeners = new AbortController();
  #isOwn = false; // what is dragged is the page's own
  /** @type {File | URL | null} */
  #sent = null;

  connectedCallback() {
    const { signal } = this.#listeners;
    this.form = find(this, "form");
    this.input = find(this, "input[type=file]", HTMLInputElement);
    this.input.addEventListener("change", () => this.#send([...(this.input.files ?? [])]));
    this.addEventListener("htmx:afterRequest", ({ detail }) => this.#answered(detail));
    document.addEventListener("paste", (event) => this.#paste(event), { signal });
    document.addEventListener("dragstart", () => { this.#isOwn = true; }, { signal });
    document.addEventListener("dragend", () => { this.#isOwn = false; }, { signal });
    document.addEventListener("dragover", (event) => this.#dragOver(event), { signal });
    document.addEventListener("dragleave", (event) => !event.relatedTarget && this.#hint(false), { signal });
    document.addEventListener("drop", (event) => this.#drop(event), { signal });
    window.addEventListener("pageshow", ({ persisted }) => persisted && this.#comeBack(), { signal });
  }

  disconnectedCallback() {
    this.#listeners.abort();
  }

  /** @param {(File | URL)[]} items */
  #send(items) {
    if (!items.length) return;
    const queue = find(document, "upload-queue");
    const most = Number(this.dataset.mostBytes);
    const [item] = items;
    if (items.length > 1 || queue.isBusy) {
      queue.take(items, this.form, most);
      this.#forget();
    } else if (item instanceof File && item.size > most) this.#refuse(tooLarge(item, most));
    else this.#open(item);
  }

  /** @param {File | URL} item */
  #open(item) {
    const files = new DataTransfer();
    if (item instanceof File) files.items.add(item);
    else fieldIn(this.form, "address").value = item.href;
    this.#sent = item;
    this.input.files = files.files;
    this.#busy(words("upload-opening", { name: nameOf(item) }));
    this.form.requestSubmit();
  }

  /**
   * What was refused is said by htmx where the page has a place for it; a file can then be chosen again. One that the
   * studio has no memory for just now is sent once more by the queue, which offers to try again after that.
   *
   * @param {HtmxDetail} detail
   */
  #answered({ xhr }) {
    if (xhr.status >= 200 && xhr.status < 300) return;
    const sent = this.#sent;
    this.#sent = null;
    this.#forget();
    if (sent && xhr.status === BUSY) find(document, "upload-queue").take([sent], this.form, Number(this.dataset.mostBytes));
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

  /** Browsers may bring the page back as it was left, at work and with the pictures of then. */
  #comeBack() {
    this.#forget();
    document.dispatchEvent(new Event("studio:uploaded"));
  }

  /** @param {ClipboardEvent} event */
  #paste(event) {
    const { clipboardData } = event;
    if (!clipboardData || isTyped(targetOf(event)) || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    this.#take([...clipboardData.files], addressesIn(clipboardData), "nothing-to-paste");
  }

  /** @param {DragEvent} event */
  #dragOver(event) {
    const { dataTransfer } = event;
    if (!dataTransfer || belongsToField(event)) return;
    if (this.#isOwn) dataTransfer.dropEffect = "none";
    else this.#hint(dataTransfer.types.some((type) => PICTURES.includes(type)));
  }

  /** @param {DragEvent} event */
  async #drop(event) {
    const { dataTransfer } = event;
    this.#hint(false);
    if (!dataTransfer || this.#isOwn || belongsToField(event)) return;
    const addresses = addressesIn(dataTransfer);
    const { files, left } = await filesIn([...dataTransfer.items]);
    if (left) toast(words("folder-left", { n: left }));
    if (!left || files.length) this.#take(files, addresses, "nothing-to-drop");
  }

  /**
   * Files are the pictures themselves, and go before where they came from.
   *
   * @param {File[]} files
   * @param {string[]} addresses
   * @param {string} sentence for nothing of both
   */
  #take(files, addresses, sentence) {
    const items = files.length ? files : addresses.map(itemOf);
    if (items.length) this.#send(items);
    else toast(words(sentence));
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

/**
 * A picture that is all in its address (RFC 2397) is a file. What is broken is for the studio to refuse.
 *
 * @param {string} address
 */
function itemOf(address) {
  const [, kind, isCoded, content = ""] = /^data:image\/([\w.+-]+).*?(;base64)?,(.*)$/is.exec(address) ?? [];
  try {
    const text = decodeURIComponent(content);
    const data = isCoded ? Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)) : text;
    return kind ? new File([data], `image.${kind}`, { type: `image/${kind}` }) : new URL(address);
  } catch {
    return new URL(address);
  }
}

/**
 * True for words over a field of words, and for files over one of files.
 *
 * @param {DragEvent} event
 */
function belongsToField(event) {
  const target = targetOf(event);
  return event.dataTransfer?.types.includes("Files") ? target.matches?.("[type=file]") : isTyped(target);
}

customElements.define("photo-upload", PhotoUpload);
