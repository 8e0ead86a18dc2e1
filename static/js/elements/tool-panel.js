/**
 * <tool-panel>: a panel with a form and a button that applies it. With data-keep="name", what was entered stays when the server sends the
 * panel anew and when the page is loaded anew; a form that was refused comes with what was posted, which is the same. More is added by
 *
 *   begin()       what is set up once the fields say what they said; optional
 *   enter(field)  something was entered; optional
 *   see(isOpen)   the panel is seen, or no more: at first, and after each change of tabs; optional
 *   show()        shows what follows from the fields; optional
 *   isReady       false where there is nothing to apply; optional
 *
 * and by its `mode`, which is in force while the panel is open.
 */
import { fieldOf, find } from "../lib/dom.js";
import { saveFields, restoreFields } from "../persist-fields.js";
import { modes } from "../modes.js";
import { isEditing } from "./job-card.js";

export class ToolPanel extends HTMLElement {
  /** @type {HTMLFormElement} */
  form;
  #listeners = new AbortController();
  /** @type {Mode | null} */
  #mode = null;

  connectedCallback() {
    this.form = find(this, "form");
    if (this.dataset.keep) restoreFields(this.form, this.dataset.keep);
    this.begin();
    this.listen(this.form, "input", (event) => this.#enter(fieldOf(event)));
    this.listen(document, "studio:tab", () => this.#see());
    this.listen(document, "studio:jobs", () => this.#tellApply());
    this.#see();
  }

  disconnectedCallback() {
    this.#listeners.abort();
    modes.clear(this.#mode);
  }

  begin() {}

  /** @param {HTMLInputElement} _field */
  enter(_field) {}

  /** @param {boolean} _isOpen */
  see(_isOpen) {}

  show() {}

  get isOpen() {
    return !this.closest("[role=tabpanel]")?.hidden;
  }

  get isReady() {
    return true;
  }

  /** What a press on the picture means while the panel is open (modes.js); null for what it means without one. */
  get mode() {
    return this.#mode;
  }

  /** @param {Mode | null} mode */
  set mode(mode) {
    if (mode !== this.#mode) modes.clear(this.#mode);
    this.#mode = mode;
    this.#tellMode();
  }

  /**
   * React to events of `source` as long as the panel is in the page.
   *
   * @param {EventTarget} source
   * @param {string} name
   * @param {(event: any) => void} react
   * @param {AddEventListenerOptions} [options]
   */
  listen(source, name, react, options) {
    source.addEventListener(name, react, { ...options, signal: this.#listeners.signal });
  }

  /** Keep what the fields say. */
  keep() {
    if (this.dataset.keep) saveFields(this.form, this.dataset.keep);
  }

  /** Show what has become different. */
  update() {
    this.show();
    this.#tellApply();
    if (this.#mode && this.#mode === modes.current) modes.redraw();
  }

  /** @param {HTMLInputElement} field */
  #enter(field) {
    this.enter(field);
    this.update();
    this.keep();
  }

  #see() {
    this.#tellMode();
    this.see(this.isOpen);
    this.update();
  }

  #tellMode() {
    if (!this.#mode) return;
    if (this.isOpen) modes.set(this.#mode);
    else modes.clear(this.#mode);
  }

  #tellApply() {
    find(this, "[data-apply]", HTMLButtonElement).disabled = !this.isReady || isEditing() || "unavailable" in this.dataset;
  }
}

customElements.define("tool-panel", ToolPanel);
