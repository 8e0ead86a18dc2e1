/** <upload-queue>: many files become pictures, two at a time, each with its progress; what was refused says why. */
import { announce } from "../announcer.js";
import { Queue } from "../lib/queue.js";
import { words } from "../words.js";

const NAME_LENGTH = 60; // characters of a file name in a sentence
const REFUSED = 422;

class UploadQueue extends HTMLElement {
  #rows = new Map(); // file -> its row
  #queue = new Queue((file) => this.#upload(file), () => this.#show());
  #isRunning = false;

  connectedCallback() {
    this.place = (name) => this.querySelector(`[data-${name}]`);
    this.place("stop").addEventListener("click", () => this.#queue.stop());
    this.place("again").addEventListener("click", () => this.#queue.tryAgain());
    this.place("close").addEventListener("click", () => this.#close());
    window.addEventListener("beforeunload", (event) => this.isBusy && event.preventDefault());
  }

  get isBusy() {
    return this.#queue.isBusy;
  }

  /** Have files made into pictures by way of a form; those over the limit (bytes) are refused without sending them. */
  take(files, form, most) {
    if (!this.isBusy) this.#close();
    Object.assign(this, { form, hidden: false });
    this.scrollIntoView({ block: "nearest" });
    this.#queue.add(files.map((file) => Object.assign(file, { refusal: file.size > most ? tooLarge(file, most) : "" })));
  }

  #close() {
    this.#queue.forget();
    this.hidden = true;
  }

  #upload(file) {
    if (file.refusal) return { ended: Promise.resolve({ sentence: file.refusal }), abort() {} };
    const row = this.#rowOf(file);
    return sent(file, this.form, (share) => tell(row, share));
  }

  #rowOf(file) {
    const row = this.place("row").content.cloneNode(true).firstElementChild;
    row.querySelector("[data-name]").textContent = file.name;
    row.querySelector("[data-share]").setAttribute("aria-label", file.name);
    this.#rows.set(file, row);
    return row;
  }

  #show() {
    const { working, failed, done, stopped, total, isBusy } = this.#queue;
    this.place("sending").replaceChildren(...working.map((file) => this.#rows.get(file)).filter(Boolean));
    this.place("refused").replaceChildren(...failed.map(({ sentence }) => this.#refusal(sentence)));
    this.place("whole").value = total ? (done.length + failed.length + stopped) / total : 0;
    this.place("whole").hidden = this.place("stop").hidden = !isBusy;
    this.place("close").hidden = isBusy;
    this.place("again").hidden = isBusy || !failed.some(({ mayWork }) => mayWork);
    this.place("listed")?.toggleAttribute("hidden", isBusy || !done.length);
    this.place("summary").textContent = this.#summary();
    if (this.#isRunning && !isBusy) announce(this.#summary());
    if (this.doneBefore !== done.length) document.dispatchEvent(new Event("studio:uploaded"));
    Object.assign(this, { doneBefore: done.length });
    this.#isRunning = isBusy;
  }

  #refusal(sentence) {
    const item = this.place("refusal").content.cloneNode(true).firstElementChild;
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

/** What the server would say (editor/imaging/uploads.py), without sending it all there first. */
export function tooLarge({ name, size }, most) {
  return words("upload-too-large", { name: shown(name), size: (size / 1e6).toFixed(1), limit: (most / 1e6).toFixed(0) });
}

/** The text of an answer that is HTML. */
export function textOf(html) {
  return new DOMParser().parseFromString(html, "text/html").body.textContent.trim();
}

function shown(name) {
  return name.length <= NAME_LENGTH ? name : `${name.slice(0, NAME_LENGTH - 1)}…`;
}

/** Send one file as the form would; `told` hears the share that is sent. */
function sent(file, form, told) {
  const request = new XMLHttpRequest();
  const data = new FormData(form);
  data.set("photo", file);
  data.delete("address");
  request.upload.addEventListener("progress", ({ loaded, total }) => told(loaded / total));
  const ended = new Promise((resolve) => request.addEventListener("loadend", () => resolve(failureOf(request, file))));
  request.open("POST", form.action);
  request.setRequestHeader("HX-Request", "true");
  request.send(data);
  return { ended, abort: () => request.abort() };
}

function failureOf({ status, responseText }, { name }) {
  if (status >= 200 && status < 300) return null;
  if (status === REFUSED) return { sentence: textOf(responseText) };
  return { sentence: words("upload-unsent", { name: shown(name) }), mayWork: true };
}

/** All sent, the studio still looks at it: nobody knows how long that takes. */
function tell(row, share) {
  const progress = row.querySelector("[data-share]");
  if (share < 1) progress.value = share;
  else progress.removeAttribute("value");
}

customElements.define("upload-queue", UploadQueue);
