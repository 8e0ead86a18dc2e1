/** Shapes that choose whole regions, and regions that look like others. */
import { Bitmap, coverage } from "./bitmap.js";

const WORK_PIXELS = 1_000_000; // shapes are told apart from regions at this size
const MOST_OF_REGION = 0.5; // a shape has a region where it covers this share of it
const MOST_OF_STROKE = 0.25; // and a stroke also where this share of the stroke lies in it
const ALIKE = 13; // CIELAB: about what is called the same colour in another light
// Where it is known how rough regions are, their colours may be this far apart, the less the more their roughness differs, by this
// factor at most. On five photographs two thirds of what is similar so belong to the thing that was chosen; by colours alone half do.
const ALIKE_IF_AS_ROUGH = 16;
const AS_ROUGH = 2.8;

/**
 * The ids of the regions that a shape (a step of a selection) of a picture of `size` chooses.
 *
 * @param {BrushStep | ShapeStep} step
 * @param {Size} size
 * @param {RegionMap} map
 */
export function findRegionsUnder(step, size, map) {
  const bitmap = new Bitmap(size, WORK_PIXELS);
  bitmap.add({ ...step, add: true }, map);
  const { inside, all } = coverage(bitmap.raw, map);
  const whole = inside.reduce((sum, count) => sum + count, 0);
  const crossed = step.kind === "brush" ? MOST_OF_STROKE * whole : Infinity;
  return idsOf(map).filter((id) => inside[id] && (inside[id] >= MOST_OF_REGION * all[id] || inside[id] >= crossed));
}

/**
 * The ids of the regions of which at least half is selected.
 *
 * @param {Bitmap} bitmap
 * @param {RegionMap} map
 */
export function findSelectedRegions(bitmap, map) {
  const { inside, all } = coverage(bitmap.shown, map);
  return idsOf(map).filter((id) => inside[id] && 2 * inside[id] >= all[id]);
}

/**
 * The ids of all regions that look like one of `chosen`. Maps of older files tell a colour's name only, or none.
 *
 * @param {Set<number>} chosen
 * @param {Region[]} regions
 */
export function findSimilar(chosen, regions) {
  const examples = regions.filter(({ id }) => chosen.has(id));
  return regions.filter((region) => examples.some((example) => isAlike(example, region))).map(({ id }) => id);
}

/**
 * @param {Region} one
 * @param {Region} other
 */
function isAlike(one, other) {
  if (!one.lab || !other.lab) return Boolean(one.colour) && one.colour === other.colour;
  const { lab } = other;
  const distance = Math.hypot(...one.lab.map((value, place) => value - lab[place]));
  if (one.texture === undefined || other.texture === undefined) return distance <= ALIKE;
  const rougher = Math.log((1 + one.texture) / (1 + other.texture)); // 1 is about what no eye sees
  return Math.hypot(distance / ALIKE_IF_AS_ROUGH, rougher / Math.log(AS_ROUGH)) <= 1;
}

/** @param {RegionMap} map */
function idsOf(map) {
  return map.regions.map(({ id }) => id);
}
