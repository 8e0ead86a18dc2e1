/**
 * <command-palette>: every action of the page by its name. It asks the page itself what there is: buttons, tabs and links
 * with their names, shortcuts and, where they are disabled, the reason. So a new tool appears by itself. What stands in a
 * panel that is not shown is led to, not pressed: its settings are to be seen first.
 */
import { find, targetOf } from "../lib/dom.js";
import { announce } from "../announcer.js";
import { closeByPress } from "../lib/dialogs.js";
import { match } from "../lib/fuzzy-match.js";
import { words } from "../words.js";

const ACTIONS = "button, a.button, [role=tab], summary";
const NO_ACTIONS =
  "dialog, command-palette, [role=listbox], [data-no-command], .history__list, .name, .people__cards, .job, .notes, .toast";
/** @type {Record<string, number>} */
const STEPS = { ArrowDown: 1, ArrowUp: -1 };
/** @type {Record<string, string>} */
const KEYS = { mod: "key-ctrl", shift: "key-shift", delete: "key-delete", escape: "key-escape", enter: "key-enter" };

/**
 * What can be done: by pressing an element, or, where that stands in a panel that is not shown, by going there.
 *
 * @typedef {{ element: HTMLElement, order: number, panel: HTMLElement | null, name: string, keys: string[], reason: string }} Action
 * @typedef {Action & { score: number, places: number[] }} Found
 */

class CommandPalette extends HTMLElement {
  /** @type {HTMLDialogElement} */
  dialog;
  /** @type {HTMLInputElement} */
  input;
  /** @type {HTMLElement} */
  list;
  /** @type {HTMLElement} what stands in the list where nothing is found */
  nothing;
  /** @type {Action[]} */
  #actions = [];
  /** @type {Found[]} */
  #found = [];
  #active = 0;

  connectedCallback() {
    this.dialog = find(this, "dialog");
    this.input = find(this, "input");
    this.list = find(this, "[role=listbox]");
    this.nothing = find(this, "[data-nothing]");
    find(this, "[aria-haspopup=dialog]").addEventListener("click", () => this.#open());
    this.input.addEventListener("input", () => this.#search());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.list.addEventListener("click", (event) => this.#run(this.#found[placeOf(targetOf(event))]));
    closeByPress(this.dialog);
  }

  #open() {
    this.#actions = findActions();
    this.input.value = "";
    this.dialog.showModal();
    this.#search();
  }

  #search() {
    const found = this.#actions.flatMap((action) => {
      const matched = match(this.input.value, action.name);
      return matched ? [{ ...action, ...matched }] : [];
    });
    this.#found = found.sort((one, other) => other.score - one.score || one.order - other.order);
    this.list.replaceChildren(...this.#found.map(optionOf), this.nothing);
    this.nothing.hidden = this.#found.length > 0;
    if (this.input.value) announce(words("actions-found", { n: this.#found.length }));
    this.#go(0);
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const step = STEPS[event.key];
    if (step) this.#go((this.#active + step + this.#found.length) % this.#found.length);
    else if (event.key === "Enter" && !event.repeat) this.#run(this.#found[this.#active]);
    else return;
    event.preventDefault();
  }

  /** @param {number} place */
  #go(place) {
    this.list.children[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = place || 0;
    const option = this.list.children[this.#active];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option?.id ?? "");
  }

  /** @param {Found | undefined} action */
  #run(action) {
    if (!action || action.reason) return;
    this.dialog.close();
    if (!action.panel) {
      action.element.click();
      return;
    }
    action.panel.click();
    action.element.focus();
  }
}

/** What the page can do now. @returns {Action[]} */
function findActions() {
  const elements = [...document.querySelectorAll(ACTIONS)].filter((element) => !element.closest(NO_ACTIONS));
  const known = new Set();
  return elements.flatMap((element, order) => {
    const panel = element.closest("[role=tabpanel][hidden]");
    const isHidden = panel ? panel.parentElement?.closest("[hidden]") : !element.checkVisibility();
    const tab = panel && document.getElementById(panel.getAttribute("aria-labelledby") ?? "");
    const name = [tab && nameOf(tab), nameOf(element)].filter(Boolean).join(": ");
    if (isHidden || !nameOf(element) || known.has(name)) return [];
    known.add(name);
    return [{ element, order, panel: tab, name, keys: keysOf(element), reason: reasonOf(element, Boolean(tab)) }];
  });
}

/**
 * What its tooltip says, but for the shortcut, which says more than the few words that fit on a button.
 *
 * @param {HTMLElement} element
 */
function nameOf(element) {
  const title = element.title.split(" (")[0];
  return (title || element.ariaLabel || element.textContent).replace(/\s+/g, " ").trim();
}

/**
 * The first of an element's shortcuts, key by key.
 *
 * @param {HTMLElement} element
 */
function keysOf({ dataset }) {
  const [first] = (dataset.shortcut ?? "").split(" ").filter(Boolean);
  return first ? first.split(/\+(?=.)/).map((key) => (KEYS[key] ? words(KEYS[key]) : key.toLocaleUpperCase())) : [];
}

/**
 * Why an action cannot be done now; empty where it can. One in another panel can be led to in any case.
 *
 * @param {HTMLElement} element
 * @param {boolean} isElsewhere
 */
function reasonOf(element, isElsewhere) {
  if (isElsewhere || !(("disabled" in element && element.disabled) || element.ariaDisabled === "true")) return "";
  const described = document.getElementById(element.getAttribute("aria-describedby") ?? "");
  return element.dataset.reason || described?.textContent.trim() || words("not-now");
}

/**
 * @param {Found} action
 * @param {number} place
 */
function optionOf({ name, places, keys, reason }, place) {
  const option = document.createElement("li");
  Object.assign(option, { id: `command-${place}`, className: "command", role: "option", ariaSelected: "false" });
  option.dataset.place = String(place);
  if (reason) option.ariaDisabled = "true";
  const marked = document.createElement("span");
  marked.className = "command__name";
  [...name].forEach((letter, index) => marked.append(places.includes(index) ? createStrong(letter) : letter));
  option.append(marked, ...(reason ? [createText("command__reason", reason)] : []), createKeys(keys));
  return option;
}

/**
 * Keys one after the other, as they stand on keyboards of every script.
 *
 * @param {string[]} keys
 */
function createKeys(keys) {
  const group = Object.assign(createText("command__keys", ""), { dir: "ltr" });
  group.append(...keys.map((key) => createText("", key, "kbd")));
  return group;
}

/** @param {string} letter */
function createStrong(letter) {
  return createText("", letter, "b");
}

/**
 * @param {string} className
 * @param {string} content
 * @param {string} [kind]
 */
function createText(className, content, kind = "span") {
  return Object.assign(document.createElement(kind), { className, textContent: content });
}

/** @param {HTMLElement} element */
function placeOf(element) {
  return Number(element.closest("[data-place]")?.dataset.place ?? -1);
}

customElements.define("command-palette", CommandPalette);
