/**
 * <command-palette>: every action of the page by its name. It asks the page itself what there is: buttons, tabs and links
 * with their names, shortcuts and, where they are disabled, the reason. So a new tool appears by itself. What stands in a
 * panel that is not shown is led to, not pressed: its settings are to be seen first.
 */
import { announce } from "../announcer.js";
import { match } from "../lib/fuzzy-match.js";
import { words } from "../words.js";

const ACTIONS = "button, a.button, [role=tab], summary";
const NO_ACTIONS = "dialog, command-palette, [role=listbox], [data-no-command], .history__list, .name, .people__cards, .job, .notes, .toast";
const KEYS = { mod: "key-ctrl", shift: "key-shift", delete: "key-delete", escape: "key-escape", enter: "key-enter" };

class CommandPalette extends HTMLElement {
  #actions = [];
  #found = [];
  #active = 0;

  connectedCallback() {
    this.dialog = this.querySelector("dialog");
    this.input = this.querySelector("input");
    this.list = this.querySelector("[role=listbox]");
    this.querySelector("[aria-haspopup=dialog]").addEventListener("click", () => this.#open());
    this.input.addEventListener("input", () => this.#search());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.list.addEventListener("click", ({ target }) => this.#run(this.#found[placeOf(target)]));
    this.dialog.addEventListener("click", ({ target }) => target === this.dialog && this.dialog.close());
  }

  #open() {
    this.#actions = actions();
    this.input.value = "";
    this.dialog.showModal();
    this.#search();
  }

  #search() {
    const found = this.#actions.map((action) => ({ ...action, ...match(this.input.value, action.name) }));
    const answering = found.filter((action) => action.places);
    this.#found = answering.sort((one, other) => other.score - one.score || one.order - other.order);
    this.list.replaceChildren(...this.#found.map(optionOf));
    this.querySelector("[data-nothing]").hidden = this.#found.length > 0;
    this.input.setAttribute("aria-expanded", String(this.#found.length > 0));
    if (this.input.value) announce(words("actions-found", { n: this.#found.length }));
    this.#go(0);
  }

  #key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.#go((this.#active + step + this.#found.length) % this.#found.length);
    else if (event.key === "Enter") this.#run(this.#found[this.#active]);
    else return;
    event.preventDefault();
  }

  #go(place) {
    this.list.children[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = place || 0;
    const option = this.list.children[this.#active];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", option?.id ?? "");
  }

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

/** What the page can do now. */
function actions() {
  const elements = [...document.querySelectorAll(ACTIONS)].filter((element) => !element.closest(NO_ACTIONS));
  const known = new Set();
  return elements.flatMap((element, order) => {
    const panel = element.closest("[role=tabpanel][hidden]");
    const isHidden = panel ? panel.parentElement.closest("[hidden]") : !element.checkVisibility();
    const tab = panel && document.getElementById(panel.getAttribute("aria-labelledby"));
    const name = [tab && nameOf(tab), nameOf(element)].filter(Boolean).join(": ");
    if (isHidden || !nameOf(element) || known.has(name)) return [];
    known.add(name);
    return [{ element, order, panel: tab, name, keys: keysOf(element), reason: reasonOf(element, Boolean(tab)) }];
  });
}

/** What its tooltip says, but for the shortcut, which says more than the few words that fit on a button. */
function nameOf(element) {
  const title = element.title.split(" (")[0];
  return (title || element.ariaLabel || element.textContent).replace(/\s+/g, " ").trim();
}

/** The first of an element's shortcuts, key by key. */
function keysOf({ dataset }) {
  const [first] = (dataset.shortcut ?? "").split(" ").filter(Boolean);
  return first ? first.split(/\+(?=.)/).map((key) => (KEYS[key] ? words(KEYS[key]) : key.toLocaleUpperCase())) : [];
}

/** Why an action cannot be done now; empty where it can. One in another panel can be led to in any case. */
function reasonOf(element, isElsewhere) {
  if (isElsewhere || !(element.disabled || element.ariaDisabled === "true")) return "";
  const described = document.getElementById(element.getAttribute("aria-describedby") ?? "");
  return element.dataset.reason || described?.textContent.trim() || words("not-now");
}

function optionOf({ name, places, keys, reason }, place) {
  const option = document.createElement("li");
  Object.assign(option, { id: `command-${place}`, className: "command", role: "option", ariaSelected: "false" });
  option.dataset.place = place;
  if (reason) option.ariaDisabled = "true";
  const marked = document.createElement("span");
  marked.className = "command__name";
  [...name].forEach((letter, index) => marked.append(places.includes(index) ? strong(letter) : letter));
  option.append(marked, ...(reason ? [text("command__reason", reason)] : []), keyboard(keys));
  return option;
}

/** Keys one after the other, as they stand on keyboards of every script. */
function keyboard(keys) {
  const group = Object.assign(text("command__keys", ""), { dir: "ltr" });
  group.append(...keys.map((key) => text("", key, "kbd")));
  return group;
}

function strong(letter) {
  return text("", letter, "b");
}

function text(className, content, kind = "span") {
  return Object.assign(document.createElement(kind), { className, textContent: content });
}

function placeOf(element) {
  return Number(element.closest("[data-place]")?.dataset.place ?? -1);
}

customElements.define("command-palette", CommandPalette);
