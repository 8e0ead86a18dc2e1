/**
 * The regions of the picture shown, and which are hovered and selected. There is one of this per page; whoever shows
 * regions listens to it: "load" when there are other regions or none, "hover" (detail: the ids lit before and now), "change"
 * when the selection did (detail: the ids added and removed, and isStep where a person did it). Nothing here asks the server.
 * What else is selected of the picture, by strokes and shapes, is in selection.js.
 *
 * Where it is known which regions are parts of which object, a press takes the whole object, and one on an object that is
 * selected already the part under the pointer. Objects may be found when a person has begun to select by the regions before
 * them: those are shown for as long as any is selected. No id is in both.
 */
import { MergeTree } from "./lib/merge-tree.js";
import { nameObjects, nameRegions } from "./lib/region-names.js";
import { Neighbours } from "./lib/neighbours.js";
import { findTouchTarget } from "./lib/touch-target.js";
import { percent, words } from "./words.js";

/**
 * @typedef {object} Events
 * @property {CustomEvent<{ before: number[], now: number[] }>} hover
 * @property {CustomEvent<{ added: number[], removed: number[], isStep: boolean }>} change
 */

class Regions extends /** @type {EventTargetOf<Events>} */ (EventTarget) {
  /** @type {RegionMap | null} */
  map = null;
  visual = ""; // which the server calls the image that the map is of
  hovered = 0;
  /** @type {number[]} */
  lit = []; // the regions that a press would take
  takesParts = false; // whether a press takes a part of an object in any case
  touched = 0; // the region that was selected last
  /** @type {Point | null} */
  #pressed = null; // where in the picture
  /** @type {Set<number>} */
  selected = new Set();
  /** @type {Map<number, Region>} */
  #byId = new Map();
  /** @type {MergeTree | null} */
  #tree = null;
  /** @type {Neighbours | null} */
  #neighbours = null; // made when first asked for
  /** @type {Neighbours | null} */
  #objectNeighbours = null; // as well
  /** @type {Map<number, string>} */
  #names = new Map();
  /** @type {RegionMap | null} */
  #newest = null; // of the maps of the visual, of which `map` is the one that is shown
  /** @type {Map<number, FoundObject>} */
  #objects = new Map(); // id of a part -> its object
  /** @type {number[]} */
  #meant = []; // the ids that the selection names
  /** @type {Set<number>} */
  #removed = new Set();
  /** @type {number[][]} */
  #grown = [];

  /**
   * Show the regions of a visual's decoded map, or none (null), but for those that are erased already. `earlier` is the map
   * before objects were found: it is shown while something of it is selected.
   *
   * @param {RegionMap | null} map
   * @param {string} visual
   * @param {number[]} removed
   * @param {RegionMap | null} [earlier]
   */
  load(map, visual, removed, earlier = null) {
    if (visual !== this.visual) this.#meant = [];
    this.visual = visual;
    if (map) map.earlier = earlier;
    this.#newest = map;
    this.#removed = new Set(removed);
    const all = [...(map?.regions ?? []), ...(earlier?.regions ?? [])];
    this.#byId = new Map(all.map((region) => [region.id, region]));
    this.#objects = new Map((map?.objects ?? []).flatMap((thing) => thing.parts.map((part) => [part, thing])));
    this.#names = new Map([...namesIn(map), ...namesIn(earlier)]);
    this.#show();
  }

  /**
   * The selection names these regions now: show the map that they are of.
   *
   * @param {number[]} ids
   */
  follow(ids) {
    this.#meant = ids;
    const { earlier } = this.#newest ?? {};
    if (earlier && (this.map === earlier) !== this.#isEarlierMeant) this.#show();
  }

  /** True while the regions before objects were found are shown, as some of them are selected. */
  get isBehind() {
    return this.map !== null && this.map === this.#newest?.earlier;
  }

  get #isEarlierMeant() {
    const known = new Set(this.#newest?.earlier?.regions.map(({ id }) => id));
    return this.#meant.some((id) => known.has(id));
  }

  #show() {
    const newest = this.#newest;
    const map = newest?.earlier && this.#isEarlierMeant ? newest.earlier : newest;
    this.map = map;
    this.#tree = map && new MergeTree(map.regions, map.merges);
    this.#neighbours = this.#objectNeighbours = null;
    [this.hovered, this.lit] = [0, []];
    this.dispatchEvent(new Event("load"));
    this.mark([...this.selected].filter((id) => this.has(id)));
  }

  /** The map of all that a selection may name: the newest, with the one before it where there is one. */
  get layers() {
    return this.#newest;
  }

  /**
   * The map that regions are of.
   *
   * @param {number[]} ids
   */
  mapOf(ids) {
    const { earlier } = this.#newest ?? {};
    return earlier?.regions.some(({ id }) => ids.includes(id)) ? earlier : this.#newest;
  }

