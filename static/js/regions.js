/**
 * Which regions of the picture are hovered and selected. There is one of this per page; whoever shows regions listens to it:
 * "load" (region-index.js), "hover" (detail: the ids lit before and now), "change" when the selection did (detail: the ids added
 * and removed, and isStep where a person did it). What else is selected of the picture, by strokes and shapes, is in
 * selection.js.
 *
 * A press takes the whole object that a region is a part of, and one on an object that is selected already the part under the
 * pointer.
 */
import { findTouchTarget } from "./lib/touch-target.js";
import { RegionIndex } from "./region-index.js";
import { words } from "./words.js";

class Regions extends RegionIndex {
  hovered = 0;
  /** @type {number[]} */
  lit = []; // the regions that a press would take
  takesParts = false; // whether a press takes a part of an object in any case
  touched = 0; // the region that was selected last
  /** @type {Point | null} */
  #pressed = null; // where in the picture
  /** @type {Set<number>} */
  selected = new Set();
  /** @type {number[][]} */
  #grown = [];

  /** Of another map nothing is hovered, and selected what is in it too. */
  show() {
    [this.hovered, this.lit] = [0, []];
    super.show();
    this.mark([...this.selected].filter((id) => this.has(id)));
  }

  /**
   * The regions that a press on one of them takes: all of its object, or it alone where a part is wanted or was taken.
   *
   * @param {number} id
   * @param {boolean} [isPart]
   */
  reach(id, isPart = false) {
    const parts = this.whole(id);
    return isPart || this.takesParts || parts.some((part) => this.selected.has(part)) ? [id].filter((part) => this.has(part)) : parts;
  }

  /**
   * A press on a region at a point of the picture; `how` says to only "add" or only "remove", `isPart` that its object does not
   * matter.
   *
   * @param {number} id
   * @param {Point} at
   * @param {How} [how]
   * @param {boolean} [isPart]
   */
  press(id, at, how = "toggle", isPart = false) {
    if (!this.has(id)) return;
    const parts = this.whole(id);
    const takesPart = isPart || this.takesParts;
    const isSelected = parts.length > 1 && parts.every((part) => this.selected.has(part));
    if (how !== "toggle") this.toggle(id, how, takesPart ? [id] : parts);
    else if (takesPart || !isSelected) this.toggle(id, how, this.reach(id, takesPart));
    else this.#narrow(id, parts);
    this.#pressed = at;
  }

  /**
   * The calm ground that was selected last: its regions, and where in a picture `width` wide something else may be meant; null
   * where it was an object.
   *
   * @param {number} width
   */
  spot(width) {
    const id = this.touched;
    if (!this.map || !this.selected.has(id) || this.objectOf(id)?.score !== null) return null;
    const [row, column] = this.find(id).anchor;
    const across = width / this.map.columns;
    const at = this.#pressed ?? { x: (column + 0.5) * across, y: (row + 0.5) * across };
    return { ids: this.whole(id).filter((part) => this.selected.has(part)), at };
  }

