/**
 * <spot-list>: the spots that are proposed, ticked one by one, all or none; in the list Space ticks, Delete takes one out, and arrow keys
 * walk. While its panel is open, each has a frame in the picture, and a press there ticks it or takes that back. The panel loads this
 * where spots were found, and what the page's script is made of cannot be had from outside: so it imports nothing.
 */
const REACH = 8; // CSS pixels that a press may miss a spot by
/** @type {Record<string, number>} */
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

class SpotList extends HTMLElement {
  #ticked = ""; // what the button says where no number can be told
  #frames = document.createElement("div");
  #listeners = new AbortController();

  connectedCallback() {
    this.#ticked = this.#apply.textContent ?? "";
    this.querySelector("[data-choices]")?.removeAttribute("hidden");
    this.#frames.className = "stage__faces";
    this.#frames.append(...this.#items.map(createFrame));
    this.#frames.ariaHidden = "true";
    faceFrames().after(this.#frames);
    this.addEventListener("input", () => this.#show());
    this.addEventListener("click", (event) => this.#click(event));
    this.addEventListener("keydown", (event) => this.#key(event));
    for (const name of ["pointerover", "pointerleave", "focusin", "focusout"]) this.addEventListener(name, (event) => this.#point(event));
    this.#listen("studio:view", (event) => this.#place(event.detail.view));
    this.#listen("studio:tab", () => this.#show());
    this.#listen("studio:tap", (event) => this.#tap(event));
    this.#show();
  }

  disconnectedCallback() {
    this.#listeners.abort();
    this.#frames.remove();
  }

  get #items() {
    return /** @type {HTMLElement[]} */ ([...this.querySelectorAll("[data-rect]")]);
  }

  get #apply() {
    return /** @type {HTMLButtonElement} */ (this.querySelector("[data-apply]"));
  }

  /**
   * @param {string} name
   * @param {(event: CustomEvent) => void} react
   */
  #listen(name, react) {
    document.addEventListener(name, /** @type {EventListener} */ (react), { signal: this.#listeners.signal });
  }

  /** What is ticked, on the button and in the picture. */
  #show() {
    const items = this.#items;
    const n = items.filter((item) => boxIn(item).checked).length;
    this.#apply.textContent = n ? sentenceFor(n) : this.#ticked;
    this.#frames.hidden = Boolean(this.closest("[role=tabpanel]")?.hasAttribute("hidden"));
    items.forEach((item, place) => this.#frames.children[place].toggleAttribute("data-accepted", boxIn(item).checked));
    const { view } = faceFrames();
    if (view) this.#place(view);
  }

  /** @param {View} view */
  #place(view) {
    this.#items.forEach((item, place) => {
      const [x, y, width, height] = rectOf(item);
      const { style } = /** @type {HTMLElement} */ (this.#frames.children[place]);
      style.translate = `${view.x + x * view.scale}px ${view.y + y * view.scale}px`;
      style.width = `${width * view.scale}px`;
      style.height = `${height * view.scale}px`;
    });
  }

  /** @param {CustomEvent<Point>} event */
  #tap(event) {
    if (this.#frames.hidden) return;
    const reach = REACH / (faceFrames().view?.scale ?? 1);
    const distances = this.#items.map((item) => distanceTo(event.detail, rectOf(item)));
    const nearest = Math.min(...distances);
    if (nearest > reach) return;
    event.preventDefault();
    const item = this.#items[distances.indexOf(nearest)];
    item.scrollIntoView({ block: "nearest" });
    boxIn(item).click();
  }

  /**
   * The spot that one points at in the list stands out in the picture.
   *
   * @param {Event} event
   */
  #point({ type, target }) {
    const item = type === "pointerover" || type === "focusin" ? /** @type {HTMLElement} */ (target).closest("[data-rect]") : null;
    this.#items.forEach((other, place) => this.#frames.children[place].toggleAttribute("data-hovered", other === item));
  }

  /** @param {MouseEvent} event */
  #click(event) {
    const { dataset } = /** @type {HTMLElement} */ (event.target);
    if (!("all" in dataset || "none" in dataset)) return;
    const boxes = this.#items.map(boxIn);
    for (const box of boxes) box.checked = "all" in dataset;
    boxes[0].dispatchEvent(new Event("input", { bubbles: true }));
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const boxes = this.#items.map(boxIn);
    const here = boxes.findIndex((box) => box === event.target);
    const isOut = event.key === "Delete" || event.key === "Backspace";
    if (here < 0 || event.ctrlKey || event.altKey || event.metaKey || !(isOut || event.key in STEPS)) return;
    event.preventDefault();
    event.stopPropagation();
    if (isOut && boxes[here].checked) boxes[here].click();
    boxes[Math.min(Math.max(here + (STEPS[event.key] ?? 1), 0), boxes.length - 1)].focus();
  }
}

/** Who lies over the picture, and knows where that is. */
function faceFrames() {
  return /** @type {HTMLElement & { view: View | null }} */ (document.querySelector("face-frames"));
}

/** @param {HTMLElement} item */
function createFrame(item) {
  const frame = Object.assign(document.createElement("span"), { className: "face-frame spot-frame" });
  frame.dataset.number = item.dataset.number;
  return frame;
}

/** @param {HTMLElement} item */
function boxIn(item) {
  return /** @type {HTMLInputElement} */ (item.querySelector("input"));
}

/** @param {HTMLElement} item */
function rectOf(item) {
  return (item.dataset.rect ?? "").split(" ").map(Number);
}

/**
 * How far a point of the picture lies outside of a rectangle, in its pixels.
 *
 * @param {Point} point
 * @param {number[]} rect
 */
function distanceTo({ x, y }, [left, top, width, height]) {
  return Math.hypot(Math.max(left - x, 0, x - left - width), Math.max(top - y, 0, y - top - height));
}

/** @param {number} n */
function sentenceFor(n) {
  const { lang } = document.documentElement;
  const forms = JSON.parse(document.getElementById("words")?.textContent ?? "{}")["spots-erase"];
  const form = forms[new Intl.PluralRules(lang).select(n)] ?? forms.other;
  return form.replace("{n}", new Intl.NumberFormat(lang).format(n));
}

customElements.define("spot-list", SpotList);
