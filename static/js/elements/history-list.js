/**
 * <history-list>: the steps as one stop of the Tab key, walked by arrows: up and down along the list, left to what a step was
 * made from, right to what was made from it. F2 renames, and a double click the step shown; Delete asks whether a branch is to go.
 */
import { isBare, isDelete } from "../lib/combination.js";
import { fieldOf, find, findAll, targetOf } from "../lib/dom.js";
import { isLost } from "../lib/focus.js";
import { refresh } from "../parts-refresh.js";

/** @type {Record<string, number>} */
const WALK = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity };
/** @type {Record<string, number>} the links to more of the history, and which way they lead */
const FURTHER = { earlier: -1, later: 1 };
const NAMING = "[data-rename-form]";
let isBehind = false; // a newer history came while a name was being typed
let returnTo = ""; // the id of the step to give the focus back to when the list comes anew

class HistoryList extends HTMLElement {
  /** @type {HTMLElement} */
  list;
  /** @type {{ step: HTMLElement, by: number, place: number, isWalked: boolean } | null} */
  #edge = null; // while more is fetched: the step it comes next to, on which side, where that is seen, who walks there

  connectedCallback() {
    this.list = find(this, "ol");
    this.#stopAt(this.list.querySelector(".history__item[aria-current] .history__step") ?? this.#steps[0]);
    this.addEventListener("focusin", (event) => this.#stopAt(targetOf(event).closest("li")?.querySelector(".history__step")));
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("dblclick", (event) => targetOf(event).closest("li[aria-current]") && press(targetOf(event), "[data-rename]"));
    this.addEventListener("htmx:beforeRequest", (event) => this.#reaches(targetOf(event)));
    this.addEventListener("htmx:afterOnLoad", ({ detail }) => this.#goOn(detail.requestConfig.elt));
    this.addEventListener("focusout", (event) => this.#leave(fieldOf(event), event.relatedTarget));
    if (returnTo) document.getElementById(returnTo)?.focus({ preventScroll: true });
    returnTo = "";
  }

  get #steps() {
    return [...this.list.querySelectorAll(".history__step")];
  }

  /**
   * Tab leads to this step, and from there to what can be done with it.
   *
   * @param {HTMLElement | null | undefined} step
   */
  #stopAt(step) {
    if (!step) return;
    for (const element of this.list.querySelectorAll('[tabindex="0"]')) element.tabIndex = -1;
    for (const element of step.parentElement?.querySelectorAll("[tabindex]") ?? []) element.tabIndex = 0;
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (targetOf(event).matches("[name=name]")) this.#typed(event);
    else if (targetOf(event).closest("li") && isBare(event)) this.#command(event);
  }

  /** @param {KeyboardEvent} event */
  #command(event) {
    const { key } = event;
    const target = targetOf(event);
    const isDone =
      (key in WALK && this.#walk(target, WALK[key])) ||
      (key === this.#back && this.#goTo(document.getElementById(`step-${target.closest("li")?.dataset.parent}`))) ||
      (key === this.#onward && this.#goTo(this.#childOf(target))) ||
      (key === "F2" && press(target, "[data-rename]")) ||
      (isDelete(event) && press(target, "[data-delete]"));
    if (isDone || isDelete(event)) event.preventDefault();
  }

  get #back() {
    return getComputedStyle(this).direction === "rtl" ? "ArrowRight" : "ArrowLeft";
  }

  get #onward() {
    return this.#back === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
  }

  /**
   * @param {HTMLElement} target
   * @param {number} by
   */
  #walk(target, by) {
    const steps = this.#steps;
    const here = steps.findIndex((step) => step === stepAt(target));
    const wanted = here + by;
    if (wanted === -1) document.getElementById("earlier")?.click();
    if (wanted === steps.length) document.getElementById("later")?.click();
    return this.#goTo(steps[Math.min(Math.max(wanted, 0), steps.length - 1)]);
  }

  /** @param {HTMLElement} target */
  #childOf(target) {
    return this.list.querySelector(`[data-parent="${stepAt(target)?.value}"] .history__step`);
  }

