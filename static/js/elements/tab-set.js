/**
 * <tab-set>: tabs by click and by arrow keys (the tabs pattern of the ARIA practices guide). The one that is open is so again when the
 * page is loaded anew.
 */
import { isBare } from "../lib/combination.js";
import { byId, find, findAll } from "../lib/dom.js";
import { Memory } from "../lib/memory.js";

const memory = new Memory("studio.tabs", 100); // pages of which is kept which tab was open

// The tabs that the studio stored under other names before.
const RENAMED = new Map([
  ["tab-fill", "tab-gen_fill"],
  ["tab-crop", "tab-crop_foreground"],
  ["tab-layers", "tab-image_to_psd"],
  ["tab-enlarge", "tab-increase_resolution"],
]);

class TabSet extends HTMLElement {
  /** @type {HTMLElement[]} */
  tabs;

  connectedCallback() {
    this.tabs = findAll(this, "[role=tab]");
    for (const tab of this.tabs) tab.addEventListener("click", () => this.#choose(tab));
    find(this, "[role=tablist]").addEventListener("keydown", (event) => this.#key(event));
    const stored = memory.get(location.pathname);
    const last = this.tabs.find(({ id }) => id === (RENAMED.get(stored) ?? stored));
    if (last) this.#open(last);
  }

  /** @param {HTMLElement} tab */
  #choose(tab) {
    memory.set(location.pathname, tab.id);
    this.#open(tab);
  }

  /** @param {HTMLElement} tab */
  #open(tab) {
    for (const other of this.tabs) {
      const isOpen = other === tab;
      other.ariaSelected = String(isOpen);
      other.tabIndex = isOpen ? 0 : -1;
      byId(other.getAttribute("aria-controls") ?? "").hidden = !isOpen;
    }
    tab.scrollIntoView({ block: "nearest", inline: "center" });
    this.dispatchEvent(new Event("studio:tab", { bubbles: true }));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const here = this.tabs.findIndex((tab) => tab === document.activeElement);
    const last = this.tabs.length - 1;
    const [next, previous] = [here < last ? here + 1 : 0, here > 0 ? here - 1 : last];
    const [right, left] = getComputedStyle(this).direction === "rtl" ? [previous, next] : [next, previous];
    /** @type {Record<string, number>} */
    const moves = { ArrowRight: right, ArrowDown: next, ArrowLeft: left, ArrowUp: previous, Home: 0, End: last };
    const to = moves[event.key];
    if (to === undefined || !isBare(event)) return;
    event.preventDefault();
    this.tabs[to].focus();
    this.#choose(this.tabs[to]);
  }
}

customElements.define("tab-set", TabSet);
