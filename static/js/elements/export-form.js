/**
 * <export-form>: says how large the file will be, remembers what was wished last, saved or not, and saves the file without leaving;
 * what cannot be met is said at its field.
 */
import { fieldIn, fieldOf, find } from "../lib/dom.js";
import { toast } from "../announcer.js";

const WISHES = "export"; // in the browser's storage
const READ = 60_000; // milliseconds in which a browser has begun to read a file that it saves

class ExportForm extends HTMLElement {
  /** @type {HTMLFormElement} */
  form;  isRefused = false;

  connectedCallback() {
    this.form = find(this, "form");
    this.isRefused = this.querySelector("[aria-invalid]") !== null;
    if (this.closest("dialog") && !this.isRefused) this.#recall();
    this.addEventListener("input", (event) => this.#take(fieldOf(event)));
    this.addEventListener("submit", (event) => this.#submit(event));
    this.#tell();
  }

  /**
   * A size that is typed is the one that is meant.
   *
   * @param {HTMLInputElement} field
   */
  #take({ name }) {
    if (name === "side" || name === "percent") fieldIn(this.form, "scale").value = name;
    this.#tell();
    localStorage.setItem(WISHES, this.#wishes);
  }

  #tell() {
    const [format, quality] = this.#fields("format", "quality");
    quality.disabled = !(this.dataset.lossy ?? "").split(" ").includes(format.value);
    const output = find(this, "[data-size]");
    const [width, height] = this.#size();
    const text = width > 0 ? (output.dataset.size ?? "").replace("{width}", String(width)).replace("{height}", String(height)) : "";
    if (output.textContent !== text) output.textContent = text;
  }

  /** Width and height of the file, as editor/exports.py rounds them. */
  #size() {
    const [scale, side, percent, enlarge] = this.#fields("scale", "side", "percent", "enlarge");
    const size = [Number(this.dataset.width), Number(this.dataset.height)];
    /** @type {Record<string, number>} */
    const factors = { same: 1, side: Number(side.value) / Math.max(...size), percent: Number(percent.value) / 100 };
    const factor = factors[scale.value];
    const allowed = enlarge.checked ? factor : Math.min(1, factor);
    return allowed > 0 ? size.map((length) => Math.max(1, Math.floor(length * allowed + 0.5))) : [0, 0];
  }

  /** @param {SubmitEvent} event */
  async #submit(event) {
    if (!this.closest("dialog")) return;
    event.preventDefault();
    const button = find(this, "[type=submit]", HTMLButtonElement);
    if (button.disabled) return;
    const label = button.textContent;
    [button.disabled, button.textContent] = [true, this.dataset.busyText ?? ""];
    try {
      await this.#fetch();
    } catch {
      toast(this.dataset.failed ?? "");
    } finally {
      [button.disabled, button.textContent] = [false, label];
    }
  }

  /** @param {string[]} names */
  #fields(...names) {
    return names.map((name) => fieldIn(this.form, name));
  }

  get #wishes() {
    // Of text alone, which the fields hold.
    const data = /** @type {Iterable<[string, string]>} */ (new FormData(this.form));
    return new URLSearchParams([...data]).toString();
  }

  async #fetch() {
    const response = await fetch(`${this.form.action}?${this.#wishes}`, { headers: { "HX-Request": "true" } });
    if (response.status === 422) this.#refuse(await response.text());
    else if (!response.ok) throw new Error(`The export answered ${response.status}.`);
    else await this.#save(response);
  }

  /** @param {Response} response */
  async #save(response) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await response.blob());
    link.download = nameIn(response.headers.get("Content-Disposition") ?? "");
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), READ); // Firefox and Safari read the file only after the click
    this.closest("dialog")?.close();
  }

  /** @param {string} html */
  #refuse(html) {
    const parent = this.parentElement;
    this.outerHTML = html;
    parent?.querySelector("[aria-invalid]")?.focus();
  }

  /** What was wished last, as far as it can be wished here too. */
  #recall() {
    const wishes = new URLSearchParams(localStorage.getItem(WISHES) ?? "");
    if (!wishes.size) return;
    const [quality, scale, side, percent] = this.#fields("quality", "scale", "side", "percent");
    const format = /** @type {HTMLSelectElement} */ (this.form.elements.namedItem("format"));
    const wished = wishes.get("format") ?? "";
    if ([...format.options].some(({ value }) => value === wished)) format.value = wished;
    quality.value = wishes.get("quality") ?? "";
    scale.value = wishes.get("scale") ?? "";
    if (scale.value === "side") side.value = wishes.get("side") ?? "";
    if (scale.value === "percent") percent.value = wishes.get("percent") ?? "";
    for (const name of ["enlarge", "location", "metadata"]) fieldIn(this.form, name).checked = wishes.has(name);
  }
}

/**
 * The file's name in a header Content-Disposition (RFC 6266).
 *
 * @param {string} disposition
 */
function nameIn(disposition) {
  const extended = /filename\*=utf-8''([^;]+)/i.exec(disposition);
  return extended ? decodeURIComponent(extended[1]) : (/filename="((?:[^"\\]|\\.)*)"/.exec(disposition)?.[1] ?? "");
}

customElements.define("export-form", ExportForm);
