/** <compare-bar>: which two steps are compared and how; over the picture a divider to drag, and what is on which side. */
import { byId, fieldOf, find, findAll, layOver, targetOf } from "../lib/dom.js";
import { toast } from "../announcer.js";
import { comparison } from "../comparison.js";
import { current } from "../current-revision.js";

const BEAT = 700; // milliseconds each side is seen while blinking: well under three flashes a second (WCAG 2.3.1)

class CompareBar extends HTMLElement {
  /** @type {HTMLElement} */
  stage;
  /** @type {HTMLSelectElement[]} the one on the left, the one on the right */
  sides;
  /** @type {HTMLElement[]} */
  labels;
  /** @type {HTMLElement} */
  frame;
  /** @type {HTMLInputElement} */
  slider;
  #way = "slider"; // chosen last
  #blinking = 0;
  #listed = 0; // the requests for the steps, counted; an older one's answer is of no use

  connectedCallback() {
    this.stage = /** @type {HTMLElement} */ (this.closest("picture-stage"));
    this.frame = find(this.stage, "[data-compare]");
    this.slider = find(this.frame, "input");
    this.sides = findAll(this, "select", HTMLSelectElement);
    this.labels = findAll(this.frame, ".stage__label");
    this.addEventListener("change", (event) => this.#change(fieldOf(event)));
    this.addEventListener("click", (event) => this.#click(targetOf(event).closest("button")));
    this.frame.addEventListener("pointerdown", (event) => comparison.way === "slider" && event.stopPropagation());
    this.slider.addEventListener("input", () => this.#slide());
    document.addEventListener("keydown", (event) => this.#key(event), { capture: true });
    this.stage.addEventListener("studio:view", ({ detail }) => this.#place(detail.rect));
    comparison.addEventListener("change", () => this.#label());
    current.addEventListener("change", () => this.#label());
  }

  /**
   * Begin to compare, or stop it.
   *
   * @param {boolean} isOpen
   */
  open(isOpen) {
    if (!isOpen) this.#stopBlinking();
    this.hidden = !isOpen;
    comparison.set({ way: isOpen ? this.#way : "" });
    if (!isOpen) return;
    this.#list();
    this.#choose();
    this.#start();
    (this.#way === "slider" ? this.slider : find(this, "[name=way]:checked")).focus();
  }

  #start() {
    this.#stopBlinking();
    this.#slide();
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (this.#way === "blink" && !isCalm) this.#blink();
    comparison.set({ way: this.#way, isFlipped: false });
  }

  /** @param {HTMLInputElement} field */
  #change(field) {
    if (field.name === "way") {
      this.#way = field.value;
      this.#start();
    } else {
      this.#choose();
    }
  }

  /** @param {HTMLButtonElement | null} button */
  #click(button) {
    if (button?.matches("[data-leave]")) this.#leave();
    if (button?.matches("[data-swap]")) this.#swap();
    if (button?.matches("[data-flip]")) {
      this.#stopBlinking();
      comparison.set({ isFlipped: !comparison.isFlipped });
    }
    if (button?.matches("[data-auto]")) this.#blinking ? this.#stopBlinking() : this.#blink();
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (event.key !== "Escape" || !comparison.way || document.querySelector("dialog[open]")) return;
    event.stopPropagation();
    this.#leave();
  }

  #leave() {
    this.open(false);
    byId("compare").focus();
  }

  /** The steps to choose from: they change while one works, and there may be many, so they are asked for. */
  async #list() {
    this.#listed += 1;
    const asked = this.#listed;
    try {
      const response = await fetch(this.dataset.steps ?? "");
      if (!response.ok) throw new Error(`The steps answered ${response.status}.`);
      const options = await response.text();
      if (asked === this.#listed) this.#fill(options);
    } catch {
      toast(this.dataset.failed ?? "");
    }
  }

  /** @param {string} options */
  #fill(options) {
    for (const select of this.sides) {
      const { value } = select;
      for (const option of [...select.options].filter(({ value: number }) => number)) option.remove();
      select.insertAdjacentHTML("beforeend", options);
      select.value = value;
      if (select.selectedIndex < 0) select.selectedIndex = 0;
    }
    this.#choose();
  }

  /** What is on the left goes to the right; "now" on the left is the step it is now. */
  #swap() {
    const [before, after] = this.sides.map(({ value }) => value || String(current.revision.number));
    [this.sides[0].value, this.sides[1].value] = [after, before];
    this.#choose();
  }

  async #choose() {
    try {
      const [before, after] = this.sides.map(({ value }) => (value ? (this.dataset.screen ?? "").replace("/0/", `/${value}/`) : ""));
      await comparison.choose(before, after);
    } catch {
      toast(this.dataset.failed ?? "");
    }
  }

  #label() {
    this.frame.hidden = !comparison.way;
    this.frame.dataset.way = comparison.way;
    this.frame.dataset.side = comparison.isFlipped ? "after" : "before";
    this.dataset.way = comparison.way;
    this.sides.forEach((select, index) => { this.labels[index].textContent = nameOf(select); });
    find(this, "[data-auto]").setAttribute("aria-pressed", String(this.#blinking !== 0));
  }

  #slide() {
    const share = this.slider.valueAsNumber / Number(this.slider.max);
    this.frame.style.setProperty("--share", String(share));
    comparison.set({ share });
  }

  #blink() {
    this.#blinking = setInterval(() => comparison.set({ isFlipped: !comparison.isFlipped }), BEAT);
    this.#label();
  }

  #stopBlinking() {
    clearInterval(this.#blinking);
    this.#blinking = 0;
    this.#label();
  }

  /** @param {Place} rect */
  #place(rect) {
    layOver(this.frame, rect);
  }
}

/**
 * What a side shows, such as "3. Erased 2 regions".
 *
 * @param {HTMLSelectElement} select
 */
function nameOf(select) {
  if (select.value) return select.selectedOptions[0]?.textContent ?? "";
  return current.revision ? `${current.revision.number}. ${current.revision.title}` : "";
}

customElements.define("compare-bar", CompareBar);
