/**
 * Which regions touch which, and on which side: how one walks from region to region. `map` is a decoded map (lib/wire.js).
 * Directions are of the picture, in every language: "left", "right", "up", "down".
 */

/** @type {Record<Direction, [number, number]>} */
const AHEAD = { left: [0, -1], right: [0, 1], up: [-1, 0], down: [1, 0] }; // (rows, columns)
/** @type {Record<Direction, Direction>} */
const OPPOSITE = { left: "right", right: "left", up: "down", down: "up" };
const PAIR = 0x10000; // labels have 16 bits

export class Neighbours {
  #anchors;
  /** @type {Map<number, Record<Direction, Map<number, number>>>} */
  #sides = new Map(); // id -> {left, right, up, down}: Map of id -> length of the common border in pixels

  /** @param {RegionMap} map */
  constructor(map) {
    this.#anchors = new Map(map.regions.map(({ id, anchor }) => [id, anchor]));
    this.#note("right", borders(map, 1));
    this.#note("down", borders(map, map.columns));
  }

  /**
   * The ids of all regions that touch region `id`.
   *
   * @param {number} id
   */
  of(id) {
    return new Set(Object.values(this.#sides.get(id) ?? {}).flatMap((side) => [...side.keys()]));
  }

  /**
   * The region that one comes to from `id` in a direction: of those that touch it on that side the one with the longest
   * common border, rather one whose middle lies that way; where none touches, the nearest that lies that way. Only those that
   * `isThere` accepts; 0 for none.
   *
   * @param {number} id
   * @param {Direction} direction
   * @param {(id: number) => boolean} isThere
   */
  towards(id, direction, isThere) {
    const touching = [...(this.#sides.get(id)?.[direction] ?? [])].filter(([other]) => isThere(other));
    const ahead = touching.filter(([other]) => this.#distance(id, other, direction) < Infinity);
    const best = longest(ahead.length ? ahead : touching);
    return best || this.#nearest(id, direction, isThere);
  }

  /**
   * @param {Direction} direction
   * @param {Map<number, number>} lengths
   */
  #note(direction, lengths) {
    for (const [pair, length] of lengths) {
      const [one, other] = [Math.floor(pair / PAIR), pair % PAIR];
      if (!this.#anchors.has(one) || !this.#anchors.has(other)) continue;
      this.#side(one, direction).set(other, length);
      this.#side(other, OPPOSITE[direction]).set(one, length);
    }
  }

  /**
   * @param {number} id
   * @param {Direction} direction
   */
  #side(id, direction) {
    const sides = this.#sides.get(id) ?? { left: new Map(), right: new Map(), up: new Map(), down: new Map() };
    this.#sides.set(id, sides);
    return sides[direction];
  }

  /**
   * @param {number} id
   * @param {Direction} direction
   * @param {(id: number) => boolean} isThere
   */
  #nearest(id, direction, isThere) {
    const others = [...this.#anchors.keys()].filter((other) => other !== id && isThere(other));
    const near = others.map(/** @returns {[number, number]} */ (other) => [other, -this.#distance(id, other, direction)]);
    return longest(near.filter(([, distance]) => distance > -Infinity));
  }

  /**
   * How far it is from middle to middle; Infinity where the other does not lie within 45 degrees of the direction.
   *
   * @param {number} id
   * @param {number} other
   * @param {Direction} direction
   */
  #distance(id, other, direction) {
    const [from, to] = [this.#anchors.get(id), this.#anchors.get(other)];
    if (!from || !to) return Infinity;
    const [rows, columns] = [to[0] - from[0], to[1] - from[1]];
    const [along, across] = AHEAD[direction][0] ? [rows * AHEAD[direction][0], columns] : [columns * AHEAD[direction][1], rows];
    return along > 0 && along >= Math.abs(across) ? Math.hypot(rows, columns) : Infinity;
  }
}

/**
 * How long the borders are between each pixel's label and that of the pixel `step` further on: pair of labels -> pixels.
 *
 * @param {LabelMap} map
 * @param {number} step
 */
function borders({ labels, columns }, step) {
  const lengths = new Map();
  for (let here = 0, end = labels.length - step; here < end; here += 1) {
    if (labels[here] === labels[here + step]) continue;
    if (step === 1 && (here + 1) % columns === 0) continue;
    const pair = labels[here] * PAIR + labels[here + step];
    lengths.set(pair, (lengths.get(pair) ?? 0) + 1);
  }
  return lengths;
}

/**
 * The id with the highest number; 0 for none.
 *
 * @param {[number, number][]} pairs
 */
function longest(pairs) {
  return pairs.reduce((best, pair) => (pair[1] > best[1] ? pair : best), [0, -Infinity])[0];
}
