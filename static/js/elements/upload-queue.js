/** <upload-queue>: many files become pictures, two at a time, each with its progress; what was refused says why. */
import { copyOf, find } from "../lib/dom.js";
import { announce } from "../announcer.js";
import { Queue } from "../lib/queue.js";
import { words } from "../words.js";

const NAME_LENGTH = 60; // characters of a file name in a sentence
const REFUSED = 422;
export const BUSY = 503; // and of one that there is no memory for just now

class UploadQueue extends HTMLElement {
  /** @type {Map<File | URL, HTMLElement>} */
  #rows = new Map();
  /** @type {Map<File | URL, string>} why a file is not sent at all */
  #refusals = new Map();
  /** @type {HTMLFormElement} */
  form;
  #doneBefore = 0;
  /** @type {Queue<File | URL>} */
  #queue = new Queue((file) => this.#upload(file), () => this.#show());
  #isRunning = false;

  connectedCallback() {
    this.place("stop").addEventListener("click", () => this.#queue.stop());
    this.place("again").addEventListener("click", () => this.#queue.tryAgain());
    this.place("close").addEventListener("click", () => this.#close());
  }

  /** @param {string} name */
  place(name) {
    return find(this, `[data-${name}]`);
  }

  get isBusy() {
    return this.#queue.isBusy;
  }

  /**
   * Have files, and what is behind addresses, made into pictures by way of a form; files over the limit (bytes) are not sent.
   *
   * @param {(File | URL)[]} items
   * @param {HTMLFormElement} form
   * @param {number} most
   */
  take(items, form, most) {
    if (!this.isBusy) this.#close();
    this.form = form;
    this.hidden = false;
    this.scrollIntoView({ block: "nearest" });
    for (const item of items) if (item instanceof File && item.size > most) this.#refusals.set(item, tooLarge(item, most));
    this.#queue.add(items);
  }

  #close() {
    this.#queue.forget();
    this.hidden = true;
  }

  /** @param {File | URL} item */
  #upload(item) {
    const refusal = this.#refusals.get(item);
    if (refusal) return { ended: Promise.resolve({ sentence: refusal }), abort() {} };
    const row = this.#rowOf(item);
    return send(item, this.form, (share) => showProgress(row, share));
  }

  /** @param {File | URL} item */
  #rowOf(item) {
    const row = copyOf(this, "[data-row]");
    find(row, "[data-name]").textContent = nameOf(item);
    find(row, "[data-share]").ariaLabel = nameOf(item);
    this.#rows.set(item, row);
    return row;
  }

  #show() {
    const { working, failed, done, stopped, total, isBusy } = this.#queue;
    this.place("sending").replaceChildren(...working.flatMap((item) => this.#rows.get(item) ?? []));
    this.place("refused").replaceChildren(...failed.map(({ sentence }) => this.#refusal(sentence)));
    find(this, "[data-whole]", HTMLProgressElement).value = total ? (done.length + failed.length + stopped) / total : 0;
    this.place("whole").hidden = this.place("stop").hidden = !isBusy;
    this.place("close").hidden = isBusy;
    this.place("again").hidden = isBusy || !failed.some(({ mayWork }) => mayWork);
    this.querySelector("[data-listed]")?.toggleAttribute("hidden", isBusy || !done.length);
    this.place("summary").textContent = this.#summary();
    if (this.#isRunning && !isBusy) announce(this.#summary());
    if (this.#doneBefore !== done.length) document.dispatchEvent(new Event("studio:uploaded"));
    this.#doneBefore = done.length;
    this.#isRunning = isBusy;
    window.onbeforeunload = isBusy ? (event) => event.preventDefault() : null; // one that stays keeps a page from coming back quickly
  }

  /** @param {string} sentence */
  #refusal(sentence) {
    const item = copyOf(this, "[data-refusal]");
    item.textContent = sentence;
    return item;
  }

  #summary() {
    const { failed, done, stopped, total, isBusy } = this.#queue;
    const parts = [isBusy ? words("uploads-going", { done: done.length, n: total }) : words("uploads-done", { n: done.length })];
    if (failed.length) parts.push(words("uploads-refused", { n: failed.length }));
    if (stopped) parts.push(words("uploads-stopped", { n: stopped }));
    return parts.join(" · ");
  }
}

/**
 * What the server would say (editor/imaging/uploads.py), without sending it all there first.
 *
 * @param {File} file
 * @param {number} most
 */
export function tooLarge(file, most) {
  const { size } = file;
  return words("upload-too-large", { name: nameOf(file), size: (size / 1e6).toFixed(1), limit: (most / 1e6).toFixed(0) });
}

/**
 * The text of an answer that is HTML.
 *
 * @param {string} html
 */
export function textOf(html) {
  return new DOMParser().parseFromString(html, "text/html").body.textContent.trim();
}

/**
 * What a file is called in a sentence; behind an address, by the end of that.
 *
 * @param {File | URL} item
 */
export function nameOf(item) {
  const name = item instanceof File ? item.name : item.pathname.split("/").at(-1) || item.host;
  return name.length <= NAME_LENGTH ? name : `${name.slice(0, NAME_LENGTH - 1)}…`;
}

/**
 * Send a file or an address as the form would; `told` hears the share that is sent.
 *
 * @param {File | URL} item
 * @param {HTMLFormElement} form
 * @param {(share: number) => void} told
 */
function send(item, form, told) {
  const request = new XMLHttpRequest();
  const data = new FormData(form);
  for (const name of ["photo", "address"]) data.delete(name);
  if (item instanceof File) data.set("photo", item);
  else data.set("address", item.href);
  request.upload.addEventListener("progress", ({ loaded, total }) => told(loaded / total));
  const ended = new Promise((resolve) => request.addEventListener("loadend", () => resolve(failureIn(request, item))));
  request.open("POST", form.action);
  request.setRequestHeader("HX-Request", "true");
  request.send(data);
  return { ended, abort: () => request.abort() };
}

/**
 * @param {XMLHttpRequest} request
 * @param {File | URL} item
 */
function failureIn({ status, responseText }, item) {
  if (status >= 200 && status < 300) return null;
  if (status === REFUSED) return { sentence: textOf(responseText) };
  if (status === BUSY) return { sentence: words("answer-503"), mayWork: true };
  return { sentence: words("upload-unsent", { name: nameOf(item) }), mayWork: true };
}

/**
 * All sent, the studio still looks at it: nobody knows how long that takes.
 *
 * @param {HTMLElement} row
 * @param {number} share
 */
function showProgress(row, share) {
  const progress = find(row, "[data-share]", HTMLProgressElement);
  if (share < 1) progress.value = share;
  else progress.removeAttribute("value");
}

customElements.define("upload-queue", UploadQueue);
