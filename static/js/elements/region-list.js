/**
 * <region-list>: what can be selected as a list that keyboards and screen readers can use; it mirrors the picture both ways.
 * Regions are a list box: arrow keys walk to what lies beside, above and below in the picture; with Ctrl, Home, End, Page Up,
 * Page Down and by typing one walks the list itself, from the largest to the smallest. Objects are a tree with their parts
 * folded under them: there arrow keys walk the tree, and with Ctrl one walks the picture.
 */
import { find, targetOf } from "../lib/dom.js";
import { isLost } from "../lib/focus.js";
import { nameObjects } from "../lib/region-names.js";
import { howOf, regions } from "../regions.js";
import { percent, words } from "../words.js";

const REST = 120; // milliseconds the pointer stays on a region before the list scrolls there
/** @type {Record<string, Direction>} */
const DIRECTIONS = { ArrowLeft: "left", ArrowRight: "right", ArrowUp: "up", ArrowDown: "down" };
/** @type {Record<string, number>} */
const STEPS = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity, PageDown: 10, PageUp: -10 };
const TYPING = 700; // milliseconds between two letters of one word

/**
 * What a row stands for: regions that are selected together. `fold` is the object whose parts are folded under it, 0 without.
 *
 * @typedef {{ ids: number[], name: string, fold: number, level: number }} Entry
 */

class RegionList extends HTMLElement {
  /** @type {HTMLElement} */
  #list;
  #resting = 0;
  #typed = { text: "", at: 0 };
  #left = -1; // the place of the row that had the focus when the list was emptied; -1 for none
  /** @type {Map<HTMLElement, Entry>} */
  #entries = new Map(); // of the rows, in their order
  /** @type {Map<number, HTMLElement[]>} */
  #rowsOf = new Map(); // id of a region -> the rows that stand for it, its object's before its own
  /** @type {Set<number>} */
  #unfolded = new Set(); // objects whose parts are shown
  #visual = "";

