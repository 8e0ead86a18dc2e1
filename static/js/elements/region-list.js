/**
 * <region-list>: the regions as a list that keyboards and screen readers can use; it mirrors the picture both ways. Arrow keys
 * walk to what lies beside, above and below in the picture; with Ctrl, Home, End, Page Up, Page Down and by typing one walks
 * the list itself, from the largest region to the smallest.
 */
import { find, findAll, targetOf } from "../lib/dom.js";
import { isLost } from "../lib/focus.js";
import { howOf, regions } from "../regions.js";

const REST = 120; // milliseconds the pointer stays on a region before the list scrolls there
/** @type {Record<string, Direction>} */
const DIRECTIONS = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };
/** @type {Record<string, number>} */
const STEPS = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity, PageDown: 10, PageUp: -10 };
const TYPING = 700; // milliseconds between two letters of one word

class RegionList extends HTMLElement {
  /** @type {HTMLElement} */
  #list;
  #resting = 0;
  #typed = { text: "", at: 0 };
  #left = -1; // the place of the option that had the focus when the list was emptied; -1 for none

  connectedCallback() {
    this.#list = find(this, "[data-list]");
    this.#list.addEventListener("click", (event) => this.#click(event));
    this.#list.addEventListener("keydown", (event) => this.#key(event));
    this.#list.addEventListener("pointerover", (event) => regions.hover(idOf(targetOf(event))));
    this.#list.addEventListener("pointerleave", () => regions.hover(0));
    this.#list.addEventListener("focusin", (event) => this.#focus(targetOf(event)));
    this.#list.addEventListener("focusout", () => regions.hover(0));
    regions.addEventListener("load", () => this.#fill());
    regions.addEventListener("change", () => this.#mark());
    regions.addEventListener("hover", ({ detail }) => this.#hover(detail));
    if (regions.map) this.#fill();
  }

  get #options() {
    return findAll(this.#list, "[data-mask-id]");
  }

  #fill() {
    const all = regions.all;
    const focused = this.#options.findIndex((option) => option === document.activeElement);
    if (focused >= 0) this.#left = focused;
    this.#list.replaceChildren(...all.map(optionOf));
    this.#list.hidden = !all.length;
    find(this, "[data-help]").hidden = !all.length;
    this.#list.firstElementChild?.setAttribute("tabindex", "0");
    this.#mark();
    if (all.length && this.#left >= 0) this.#refocus();
  }

  /** The option at the place that had the focus has it now, unless it went elsewhere meanwhile. */
  #refocus() {
    if (isLost()) this.#options[Math.min(this.#left, this.#options.length - 1)].focus();
    this.#left = -1;
  }

  #mark() {
    for (const option of this.#options) option.ariaSelected = String(regions.selected.has(idOf(option)));
    const touched = this.#option(regions.touched);
    if (touched) this.#reveal(touched);
  }

  /** @param {{ before: number, now: number }} ids */
  #hover({ before, now }) {
    this.#option(before)?.removeAttribute("data-hovered");
    const option = this.#option(now);
    option?.setAttribute("data-hovered", "");
    clearTimeout(this.#resting);
    if (option) this.#resting = setTimeout(() => this.#reveal(option), REST);
  }

  /** @param {HTMLElement} option */
  #reveal(option) {
    const top = option.offsetTop;
    const isAbove = top < this.#list.scrollTop;
    const isBelow = top + option.offsetHeight > this.#list.scrollTop + this.#list.clientHeight;
    if (isAbove || isBelow) this.#list.scrollTop = top - (this.#list.clientHeight - option.offsetHeight) / 2;
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const id = idOf(targetOf(event));
    if (id) regions.toggle(id, howOf(event));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      regions.toggle(idOf(targetOf(event)), howOf(event));
    } else if (this.#walked(event)) {
      event.preventDefault();
    }
  }

  /**
   * Go where the key says; false where it says nothing.
   *
   * @param {KeyboardEvent} event
   */
  #walked(event) {
    const isMod = event.ctrlKey || event.metaKey;
    if (event.key in DIRECTIONS && !isMod && !event.altKey) {
      this.#option(regions.towards(idOf(targetOf(event)), DIRECTIONS[event.key]))?.focus();
    } else if (event.key in STEPS && !event.altKey) {
      this.#walk(STEPS[event.key]);
    } else if (/^\p{L}$/u.test(event.key) && !isMod && !event.altKey) {
      this.#find(event);
    } else {
      return false;
    }
    return true;
  }

  /** @param {number} step */
  #walk(step) {
    const options = this.#options;
    const here = options.findIndex((option) => option === document.activeElement);
    options[Math.min(Math.max(here + step, 0), options.length - 1)]?.focus();
  }

  /**
   * The next region with a word in its name that begins with what is typed.
   *
   * @param {KeyboardEvent} event
   */
  #find({ key, timeStamp }) {
    const goesOn = timeStamp - this.#typed.at < TYPING && this.#typed.text !== key;
    this.#typed = { text: (goesOn ? this.#typed.text : "") + key.toLocaleLowerCase(), at: timeStamp };
    const options = this.#options;
    const here = options.findIndex((option) => option === document.activeElement) + (goesOn ? 0 : 1);
    const others = [...options.slice(here), ...options.slice(0, here)];
    others.find((option) => beginsWith(option.textContent ?? "", this.#typed.text))?.focus();
  }

  /** @param {HTMLElement} option */
  #focus(option) {
    for (const other of this.#list.querySelectorAll('[tabindex="0"]')) other.tabIndex = -1;
    option.tabIndex = 0;
    regions.hover(idOf(option));
  }

  /** @param {number} id */
  #option(id) {
    return id ? this.#list.querySelector(`[data-mask-id="${id}"]`) : null;
  }
}

/** @param {Region} region */
function optionOf(region) {
  const option = document.createElement("div");
  option.className = "region";
  option.role = "option";
  option.tabIndex = -1;
  option.dataset.maskId = String(region.id);
  option.ariaSelected = "false";
  const name = regions.nameOf(region.id);
  option.append(name.charAt(0).toLocaleUpperCase() + name.slice(1));
  return option;
}

/**
 * @param {string} name
 * @param {string} text
 */
function beginsWith(name, text) {
  return name.toLocaleLowerCase().split(/[\s,]+/).some((word) => word.startsWith(text));
}

/** @param {HTMLElement} element */
function idOf(element) {
  return Number(element.closest("[data-mask-id]")?.dataset.maskId ?? 0);
}

customElements.define("region-list", RegionList);
