/**
 * <export-form>: says how large the file will be, remembers what was wished last, saved or not, and saves the file without leaving;
 * what cannot be met is said at its field.
 */
import { toast } from "../announcer.js";

const WISHES = "export"; // in the browser's storage

class ExportForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.isRefused = this.querySelector("[aria-invalid]") !== null;
    if (this.closest("dialog") && !this.isRefused) this.#recall();
    this.addEventListener("input", ({ target }) => this.#take(target));
    this.addEventListener("submit", (event) => this.#submit(event));
    this.#tell();
  }

  /** A size that is typed is the one that is meant. */
  #take({ name }) {
    if (name === "side" || name === "percent") this.form.elements.scale.value = name;
    this.#tell();
    localStorage.setItem(WISHES, this.#wishes);
  }

  #tell() {
    const { format, quality } = this.form.elements;
    quality.disabled = !this.dataset.lossy.split(" ").includes(format.value);
    const output = this.querySelector("[data-size]");
    const [width, height] = this.#size();
    const text = width > 0 ? output.dataset.size.replace("{width}", width).replace("{height}", height) : "";
    if (output.textContent !== text) output.textContent = text;
  }

  /** Width and height of the file, as editor/exports.py rounds them. */
  #size() {
    const { scale, side, percent, enlarge } = this.form.elements;
    const size = [Number(this.dataset.width), Number(this.dataset.height)];
    const factor = { same: 1, side: Number(side.value) / Math.max(...size), percent: Number(percent.value) / 100 }[scale.value];
    const allowed = enlarge.checked ? factor : Math.min(1, factor);
    return allowed > 0 ? size.map((length) => Math.max(1, Math.floor(length * allowed + 0.5))) : [0, 0];
  }

  async #submit(event) {
    if (!this.closest("dialog")) return;
    event.preventDefault();
    const button = this.querySelector("[type=submit]");
    if (button.disabled) return;
    const label = button.textContent;
    [button.disabled, button.textContent] = [true, this.dataset.busyText];
    try {
      await this.#fetch();
    } catch {
      toast(this.dataset.failed);
    } finally {
      [button.disabled, button.textContent] = [false, label];
    }
  }

  get #wishes() {
    return new URLSearchParams(new FormData(this.form)).toString();
  }

  async #fetch() {
    const response = await fetch(`${this.form.action}?${this.#wishes}`, { headers: { "HX-Request": "true" } });
    if (response.status === 422) this.#refuse(await response.text());
    else if (!response.ok) throw new Error(`The export answered ${response.status}.`);
    else await this.#save(response);
  }

  async #save(response) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await response.blob());
    link.download = nameIn(response.headers.get("Content-Disposition"));
    link.click();
    URL.revokeObjectURL(link.href);
    this.closest("dialog").close();
  }

  #refuse(html) {
    const parent = this.parentElement;
    this.outerHTML = html;
    parent.querySelector("[aria-invalid]")?.focus();
  }

  /** What was wished last, as far as it can be wished here too. */
  #recall() {
    const wishes = new URLSearchParams(localStorage.getItem(WISHES) ?? "");
    if (!wishes.size) return;
    const { format, quality, scale, side, percent } = this.form.elements;
    if ([...format.options].some(({ value }) => value === wishes.get("format"))) format.value = wishes.get("format");
    quality.value = wishes.get("quality") ?? "";
    scale.value = wishes.get("scale");
    if (scale.value === "side") side.value = wishes.get("side");
    if (scale.value === "percent") percent.value = wishes.get("percent");
    for (const name of ["enlarge", "location", "metadata"]) this.form.elements[name].checked = wishes.has(name);
  }
}

/** The file's name in a header Content-Disposition (RFC 6266). */
function nameIn(disposition) {
  const extended = /filename\*=utf-8''([^;]+)/i.exec(disposition);
  return extended ? decodeURIComponent(extended[1]) : (/filename="((?:[^"\\]|\\.)*)"/.exec(disposition)?.[1] ?? "");
}

customElements.define("export-form", ExportForm);
