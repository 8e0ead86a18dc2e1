/**
 * <distraction-list>: what may distract, numbered in the picture and as a list, accepted or dismissed one by one and erased together.
 * In the list Space accepts, Delete dismisses, and arrow keys walk.
 */
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
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

class DistractionList extends ToolPanel {
  #names = ""; // of the things in the list
  #marks = new ThingMarks((name) => this.#hover(name));

  begin() {
    this.list = this.querySelector("[data-list]");
    this.#marks.style = getComputedStyle(this);
    this.list.addEventListener("input", ({ target }) => distractions.accept(nameOf(target), target.checked));
    this.list.addEventListener("click", ({ target }) => target.closest(".thing__dismiss") && this.#dismiss(nameOf(target)));
    this.list.addEventListener("keydown", (event) => this.#key(event));
    this.list.addEventListener("pointerover", ({ target }) => this.#hover(nameOf(target)));
    for (const name of ["pointerleave", "focusout"]) this.list.addEventListener(name, () => this.#hover(""));
    this.list.addEventListener("focusin", ({ target }) => this.#hover(nameOf(target)));
    this.querySelector("[data-all]").addEventListener("click", () => distractions.acceptAll());
    this.querySelector("[data-back]").addEventListener("click", () => this.#bringBack());
    this.listen(distractions, "change", () => this.update());
  }

  /** Have the things looked for. Not on every change: beside the list that it takes the place of, each would ask for its own. */
  see(isOpen) {
    const { things } = this.dataset;
    if (isOpen && things) distractions.ask(things);
  }

  get isReady() {
    return this.form.elements.mask_ids.value !== "";
  }

  #key(event) {
    const boxes = [...this.list.querySelectorAll(".thing__box")];
    const here = boxes.findIndex((box) => nameOf(box) === nameOf(event.target));
    if (event.key in STEPS) boxes[Math.min(Math.max(here + STEPS[event.key], 0), boxes.length - 1)].focus();
    else if (event.key === "Delete" || event.key === "Backspace") this.#dismiss(nameOf(event.target));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** A thing is none; what had the focus leaves it to the next. */
  #dismiss(name) {
    const place = [...this.list.children].findIndex((item) => item.dataset.name === name);
    const hadFocus = this.list.contains(document.activeElement);
    distractions.dismiss(name);
    announce(words("thing-dismissed", { number: place + 1 }));
    if (!hadFocus) return;
    const next = this.list.children[Math.min(place, this.list.children.length - 1)];
    (next?.querySelector(".thing__box") ?? this.querySelector("[data-back]")).focus();
  }

  #bringBack() {
    distractions.bringBack();
    this.list.querySelector(".thing__box")?.focus();
  }

  #hover(name) {
    for (const item of this.list.children) item.toggleAttribute("data-hovered", item.dataset.name === name);
    this.#marks.hovered = name;
    modes.redraw();
  }

  show() {
    if (!this.isOpen) return;
    const { things } = this.dataset;
    const open = things ? distractions.open : [];
    this.#fill(open);
    this.#enable(open);
    if (things) this.querySelector("[data-status]").textContent = sentence(open);
    this.#marks.show(open);
    this.mode = open.length ? this.#marks : null;
  }

  #enable(open) {
    const accepted = open.filter(({ isAccepted }) => isAccepted);
    this.form.elements.mask_ids.value = accepted.flatMap(({ ids }) => ids).join(",");
    this.form.elements.visual.value = accepted.length ? regions.visual : "";
    this.querySelector("[data-foot]").hidden = !open.length;
    this.querySelector("[data-help]").hidden = !open.length;
    this.querySelector("[data-back]").hidden = !distractions.canBringBack;
  }

  /** The things as a list; made anew only where there are others. */
  #fill(open) {
    const names = JSON.stringify([current.revision?.number, open.map(({ name }) => name)]);
    if (names !== this.#names) {
      this.#names = names;
      this.list.replaceChildren(...open.map((thing) => this.#itemOf(thing)));
      this.#picture();
    }
    open.forEach(({ isAccepted }, place) => {
      this.list.children[place].querySelector(".thing__box").checked = isAccepted;
    });
    this.list.hidden = !open.length;
  }

  #itemOf({ name, number, ids }) {
    const item = this.querySelector("[data-thing]").content.firstElementChild.cloneNode(true);
    item.dataset.name = name;
    item.querySelector(".thing__name").textContent = words("thing", { number, name: capitalised(regions.nameOf(ids[0])) });
    const dismiss = item.querySelector(".thing__dismiss");
    dismiss.title = dismiss.ariaLabel = words("thing-dismiss", { number });
    return item;
  }

  /** The thumbnails. */
  async #picture() {
    const { open } = distractions;
    if (!open.length) return;
    const picture = await Mipmap.recall(current.revision.screen).catch(() => null);
    for (const { name, box } of picture ? open : []) {
      const canvas = this.list.querySelector(`[data-name="${name}"] canvas`);
      if (canvas) drawThing(canvas, picture, box);
    }
    picture?.release();
  }
}

/** A thing with a little around it. */
function drawThing(canvas, picture, [top, left, height, width]) {
  const side = Math.max(Math.max(height, width) * (1 + 2 * MARGIN), LEAST_SIDE);
  const scale = canvas.width / side;
  const [x, y] = [left + width / 2 - side / 2, top + height / 2 - side / 2];
  const { columns, rows } = regions.map;
  picture.draw(canvas.getContext("2d"), -x * scale, -y * scale, columns * scale, rows * scale);
}

function sentence(open) {
  if (distractions.isAsking) return words("things-looking");
  if (distractions.isLost) return words("things-lost");
  if (!open.length) return words("things-none");
  return words("things-accepted", { n: open.length, accepted: open.filter(({ isAccepted }) => isAccepted).length });
}

function capitalised(name) {
  return name.charAt(0).toLocaleUpperCase() + name.slice(1);
}

function nameOf(element) {
  return element.closest("[data-name]")?.dataset.name ?? "";
}

customElements.define("distraction-list", DistractionList);