  // Objects

  /** True where it is known which of the regions shown are parts of which object. */
  get hasObjects() {
    return Boolean(this.map?.objects?.length);
  }

  /** The objects, those that are any the largest first, then calm ground; each with the parts that are there. */
  get objects() {
    const all = (this.map?.objects ?? []).map((thing) => ({ ...thing, parts: thing.parts.filter((id) => this.has(id)) }));
    const things = all.filter(({ parts }) => parts.length).map((thing) => ({ ...thing, share: this.#shareOf(thing.parts) }));
    const order = (/** @type {FoundObject} */ { score }) => (score === null ? 1 : 0);
    return things.sort((one, other) => order(one) - order(other) || other.share - one.share);
  }

  /**
   * The object that a region is a part of; undefined where that is not known.
   *
   * @param {number} id
   */
  objectOf(id) {
    return this.#objects.get(id);
  }

  /**
   * The regions of the object that a region belongs to: it alone where it belongs to none.
   *
   * @param {number} id
   */
  whole(id) {
    return (this.objectOf(id)?.parts ?? [id]).filter((part) => this.has(part));
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

  /** @param {number[]} ids */
  #shareOf(ids) {
    return ids.reduce((sum, id) => sum + this.find(id).share, 0);
  }

  /** The regions that can be selected, the largest first. */
  get all() {
    return [...(this.map?.regions ?? [])].filter((region) => this.has(region.id)).sort((one, other) => other.share - one.share);
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

  /**
   * What regions together are called: as the object that they are, else as the first of them.
   *
   * @param {number[]} ids
   */
  nameOfAll(ids) {
    const [thing, map] = [this.objectOf(ids[0]), this.mapOf(ids)];
    if (!thing || !map || this.whole(ids[0]).length !== ids.length) return this.nameOf(ids[0]);
    return nameObjects([{ ...thing, parts: ids, share: this.#shareOf(ids) }], map, words, percent)[0];
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
   * The ids of all regions that touch some; of objects, all of their parts, unless parts are wanted.
   *
   * @param {Iterable<number>} ids
   */
  around(ids) {
    const touching = [...ids].flatMap((id) => [...this.neighbours.of(id)]).filter((id) => this.has(id));
    return this.takesParts ? touching : touching.flatMap((id) => this.whole(id));
  }

  /**
   * The object, by one of its parts, that one comes to from the object of a region in a direction of the picture; 0 for none.
   *
   * @param {number} id
   * @param {Direction} direction
   */
  towardsObject(id, direction) {
    const { objects } = this;
    if (!this.map) return 0;
    this.#objectNeighbours ??= new Neighbours(joinParts(this.map, objects));
    const isThere = (/** @type {number} */ number) => objects.some((thing) => thing.id === number);
    const found = this.#objectNeighbours.towards(this.objectOf(id)?.id ?? 0, direction, isThere);
    return objects.find((thing) => thing.id === found)?.parts[0] ?? 0;
  }

  /**
   * The region at a column and row of a picture `width` x `height`; 0 for none. Of the map shown, where no other is named.
   *
   * @param {Point} point
   * @param {number} width
   * @param {number} height
   * @param {RegionMap | null} [map]
   */
  at(point, width, height, map = this.map) {
    if (!map || point.x < 0 || point.y < 0 || point.x >= width || point.y >= height) return 0;
    const column = Math.floor((point.x * map.columns) / width);
    const row = Math.floor((point.y * map.rows) / height);
    const id = map.labels[row * map.columns + column];
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
    return this.#shareOf([...this.selected]);
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

/**
 * What the regions of a map and its objects are called: id of a region -> name.
 *
 * @param {RegionMap | null} map
 * @returns {[number, string][]}
 */
function namesIn(map) {
  return map ? nameRegions(map, words, percent).map((name, place) => [map.regions[place].id, name]) : [];
}

/**
 * A map with objects instead of their parts.
 *
 * @param {RegionMap} map
 * @param {FoundObject[]} objects
 * @returns {RegionMap}
 */
function joinParts(map, objects) {
  const numbers = new Uint16Array(0x10000);
  for (const { id, parts } of objects) for (const part of parts) numbers[part] = id;
  const byId = new Map(map.regions.map((region) => [region.id, region]));
  const regions = objects.flatMap(({ id, parts }) => {
    const largest = parts.map((part) => byId.get(part)).sort((one, other) => (other?.area ?? 0) - (one?.area ?? 0))[0];
    return largest ? [{ ...largest, id }] : [];
  });
  return { ...map, labels: Uint16Array.from(map.labels, (label) => numbers[label]), regions };
}