  /**
   * Of an object that is selected, select one part alone.
   *
   * @param {number} id
   * @param {number[]} parts
   */
  #narrow(id, parts) {
    this.touched = id;
    this.#select([...this.selected].filter((other) => other === id || !parts.includes(other)));
  }

  /**
   * The ids of all regions that touch some; of objects, all of their parts, unless parts are wanted.
   *
   * @param {Iterable<number>} ids
   */
  around(ids) {
    const touching = [...ids].flatMap((id) => [...this.neighbours.of(id)]).filter((id) => this.has(id));
    return this.takesParts ? touching : touching.flatMap((id) => this.whole(id));
  }

  /**
   * The region that a finger means which comes down on a point: a small one that is near goes before a large one.
   *
   * @param {Point} point
   * @param {number} width
   * @param {number} height
   * @param {number} reach
   */
  near(point, width, height, reach) {
    const here = this.at(point, width, height);
    if (!this.map) return here;
    const across = this.map.columns / width;
    const place = { x: point.x * across, y: (point.y * this.map.rows) / height };
    return findTouchTarget(this.map, place, reach * across, here, (id) => this.reach(id).reduce((sum, part) => sum + this.find(part).area, 0));
  }

  /**
   * Light up the regions that a press on one would take, by default all of its object; 0 for none.
   *
   * @param {number} id
   * @param {number[]} [ids]
   */
  hover(id, ids = id ? this.reach(id) : []) {
    const before = this.lit;
    if (id === this.hovered && ids.length === before.length && ids[0] === before[0]) return;
    [this.hovered, this.lit] = [id, ids];
    this.dispatchEvent(new CustomEvent("hover", { detail: { before, now: ids } }));
  }

  /**
   * Select or deselect regions together, of which one was touched; `how` says to only "add" or only "remove".
   *
   * @param {number} id
   * @param {How} [how]
   * @param {number[]} [ids]
   */
  toggle(id, how = "toggle", ids = [id]) {
    if (!this.has(id)) return;
    const wanted = how === "toggle" ? !ids.every((each) => this.selected.has(each)) : how === "add";
    const selected = new Set(this.selected);
    for (const each of ids) selected[wanted ? "add" : "delete"](each);
    this.touched = wanted ? id : 0;
    this.#pressed = null;
    this.#select(selected);
  }

  clear() {
    this.choose([]);
  }

  /**
   * Select exactly these regions.
   *
   * @param {Iterable<number>} ids
   */
  choose(ids) {
    this.touched = 0;
    this.#select([...ids].filter((id) => this.has(id)));
  }

  /**
   * Select these regions too.
   *
   * @param {Iterable<number>} ids
   */
  add(ids) {
    this.#select([...this.selected, ...[...ids].filter((id) => this.has(id))]);
  }

  /**
   * Show exactly these as selected, because of what was done elsewhere.
   *
   * @param {number[]} ids
   */
  mark(ids) {
    this.#select(ids, this.#grown, false);
  }

  /** Add what joins the region touched last, or where that is not selected any more, the newest of those that are. */
  grow() {
    const ids = this.#wider();
    if (!ids) return;
    const added = ids.filter((id) => this.has(id) && !this.selected.has(id));
    this.#select([...this.selected, ...added], [...this.#grown, added]);
  }

  /** Take back the last growth. */
  shrink() {
    const added = this.#grown.at(-1);
    if (added) this.#select([...this.selected].filter((id) => !added.includes(id)));
  }

  get canGrow() {
    return this.#wider() !== null;
  }

  get canShrink() {
    return this.#grown.length > 0;
  }

  /** How much of the picture is selected, 0 to 1. */
  get share() {
    return this.shareOf([...this.selected]);
  }

  /**
   * What is selected, in words: how many objects where they are whole, else how many regions, and what share of the picture.
   *
   * @param {string} share
   */
  describe(share) {
    const ids = [...this.selected];
    const things = new Set(ids.map((id) => this.objectOf(id)));
    const isWhole = ids.every((id) => this.objectOf(id) && this.whole(id).every((part) => this.selected.has(part)));
    const areObjects = isWhole && [...things].every((thing) => thing?.score !== null);
    return words(areObjects ? "selected-objects" : "selected", { n: isWhole ? things.size : ids.length, share });
  }

  #wider() {
    const from = this.selected.has(this.touched) ? this.touched : [...this.selected].at(-1);
    if (!from) return null;
    return this.groupAround(from, (ids) => ids.some((id) => this.has(id) && !this.selected.has(id)));
  }

  /**
   * Select exactly these; what is not selected any more cannot be taken back from a growth either.
   *
   * @param {Iterable<number>} ids
   * @param {number[][]} [grown]
   * @param {boolean} [isStep]
   */
  #select(ids, grown = this.#grown, isStep = true) {
    const before = this.selected;
    this.selected = new Set(ids);
    this.#grown = grown.map((added) => added.filter((id) => this.selected.has(id))).filter((added) => added.length);
    const added = [...this.selected].filter((id) => !before.has(id));
    const removed = [...before].filter((id) => !this.selected.has(id));
    this.dispatchEvent(new CustomEvent("change", { detail: { added, removed, isStep } }));
  }
}

export const regions = new Regions();

/**
 * What a press with these keys held means. Alt asks for a part of an object; where one draws, it takes away, as Ctrl does.
 *
 * @param {MouseEvent | KeyboardEvent} event
 * @returns {How}
 */
export function howOf(event) {
  if (event.ctrlKey || event.metaKey) return "remove";
  return event.shiftKey ? "add" : "toggle";
}

/**
 * What drawing with these keys held means.
 *
 * @param {MouseEvent | KeyboardEvent} event
 * @returns {How}
 */
export function howDrawn(event) {
  return event.altKey ? "remove" : howOf(event);
}