  /** @param {HTMLElement | null | undefined} step */
  #goTo(step) {
    step?.focus();
    return true;
  }

  /**
   * More is asked for: remember beside which step it comes, and whether somebody walks that way.
   *
   * @param {HTMLElement} link
   */
  #reaches(link) {
    const by = FURTHER[link.id];
    if (!by) return;
    const step = this.#steps.at(by < 0 ? 0 : -1);
    if (!step) return;
    const isWalked = document.activeElement === link || document.activeElement === step;
    this.#edge = { step, by, place: step.getBoundingClientRect().top, isWalked };
  }

  /**
   * More has come: what was seen stays where it was, and who walked that way goes on.
   *
   * @param {HTMLElement} link
   */
  #goOn(link) {
    if (!this.#edge || !(link.id in FURTHER)) return;
    const { step, by, place, isWalked } = this.#edge;
    this.#edge = null;
    this.list.scrollTop += step.getBoundingClientRect().top - place;
    if (isWalked && (isLost() || document.activeElement === step)) this.#walk(step, by);
  }

  /** @param {KeyboardEvent} event */
  #typed(event) {
    const field = fieldOf(event);
    if (event.key !== "Escape" && (event.key !== "Enter" || hasChanged(field))) return;
    event.preventDefault();
    event.stopPropagation();
    this.#close(field);
  }

  /**
   * Whoever leaves a name has named the step, but not who goes to another window meanwhile.
   *
   * @param {HTMLInputElement} field
   * @param {EventTarget | null} next
   */
  #leave(field, next) {
    const form = field.closest(NAMING);
    if (!form?.isConnected || !document.hasFocus() || (next instanceof Node && form.contains(next)) || form.matches(".htmx-request")) return;
    if (hasChanged(field)) /** @type {HTMLFormElement} */ (form).requestSubmit();
    else form.remove();
  }

  /** @param {HTMLInputElement} field */
  #close(field) {
    field.value = field.defaultValue;
    stepAt(field)?.focus();
    field.form?.remove();
    if (isBehind) refresh();
    isBehind = false;
  }
}

/** The server is told which lines are shown, and sends those again when they change. */
document.addEventListener("htmx:configRequest", ({ detail }) => {
  const steps = findAll(document, "history-list .history__step", HTMLButtonElement);
  const last = document.getElementById("later") ? steps[steps.length - 1].value : "";
  if (steps.length) detail.headers["Studio-Lines"] = `${steps[0].value}-${last}`;
});

/** While a name is being typed, what comes meanwhile waits; it is asked for again once the name is given. */
document.addEventListener("htmx:oobBeforeSwap", (event) => {
  const { detail } = event;
  if (!targetOf(event).querySelector(`history-list ${NAMING}:not(.htmx-request)`)) return;
  detail.shouldSwap = false;
  isBehind = true;
});

document.addEventListener("htmx:afterSwap", ({ target }) => {
  if (!(target instanceof Element)) return;
  /** @type {HTMLInputElement | null} */
  const field = target.querySelector(`${NAMING} [name=name]`);
  field?.select();
});

document.addEventListener("submit", (event) => {
  const form = targetOf(event);
  if (form.matches(NAMING)) returnTo = stepAt(form)?.id ?? "";
}, { capture: true });

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.elt.matches(NAMING) && detail.xhr.status === 204) detail.elt.remove();
});

/**
 * The step that a line of the list is about.
 *
 * @param {HTMLElement} element
 * @returns {HTMLButtonElement | null}
 */
function stepAt(element) {
  return element.closest("li")?.querySelector(".history__step") ?? null;
}

/** @param {HTMLInputElement} field */
function hasChanged(field) {
  return field.value !== field.defaultValue;
}

/**
 * @param {HTMLElement} target
 * @param {string} selector
 */
function press(target, selector) {
  const link = target.closest("li")?.querySelector(selector);
  link?.click();
  return Boolean(link);
}

customElements.define("history-list", HistoryList);
