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

class Regions extends EventTarget {
  map = null;
  visual = ""; // which the server calls the image that the map is of
  hovered = 0;
  touched = 0; // the region that was selected last
  selected = new Set();
  #byId = new Map();
  #tree = null;
  #neighbours = null; // made when first asked for
  #names = new Map();
  #removed = new Set();
  #grown = [];

  /** Show the regions of a visual's decoded map, or none (null), but for those that are erased already. */
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

  has(id) {
    return this.#byId.has(id) && !this.#removed.has(id);
  }

  get(id) {
    return this.#byId.get(id);
  }

  /** What a region is called in the reader's language. */
  nameOf(id) {
    return this.#names.get(id);
  }

  /** Which regions touch which (lib/neighbours.js). */
  get neighbours() {
    this.#neighbours ??= new Neighbours(this.map);
    return this.#neighbours;
  }

  /** The region that one comes to from `id` in a direction of the picture; 0 for none. */
  towards(id, direction) {
    return this.neighbours.towards(id, direction, (other) => this.has(other));
  }

  /** The region at a column and row of a picture `width` x `height`; 0 for none. */
  at(point, width, height) {
    if (!this.map || point.x < 0 || point.y < 0 || point.x >= width || point.y >= height) return 0;
    const column = Math.floor((point.x * this.map.columns) / width);
    const row = Math.floor((point.y * this.map.rows) / height);
    const id = this.map.labels[row * this.map.columns + column];
    return this.has(id) ? id : 0;
  }

  /** The region that a finger means which comes down on a point: a small one that is near goes before a large one. */
  near(point, width, height, reach) {
    const here = this.at(point, width, height);
    if (!this.map) return here;
    const across = this.map.columns / width;
    const place = { x: point.x * across, y: (point.y * this.map.rows) / height };
    return findTouchTarget(this.map, place, reach * across, here, (id) => (this.has(id) ? this.get(id).area : 0));
  }

  hover(id) {
    if (id === this.hovered) return;
    const before = this.hovered;
    this.hovered = id;
    this.dispatchEvent(new CustomEvent("hover", { detail: { before, now: id } }));
  }

  /** Select or deselect a region; `how` says to only "add" or only "remove". */
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

  /** Select exactly these regions. */
  choose(ids) {
    this.touched = 0;
    this.#select([...ids].filter((id) => this.has(id)));
  }

  /** Select these regions too. */
  add(ids) {
    this.#select([...this.selected, ...[...ids].filter((id) => this.has(id))]);
  }

  /** Show exactly these as selected, because of what was done elsewhere. */
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
    return [...this.selected].reduce((sum, id) => sum + this.#byId.get(id).share, 0);
  }

  #wider() {
    const from = this.selected.has(this.touched) ? this.touched : [...this.selected].at(-1);
    if (!from) return null;
    return this.#tree.around(from, (ids) => ids.some((id) => this.has(id) && !this.selected.has(id)));
  }

  /** Select exactly these; what is not selected any more cannot be taken back from a growth either. */
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

/** What a press with these keys held means. */
export function howOf(event) {
  if (event.altKey || event.ctrlKey || event.metaKey) return "remove";
  return event.shiftKey ? "add" : "toggle";
}
