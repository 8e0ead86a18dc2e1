/**
 * Which regions touch which, and on which side: how one walks from region to region. `map` is a decoded map (lib/wire.js).
 * Directions are of the picture, in every language: "left", "right", "up", "down".
 */

const AHEAD = { left: [0, -1], right: [0, 1], up: [-1, 0], down: [1, 0] }; // (rows, columns)
const OPPOSITE = { right: "left", down: "up" };
const PAIR = 0x10000; // labels have 16 bits

export class Neighbours {
  #anchors;
  #sides = new Map(); // id -> {left, right, up, down}: Map of id -> length of the common border in pixels

  constructor(map) {
    this.#anchors = new Map(map.regions.map(({ id, anchor }) => [id, anchor]));
    this.#note("right", borders(map, 1));
    this.#note("down", borders(map, map.columns));
  }

  /** The ids of all regions that touch region `id`. */
  of(id) {
    return new Set(Object.values(this.#sides.get(id) ?? {}).flatMap((side) => [...side.keys()]));
  }

  /**
   * The region that one comes to from `id` in a direction: of those that touch it on that side the one with the longest
   * common border, rather one whose middle lies that way; where none touches, the nearest that lies that way. Only those that
   * `isThere` accepts; 0 for none.
   */
  towards(id, direction, isThere) {
    const touching = [...(this.#sides.get(id)?.[direction] ?? [])].filter(([other]) => isThere(other));
    const ahead = touching.filter(([other]) => this.#distance(id, other, direction) < Infinity);
    const best = longest(ahead.length ? ahead : touching);
    return best || this.#nearest(id, direction, isThere);
  }

  #note(direction, lengths) {
    for (const [pair, length] of lengths) {
      const [one, other] = [Math.floor(pair / PAIR), pair % PAIR];
      if (!this.#anchors.has(one) || !this.#anchors.has(other)) continue;
      this.#side(one, direction).set(other, length);
      this.#side(other, OPPOSITE[direction]).set(one, length);
    }
  }

  #side(id, direction) {
    if (!this.#sides.has(id)) this.#sides.set(id, { left: new Map(), right: new Map(), up: new Map(), down: new Map() });
    return this.#sides.get(id)[direction];
  }

  #nearest(id, direction, isThere) {
    const others = [...this.#anchors.keys()].filter((other) => other !== id && isThere(other));
    const near = others.map((other) => [other, -this.#distance(id, other, direction)]);
    return longest(near.filter(([, distance]) => distance > -Infinity));
  }

  /** How far it is from middle to middle; Infinity where the other does not lie within 45 degrees of the direction. */
  #distance(id, other, direction) {
    const [from, to] = [this.#anchors.get(id), this.#anchors.get(other)];
    const [rows, columns] = [to[0] - from[0], to[1] - from[1]];
    const [along, across] = AHEAD[direction][0] ? [rows * AHEAD[direction][0], columns] : [columns * AHEAD[direction][1], rows];
    return along > 0 && along >= Math.abs(across) ? Math.hypot(rows, columns) : Infinity;
  }
}

/** How long the borders are between each pixel's label and that of the pixel `step` further on: pair of labels -> pixels. */
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

/** The id with the highest number; 0 for none. */
function longest(pairs) {
  return pairs.reduce((best, pair) => (pair[1] > best[1] ? pair : best), [0, -Infinity])[0];
}
