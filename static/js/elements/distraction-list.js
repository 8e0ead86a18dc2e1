/**
 * <distraction-list>: what may distract, numbered in the picture and as a list, accepted or dismissed one by one and erased together.
 * In the list Space accepts, Delete dismisses, and arrow keys walk.
 */
import { isBare, isDelete } from "../lib/combination.js";
import { contextOf, copyOf, fieldIn, fieldOf, find, findAll, targetOf } from "../lib/dom.js";
import { announce } from "../announcer.js";
import { distractions } from "../distractions.js";
import { Mipmap } from "../lib/mipmap.js";
import { modes } from "../modes.js";
import { regions } from "../regions.js";
import { current } from "../current-revision.js";
import { words } from "../words.js";
import { ThingMarks } from "./distraction-marks.js";
import { ToolPanel } from "./tool-panel.js";

const MARGIN = 0.35; // of a thing's longer side, seen around it in its thumbnail
const LEAST_SIDE = 40; // pixels of the map that a thumbnail shows at least
/** @type {Record<string, number>} */
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

class DistractionList extends ToolPanel {
  /** @type {HTMLElement} */
  list;
  #names = ""; // of the things in the list
  #marks = new ThingMarks((name) => this.#hover(name));

  begin() {
    this.list = find(this, "[data-list]");
    this.#marks.style = getComputedStyle(this);
    this.list.addEventListener("input", (event) => distractions.accept(nameOf(targetOf(event)), fieldOf(event).checked));
    this.list.addEventListener("click", (event) => targetOf(event).closest(".thing__dismiss") && this.#dismiss(nameOf(targetOf(event))));
    this.list.addEventListener("keydown", (event) => this.#key(event));
    this.list.addEventListener("pointerover", (event) => this.#hover(nameOf(targetOf(event))));
    for (const name of ["pointerleave", "focusout"]) this.list.addEventListener(name, () => this.#hover(""));
    this.list.addEventListener("focusin", (event) => this.#hover(nameOf(targetOf(event))));
    find(this, "[data-all]").addEventListener("click", () => distractions.acceptAll());
    find(this, "[data-back]").addEventListener("click", () => this.#bringBack());
    this.listen(distractions, "change", () => this.update());
  }

  /**
   * Have the things looked for. Not on every change: beside the list that it takes the place of, each would ask for its own.
   *
   * @param {boolean} isOpen
   */
  see(isOpen) {
    const { things } = this.dataset;
    if (isOpen && things) distractions.ask(things);
  }

  get isReady() {
    return fieldIn(this.form, "mask_ids").value !== "";
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    if (!isBare(event)) return;
    const boxes = [...this.list.querySelectorAll(".thing__box")];
    const here = boxes.findIndex((box) => nameOf(box) === nameOf(targetOf(event)));
    if (event.key in STEPS) boxes[Math.min(Math.max(here + STEPS[event.key], 0), boxes.length - 1)].focus();
    else if (isDelete(event) && !event.repeat) this.#dismiss(nameOf(targetOf(event)));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /**
   * A thing is none; what had the focus leaves it to the next.
   *
   * @param {string} name
   */
  #dismiss(name) {
    const place = findAll(this.list, "[data-name]").findIndex((item) => item.dataset.name === name);
    const hadFocus = this.list.contains(document.activeElement);
    distractions.dismiss(name);
    announce(words("thing-dismissed", { number: place + 1 }));
    if (!hadFocus) return;
    const next = this.list.children[Math.min(place, this.list.children.length - 1)];
    (next?.querySelector(".thing__box") ?? find(this, "[data-back]")).focus();
  }

  #bringBack() {
    distractions.bringBack();
    this.list.querySelector(".thing__box")?.focus();
  }

  /** @param {string} name */
  #hover(name) {
    for (const item of findAll(this.list, "[data-name]")) item.toggleAttribute("data-hovered", item.dataset.name === name);
    this.#marks.hovered = name;
    modes.redraw();
  }

  show() {
    if (!this.isOpen) return;
    const { things } = this.dataset;
    const open = things ? distractions.open : [];
    this.#fill(open);
    this.#enable(open);
    if (things) find(this, "[data-status]").textContent = describe(open);
    this.#marks.show(open);
    this.mode = open.length ? this.#marks : null;
  }

  /** @param {Thing[]} open */
  #enable(open) {
    const accepted = open.filter(({ isAccepted }) => isAccepted);
    fieldIn(this.form, "mask_ids").value = accepted.flatMap(({ ids }) => ids).join(",");
    fieldIn(this.form, "visual").value = accepted.length ? regions.visual : "";
    find(this, "[data-foot]").hidden = !open.length;
    find(this, "[data-help]").hidden = !open.length;
    find(this, "[data-back]").hidden = !distractions.canBringBack;
  }

  /**
   * The things as a list; made anew only where there are others.
   *
   * @param {Thing[]} open
   */
  #fill(open) {
    const names = JSON.stringify([current.revision?.number, open.map(({ name }) => name)]);
    if (names !== this.#names) {
      this.#names = names;
      this.list.replaceChildren(...open.map((thing) => this.#itemOf(thing)));
      this.#picture();
    }
    open.forEach(({ isAccepted }, place) => {
      find(this.list.children[place], ".thing__box", HTMLInputElement).checked = isAccepted;
    });
    this.list.hidden = !open.length;
  }

  /** @param {Thing} thing */
  #itemOf({ name, number, ids }) {
    const item = copyOf(this, "[data-thing]");
    item.dataset.name = name;
    find(item, ".thing__name").textContent = words("thing", { number, name: capitalise(regions.nameOfAll(ids)) });
    const dismiss = find(item, ".thing__dismiss");
    dismiss.title = dismiss.ariaLabel = words("thing-dismiss", { number });
    return item;
  }

  /** The thumbnails. */
  async #picture() {
    const { open } = distractions;
    if (!open.length) return;
    const picture = await Mipmap.recall(current.revision.screen).catch(() => null);
    if (!picture) return;
    for (const { name, box } of open) {
      /** @type {HTMLCanvasElement | null} */
      const canvas = this.list.querySelector(`[data-name="${name}"] canvas`);
      if (canvas) drawThing(canvas, picture, box);
    }
    picture.release();
  }
}

/**
 * A thing with a little around it.
 *
 * @param {HTMLCanvasElement} canvas
 * @param {Mipmap} picture
 * @param {MapBox} box
 */
function drawThing(canvas, picture, [top, left, height, width]) {
  const side = Math.max(Math.max(height, width) * (1 + 2 * MARGIN), LEAST_SIDE);
  const scale = canvas.width / side;
  const [x, y] = [left + width / 2 - side / 2, top + height / 2 - side / 2];
  if (!regions.layers) return;
  const { columns, rows } = regions.layers;
  picture.draw(contextOf(canvas), -x * scale, -y * scale, columns * scale, rows * scale);
}

/** @param {Thing[]} open */
function describe(open) {
  if (distractions.isAsking) return words("things-looking");
  if (distractions.isLost) return words("things-lost");
  if (!open.length) return words("things-none");
  return words("things-accepted", { n: open.length, accepted: open.filter(({ isAccepted }) => isAccepted).length });
}

/** @param {string} name */
function capitalise(name) {
  return name.charAt(0).toLocaleUpperCase() + name.slice(1);
}

/** @param {HTMLElement} element */
function nameOf(element) {
  return element.closest("[data-name]")?.dataset.name ?? "";
}

customElements.define("distraction-list", DistractionList);
