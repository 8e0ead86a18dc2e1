/**
 * What a region or an object is called: how large it is, its colour, where it lies and what share of the picture it takes up. `words` and
 * `percent` put that into the reader's language (words.js). Files of regions of the first version tell no colour.
 */

/** @typedef {(key: string, values?: Record<string, string>) => string} Words */

/** @type {[number, string][]} */
const SIZES = [[0.1, "large"], [0.02, "medium"], [0.004, "small"], [0, "tiny"]]; // from which share on
const ROWS = ["top", "centre", "bottom"];
const COLUMNS = ["left", "centre", "right"];

/**
 * A name for each region of a decoded map, in its order; one that came before gets a number.
 *
 * @param {RegionMap} map
 * @param {Words} words
 * @param {(share: number) => string} percent
 */
export function nameRegions({ regions, rows, columns }, words, percent) {
  return numberTwins(regions.map((region) => nameRegion("region", region, rows, columns, words, percent)));
}

/**
 * A name for each of some objects of a decoded map, by the largest of their parts; calm ground is called a region.
 *
 * @param {(FoundObject & { share: number })[]} objects
 * @param {RegionMap} map
 * @param {Words} words
 * @param {(share: number) => string} percent
 */
export function nameObjects(objects, { regions, rows, columns }, words, percent) {
  const byId = new Map(regions.map((region) => [region.id, region]));
  const names = objects.map(({ score, parts, share }) => {
    const largest = parts.map((id) => /** @type {Region} */ (byId.get(id))).reduce((one, other) => (other.area > one.area ? other : one));
    return nameRegion(score === null ? "region" : "object", { ...largest, share }, rows, columns, words, percent);
  });
  return numberTwins(names);
}

/** @param {string[]} names */
function numberTwins(names) {
  const seen = new Map();
  return names.map((name) => {
    seen.set(name, (seen.get(name) ?? 0) + 1);
    return seen.get(name) === 1 ? name : `${name} (${seen.get(name)})`;
  });
}

/**
 * @param {"region" | "object"} kind
 * @param {Region} region
 * @param {number} rows
 * @param {number} columns
 * @param {Words} words
 * @param {(share: number) => string} percent
 */
function nameRegion(kind, { share, anchor, colour }, rows, columns, words, percent) {
  const [, named] = SIZES.find(([least]) => share >= least) ?? SIZES[SIZES.length - 1];
  const size = words(`size-${named}`);
  const [row, column] = [thirdAt(anchor[0], rows), thirdAt(anchor[1], columns)];
  const parts = { size, place: words(`place-${ROWS[row]}-${COLUMNS[column]}`), share: percent(share) };
  return colour ? words(`${kind}-of-colour`, { ...parts, colour: words(`colour-${colour}`) }) : words(kind, parts);
}

/**
 * @param {number} position
 * @param {number} length
 */
function thirdAt(position, length) {
  return Math.min(Math.floor((3 * position) / length), 2);
}
