/**
 * <history-list>: the steps as one stop of the Tab key, walked by arrows: up and down along the list, left to what a step was
 * made from, right to what was made from it. F2 renames, and a double click the step shown; Delete asks whether a branch is to go.
 */
import { isLost } from "../lib/focus.js";
import { refresh } from "../parts-refresh.js";

const WALK = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity };
const NAMING = "[data-rename-form]";
let isBehind = false; // a newer history came while a name was being typed
let returnTo = ""; // the id of the step to give the focus back to when the list comes anew

class HistoryList extends HTMLElement {
  #edge = null; // while more is fetched: the step it comes next to, on which side, where that is seen, who walks there

  connectedCallback() {
    this.list = this.querySelector("ol");
    this.#stopAt(this.list.querySelector(".history__item[aria-current] .history__step") ?? this.#steps[0]);
    this.addEventListener("focusin", ({ target }) => this.#stopAt(target.closest("li")?.querySelector(".history__step")));
    this.addEventListener("keydown", (event) => this.#key(event));
    this.addEventListener("dblclick", ({ target }) => target.closest("li[aria-current]") && press(target, "[data-rename]"));
    this.addEventListener("htmx:beforeRequest", ({ target }) => this.#reaches(target));
    this.addEventListener("htmx:afterOnLoad", ({ detail }) => this.#goOn(detail.requestConfig.elt));
    this.addEventListener("focusout", ({ target, relatedTarget }) => this.#leave(target, relatedTarget));
    if (returnTo) document.getElementById(returnTo)?.focus({ preventScroll: true });
    returnTo = "";
  }

  get #steps() {
    return [...this.list.querySelectorAll(".history__step")];
  }

  /** Tab leads to this step, and from there to what can be done with it. */
  #stopAt(step) {
    if (!step) return;
    for (const element of this.list.querySelectorAll('[tabindex="0"]')) element.tabIndex = -1;
    for (const element of step.parentElement.querySelectorAll("[tabindex]")) element.tabIndex = 0;
  }

  #key(event) {
    if (event.target.matches("[name=name]")) this.#typed(event);
    else if (event.target.closest("li") && !event.ctrlKey && !event.metaKey && !event.altKey) this.#command(event);
  }

  #command(event) {
    const { key, target } = event;
    const isDone =
      (key in WALK && this.#walk(target, WALK[key])) ||
      (key === this.#back && this.#goTo(document.getElementById(`step-${target.closest("li").dataset.parent}`))) ||
      (key === this.#onward && this.#goTo(this.#childOf(target))) ||
      (key === "F2" && press(target, "[data-rename]")) ||
      (key === "Delete" && press(target, "[data-delete]"));
    if (isDone || key === "Delete") event.preventDefault();
  }

  get #back() {
    return getComputedStyle(this).direction === "rtl" ? "ArrowRight" : "ArrowLeft";
  }

  get #onward() {
    return this.#back === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
  }

  #walk(target, by) {
    const steps = this.#steps;
    const here = steps.indexOf(target.closest("li").querySelector(".history__step"));
    const wanted = here + by;
    if (wanted === -1) document.getElementById("earlier")?.click();
    if (wanted === steps.length) document.getElementById("later")?.click();
    return this.#goTo(steps[Math.min(Math.max(wanted, 0), steps.length - 1)]);
  }

  #childOf(target) {
    const { value } = target.closest("li").querySelector(".history__step");
    return this.list.querySelector(`[data-parent="${value}"] .history__step`);
  }

  #goTo(step) {
    step?.focus();
    return true;
  }

  /** More is asked for: remember beside which step it comes, and whether somebody walks that way. */
  #reaches(link) {
    const by = { earlier: -1, later: 1 }[link.id];
    if (!by) return;
    const step = this.#steps.at(by < 0 ? 0 : -1);
    const isWalked = [link, step].includes(document.activeElement);
    this.#edge = { step, by, place: step.getBoundingClientRect().top, isWalked };
  }

  /** More has come: what was seen stays where it was, and who walked that way goes on. */
  #goOn(link) {
    if (!this.#edge || !(link.id in { earlier: 0, later: 0 })) return;
    const { step, by, place, isWalked } = this.#edge;
    this.#edge = null;
    this.list.scrollTop += step.getBoundingClientRect().top - place;
    if (isWalked && (isLost() || document.activeElement === step)) this.#walk(step, by);
  }

  #typed(event) {
    if (event.key !== "Escape" && (event.key !== "Enter" || hasChanged(event.target))) return;
    event.preventDefault();
    event.stopPropagation();
    this.#close(event.target);
  }

  /** Whoever leaves a name has named the step. */
  #leave(field, next) {
    const form = field.closest(NAMING);
    if (!form?.isConnected || form.contains(next) || form.matches(".htmx-request")) return;
    if (hasChanged(field)) form.requestSubmit();
    else form.remove();
  }

  #close(field) {
    field.value = field.defaultValue;
    field.closest("li").querySelector(".history__step").focus();
    field.form?.remove();
    if (isBehind) refresh();
    isBehind = false;
  }
}

/** The server is told which lines are shown, and sends those again when they change. */
document.addEventListener("htmx:configRequest", ({ detail }) => {
  const steps = document.querySelectorAll("history-list .history__step");
  const last = document.getElementById("later") ? steps[steps.length - 1].value : "";
  if (steps.length) detail.headers["Studio-Lines"] = `${steps[0].value}-${last}`;
});

/** While a name is being typed, what comes meanwhile waits; it is asked for again once the name is given. */
document.addEventListener("htmx:oobBeforeSwap", ({ detail, target }) => {
  if (!target.querySelector(`history-list ${NAMING}:not(.htmx-request)`)) return;
  detail.shouldSwap = false;
  isBehind = true;
});

document.addEventListener("htmx:afterSwap", ({ target }) => target.querySelector?.(`${NAMING} [name=name]`)?.select());

document.addEventListener("submit", ({ target }) => {
  if (target.matches(NAMING)) returnTo = target.closest("li")?.querySelector(".history__step").id ?? "";
}, { capture: true });

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.elt.matches(NAMING) && detail.xhr.status === 204) detail.elt.remove();
});

function hasChanged(field) {
  return field.value !== field.defaultValue;
}

function press(target, selector) {
  const link = target.closest("li")?.querySelector(selector);
  link?.click();
  return Boolean(link);
}

customElements.define("history-list", HistoryList);