  connectedCallback() {
    this.#list = find(this, "[data-list]");
    this.#list.addEventListener("click", (event) => this.#click(event));
    this.#list.addEventListener("keydown", (event) => this.#key(event));
    this.#list.addEventListener("pointerover", (event) => this.#light(this.#rowAt(targetOf(event))));
    this.#list.addEventListener("pointerleave", () => regions.hover(0));
    this.#list.addEventListener("focusin", (event) => this.#focus(targetOf(event)));
    this.#list.addEventListener("focusout", () => regions.hover(0));
    regions.addEventListener("load", () => this.#fill());
    regions.addEventListener("change", () => this.#mark());
    regions.addEventListener("hover", ({ detail }) => this.#hover(detail.now));
    if (regions.map) this.#fill();
  }

  get #rows() {
    return [...this.#entries.keys()];
  }

  #fill() {
    if (this.#visual !== regions.visual) this.#unfolded.clear();
    this.#visual = regions.visual;
    const focused = this.#rows.findIndex((row) => row === document.activeElement);
    if (focused >= 0) this.#left = focused;
    this.#entries.clear();
    this.#rowsOf.clear();
    this.#list.role = regions.hasObjects ? "tree" : "listbox";
    const rows = entriesOf().flatMap((entry) => [this.#rowOf(entry), ...this.#partsOf(entry)]);
    this.#list.replaceChildren(...rows);
    this.#list.hidden = !rows.length;
    find(this, "[data-help]").hidden = !rows.length;
    this.#list.firstElementChild?.setAttribute("tabindex", "0");
    this.#mark();
    if (rows.length && this.#left >= 0) this.#refocus();
  }

  /** The row at the place that had the focus has it now, unless it went elsewhere meanwhile. */
  #refocus() {
    if (isLost()) this.#rows[Math.min(this.#left, this.#rows.length - 1)].focus();
    this.#left = -1;
  }

  /**
   * The rows of the parts of an object that is unfolded.
   *
   * @param {Entry} entry
   */
  #partsOf({ ids, fold }) {
    if (!this.#unfolded.has(fold)) return [];
    const parts = ids.map((id) => regions.find(id)).sort((one, other) => other.share - one.share);
    return parts.map(({ id }) => this.#rowOf({ ids: [id], name: regions.nameOf(id), fold: 0, level: 2 }));
  }

  /** @param {Entry} entry */
  #rowOf(entry) {
    const row = document.createElement("div");
    row.className = "region";
    row.role = regions.hasObjects ? "treeitem" : "option";
    row.tabIndex = -1;
    row.dataset.maskId = String(entry.ids[0]);
    row.ariaSelected = "false";
    if (regions.hasObjects) row.ariaLevel = String(entry.level);
    if (entry.fold) row.ariaExpanded = String(this.#unfolded.has(entry.fold));
    row.append(entry.name.charAt(0).toLocaleUpperCase() + entry.name.slice(1));
    if (entry.fold) row.append(foldMark());
    this.#entries.set(row, entry);
    for (const id of entry.ids) this.#rowsOf.set(id, [...(this.#rowsOf.get(id) ?? []), row]);
    return row;
  }

  #mark() {
    for (const [row, { ids }] of this.#entries) {
      const count = ids.filter((id) => regions.selected.has(id)).length;
      row.ariaSelected = String(count === ids.length);
      row.toggleAttribute("data-partly", count > 0 && count < ids.length);
    }
    const touched = this.#rowFor([regions.touched]);
    if (touched) this.#reveal(touched);
  }

  /** @param {number[]} ids */
  #hover(ids) {
    for (const row of this.#list.querySelectorAll("[data-hovered]")) row.removeAttribute("data-hovered");
    const row = this.#rowFor(ids);
    row?.setAttribute("data-hovered", "");
    clearTimeout(this.#resting);
    if (row) this.#resting = setTimeout(() => this.#reveal(row), REST);
  }

  /** @param {HTMLElement} row */
  #reveal(row) {
    const top = row.offsetTop;
    const isAbove = top < this.#list.scrollTop;
    const isBelow = top + row.offsetHeight > this.#list.scrollTop + this.#list.clientHeight;
    if (isAbove || isBelow) this.#list.scrollTop = top - (this.#list.clientHeight - row.offsetHeight) / 2;
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const row = this.#rowAt(targetOf(event));
    if (!row) return;
    if (targetOf(event).closest("[data-fold]")) this.#unfold(row, row.ariaExpanded !== "true");
    else this.#toggle(row, event);
  }

  /**
   * @param {HTMLElement} row
   * @param {MouseEvent | KeyboardEvent} event
   */
  #toggle(row, event) {
    const { ids } = this.#entryOf(row);
    regions.toggle(ids[0], howOf(event), ids);
  }

  /**
   * Show the parts of an object, or fold them again.
   *
   * @param {HTMLElement} row
   * @param {boolean} isOpen
   */
  #unfold(row, isOpen) {
    const { fold } = this.#entryOf(row);
    this.#unfolded[isOpen ? "add" : "delete"](fold);
    const place = this.#rows.indexOf(row);
    const hadFocus = this.#list.contains(document.activeElement);
    this.#fill();
    if (hadFocus) this.#rows[place].focus();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const row = this.#rowAt(targetOf(event));
    if (!row) return;
    const isPress = event.key === " " || event.key === "Enter";
    if (!isPress && !this.#walked(event, row)) return;
    if (isPress && !event.repeat) this.#toggle(row, event);
    event.preventDefault();
  }

  /**
   * Go where the key says; false where it says nothing.
   *
   * @param {KeyboardEvent} event
   * @param {HTMLElement} row
   */
  #walked(event, row) {
    const isMod = event.ctrlKey || event.metaKey;
    if (event.altKey) return false;
    if (event.key in DIRECTIONS && isMod === regions.hasObjects) this.#walkPicture(row, DIRECTIONS[event.key]);
    else if (event.key in STEPS) this.#walk(STEPS[event.key]);
    else if (event.key in DIRECTIONS && regions.hasObjects) this.#walkIn(row, DIRECTIONS[event.key]);
    else if (/^\p{L}$/u.test(event.key) && !isMod) this.#find(event);
    else return false;
    return true;
  }

  /**
   * To what lies beside it in the picture.
   *
   * @param {HTMLElement} row
   * @param {Direction} direction
   */
  #walkPicture(row, direction) {
    const { ids, level } = this.#entryOf(row);
    const isWhole = regions.hasObjects && level === 1;
    const next = isWhole ? regions.towardsObject(ids[0], direction) : regions.towards(ids[0], direction);
    (isWhole ? this.#rowsOf.get(next)?.[0] : this.#rowFor([next]))?.focus();
  }

  /**
   * Into an object's parts and out again.
   *
   * @param {HTMLElement} row
   * @param {Direction} direction
   */
  #walkIn(row, direction) {
    const isIn = (direction === "right") === (getComputedStyle(this.#list).direction === "ltr");
    const isOpen = row.ariaExpanded === "true";
    if (isIn && row.ariaExpanded) isOpen ? this.#walk(1) : this.#unfold(row, true);
    else if (!isIn && isOpen) this.#unfold(row, false);
    else if (!isIn && row.ariaLevel === "2") this.#rowsOf.get(this.#entryOf(row).ids[0])?.[0].focus();
  }

  /** @param {number} step */
  #walk(step) {
    const rows = this.#rows;
    const here = rows.findIndex((row) => row === document.activeElement);
    rows[Math.min(Math.max(here + step, 0), rows.length - 1)]?.focus();
  }

  /**
   * The next row with a word in its name that begins with what is typed.
   *
   * @param {KeyboardEvent} event
   */
  #find({ key, timeStamp }) {
    const goesOn = timeStamp - this.#typed.at < TYPING && this.#typed.text !== key;
    this.#typed = { text: (goesOn ? this.#typed.text : "") + key.toLocaleLowerCase(), at: timeStamp };
    const rows = this.#rows;
    const here = rows.findIndex((row) => row === document.activeElement) + (goesOn ? 0 : 1);
    const others = [...rows.slice(here), ...rows.slice(0, here)];
    others.find((row) => beginsWith(row.textContent ?? "", this.#typed.text))?.focus();
  }

  /** @param {HTMLElement} element */
  #focus(element) {
    const row = this.#rowAt(element);
    if (!row) return;
    for (const other of this.#list.querySelectorAll('[tabindex="0"]')) other.tabIndex = -1;
    row.tabIndex = 0;
    this.#light(row);
  }

  /** @param {HTMLElement | null} row */
  #light(row) {
    const { ids } = row ? this.#entryOf(row) : { ids: [] };
    regions.hover(ids[0] ?? 0, ids);
  }

  /** @param {HTMLElement} element */
  #rowAt(element) {
    return element.closest("[data-mask-id]");
  }

  /** @param {HTMLElement} row */
  #entryOf(row) {
    return this.#entries.get(row) ?? { ids: [], name: "", fold: 0, level: 1 };
  }

  /**
   * The row of regions: an object's, or that of a single part where it is shown.
   *
   * @param {number[]} ids
   */
  #rowFor(ids) {
    const rows = this.#rowsOf.get(ids[0]) ?? [];
    return (ids.length > 1 ? rows[0] : rows.at(-1)) ?? null;
  }
}

/** @returns {Entry[]} */
function entriesOf() {
  const { map, objects } = regions;
  if (!map || !regions.hasObjects) return regions.all.map(({ id }) => ({ ids: [id], name: regions.nameOf(id), fold: 0, level: 1 }));
  const names = nameObjects(objects, map, words, percent);
  return objects.map(({ id, parts }, place) => ({ ids: parts, name: names[place], fold: parts.length > 1 ? id : 0, level: 1 }));
}

/** What a pointer presses to unfold a row; keys do without. */
function foldMark() {
  const mark = document.createElement("span");
  mark.className = "region__fold";
  mark.ariaHidden = "true";
  mark.dataset.fold = "";
  return mark;
}

/**
 * @param {string} name
 * @param {string} text
 */
function beginsWith(name, text) {
  return name.toLocaleLowerCase().split(/[\s,]+/).some((word) => word.startsWith(text));
}

customElements.define("region-list", RegionList);
