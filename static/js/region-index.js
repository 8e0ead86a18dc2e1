/**
 * The regions of the picture shown: their map, what they are called, which are parts of which object, and which lies where.
 * "load" tells that there are other regions, or none. Nothing here asks the server.
 *
 * Where it is known which regions are parts of which object, a press takes the whole object. Objects may be found when a person
 * has begun to select by the regions before them: those are shown for as long as any is selected. No id is in both.
 */
import { MergeTree } from "./lib/merge-tree.js";
import { nameObjects, nameRegions } from "./lib/region-names.js";
import { Neighbours } from "./lib/neighbours.js";
import { percent, words } from "./words.js";

/**
 * @typedef {object} Events
 * @property {CustomEvent<{ before: number[], now: number[] }>} hover
 * @property {CustomEvent<{ added: number[], removed: number[], isStep: boolean }>} change
 */

export class RegionIndex extends /** @type {EventTargetOf<Events>} */ (EventTarget) {
  /** @type {RegionMap | null} */
  map = null;
  visual = ""; // which the server calls the image that the map is of
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
    this.show();
  }

  /**
   * The selection names these regions now: show the map that they are of.
   *
   * @param {number[]} ids
   */
  follow(ids) {
    this.#meant = ids;
    const { earlier } = this.#newest ?? {};
    if (earlier && (this.map === earlier) !== this.#isEarlierMeant) this.show();
  }

  /** True while the regions before objects were found are shown, as some of them are selected. */
  get isBehind() {
    return this.map !== null && this.map === this.#newest?.earlier;
  }

  get #isEarlierMeant() {
    const known = new Set(this.#newest?.earlier?.regions.map(({ id }) => id));
    return this.#meant.some((id) => known.has(id));
  }

  /** Show the map that is meant of those there are. */
  show() {
    const newest = this.#newest;
    const map = newest?.earlier && this.#isEarlierMeant ? newest.earlier : newest;
    this.map = map;
    this.#tree = map && new MergeTree(map.regions, map.merges);
    this.#neighbours = this.#objectNeighbours = null;
    this.dispatchEvent(new Event("load"));
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

  /** True where it is known which of the regions shown are parts of which object. */
  get hasObjects() {
    return Boolean(this.map?.objects?.length);
  }

  /** The objects, those that are any the largest first, then calm ground; each with the parts that are there. */
  get objects() {
    const all = (this.map?.objects ?? []).map((thing) => ({ ...thing, parts: thing.parts.filter((id) => this.has(id)) }));
    const things = all.filter(({ parts }) => parts.length).map((thing) => ({ ...thing, share: this.shareOf(thing.parts) }));
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
   * How much of the picture some regions are, 0 to 1.
   *
   * @param {number[]} ids
   */
  shareOf(ids) {
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
    return nameObjects([{ ...thing, parts: ids, share: this.shareOf(ids) }], map, words, percent)[0];
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
   * The regions in the smallest group around a region that `isWanted` accepts; null where none is.
   *
   * @param {number} id
   * @param {(ids: number[]) => boolean} isWanted
   */
  groupAround(id, isWanted) {
    return this.#tree?.around(id, isWanted) ?? null;
  }
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
