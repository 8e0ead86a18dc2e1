/**
 * The regions of the picture shown, and which are hovered and selected. There is one of this per page; whoever shows
 * regions listens to it: "load" when there are other regions or none, "hover" (detail: the ids before and now), "change"
 * when the selection did (detail: the ids added and removed, and isStep where a person did it). Nothing here asks the server.
 * What else is selected of the picture, by strokes and shapes, is in selection.js.
 */
import { MergeTree } from "./lib/merge-tree.js";
import { nameRegions } from "./lib/region-names.js";
import { Neighbours } from "./lib/neighbours.js";
import { findTouchTarget } from "./lib/touch-target.js";
import { percent, words } from "./words.js";

/**
 * @typedef {object} Events
 * @property {CustomEvent<{ before: number, now: number }>} hover
 * @property {CustomEvent<{ added: number[], removed: number[], isStep: boolean }>} change
 */

class Regions extends /** @type {EventTargetOf<Events>} */ (EventTarget) {
  /** @type {RegionMap | null} */
  map = null;
  visual = ""; // which the server calls the image that the map is of
  hovered = 0;
  touched = 0; // the region that was selected last
  /** @type {Set<number>} */
  selected = new Set();
  /** @type {Map<number, Region>} */
  #byId = new Map();
  /** @type {MergeTree | null} */
  #tree = null;
  /** @type {Neighbours | null} */
  #neighbours = null; // made when first asked for
  /** @type {Map<number, string>} */
  #names = new Map();
  /** @type {Set<number>} */
  #removed = new Set();
  /** @type {number[][]} */
  #grown = [];

  /**
   * Show the regions of a visual's decoded map, or none (null), but for those that are erased already.
   *
   * @param {RegionMap | null} map
   * @param {string} visual
   * @param {number[]} removed
   */
  load(map, visual, removed) {
    this.map = map;
    this.visual = visual;
    this.#removed = new Set(removed);
    this.#byId = new Map((map?.regions ?? []).map((region) => [region.id, region]));
    this.#tree = map && new MergeTree(map.regions, map.merges);
    this.#neighbours = null;
    this.#names = new Map(map ? nameRegions(map, words, percent).map((name, place) => [map.regions[place].id, name]) : []);
    this.hovered = 0;
    this.dispatchEvent(new Event("load"));
    this.mark([...this.selected].filter((id) => this.has(id)));
  }

  /** The regions that can be selected, the largest first. */
  get all() {
    return [...this.#byId.values()].filter((region) => this.has(region.id)).sort((one, other) => other.share - one.share);
  }

  /** @param {number} id */
  has(id) {
    return this.#byId.has(id) && !this.#removed.has(id);
  }

  /** @param {number} id */
  get(id) {
    return this.#byId.get(id);
  }

  /**
   * The region of an id that there has to be.
   *
   * @param {number} id
   */
  find(id) {
    const region = this.#byId.get(id);
    if (!region) throw new Error(`There is no region ${id}.`);
    return region;
  }

  /**
   * What a region is called in the reader's language.
   *
   * @param {number} id
   */
  nameOf(id) {
    return this.#names.get(id) ?? "";
  }

  /** Which regions touch which (lib/neighbours.js). */
  get neighbours() {
    if (!this.map) throw new Error("The picture has no regions yet.");
    this.#neighbours ??= new Neighbours(this.map);
    return this.#neighbours;
  }

  /**
   * The region that one comes to from `id` in a direction of the picture; 0 for none.
   *
   * @param {number} id
   * @param {Direction} direction
   */
  towards(id, direction) {
    return this.neighbours.towards(id, direction, (other) => this.has(other));
  }

  /**
   * The region at a column and row of a picture `width` x `height`; 0 for none.
   *
   * @param {Point} point
   * @param {number} width
   * @param {number} height
   */
  at(point, width, height) {
    if (!this.map || point.x < 0 || point.y < 0 || point.x >= width || point.y >= height) return 0;
    const column = Math.floor((point.x * this.map.columns) / width);
    const row = Math.floor((point.y * this.map.rows) / height);
    const id = this.map.labels[row * this.map.columns + column];
    return this.has(id) ? id : 0;
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
    return findTouchTarget(this.map, place, reach * across, here, (id) => (this.has(id) ? this.find(id).area : 0));
  }

  /** @param {number} id */
  hover(id) {
    if (id === this.hovered) return;
    const before = this.hovered;
    this.hovered = id;
    this.dispatchEvent(new CustomEvent("hover", { detail: { before, now: id } }));
  }

  /**
   * Select or deselect a region; `how` says to only "add" or only "remove".
   *
   * @param {number} id
   * @param {How} [how]
   */
  toggle(id, how = "toggle") {
    if (!this.has(id)) return;
    const wanted = how === "toggle" ? !this.selected.has(id) : how === "add";
    const ids = new Set(this.selected);
    if (wanted) ids.add(id);
    else ids.delete(id);
    this.touched = wanted ? id : 0;
    this.#select(ids);
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
    return [...this.selected].reduce((sum, id) => sum + this.find(id).share, 0);
  }

  #wider() {
    const from = this.selected.has(this.touched) ? this.touched : [...this.selected].at(-1);
    if (!from) return null;
    return this.#tree?.around(from, (ids) => ids.some((id) => this.has(id) && !this.selected.has(id))) ?? null;
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
 * What a press with these keys held means.
 *
 * @param {MouseEvent | KeyboardEvent} event
 */
export function howOf(event) {
  if (event.altKey || event.ctrlKey || event.metaKey) return "remove";
  return event.shiftKey ? "add" : "toggle";
}
