/** What a finger means: it covers more than it points at, and slivers are easily missed. */

const MUCH_LARGER = 8; // times the area: then the region under the finger may as well be what surrounds the one that is meant

/**
 * The region that is meant by a press at `place` {x, y} of a decoded map: the nearest within `reach` pixels that is much smaller
 * than the region `here` under it, or, where there is none (0), the nearest of all; else `here`. `areaOf` is 0 for no region.
 *
 * @param {LabelMap} map
 * @param {Point} place
 * @param {number} reach
 * @param {number} here
 * @param {(id: number) => number} areaOf
 */
export function findTouchTarget(map, place, reach, here, areaOf) {
  const most = here ? areaOf(here) / MUCH_LARGER : Infinity;
  let [best, nearest] = [here, Infinity];
  for (let row = Math.max(Math.floor(place.y - reach), 0); row <= Math.min(place.y + reach, map.rows - 1); row += 1) {
    for (let column = Math.max(Math.floor(place.x - reach), 0); column <= Math.min(place.x + reach, map.columns - 1); column += 1) {
      const distance = Math.hypot(column + 0.5 - place.x, row + 0.5 - place.y);
      if (distance >= nearest || distance > reach) continue;
      const id = map.labels[row * map.columns + column];
      const area = areaOf(id);
      if (area > 0 && area <= most) [best, nearest] = [id, distance];
    }
  }
  return best;
}
