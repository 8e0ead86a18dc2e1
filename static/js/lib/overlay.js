/**
 * The tint and outline over hovered and selected regions, painted at the size of the screen, not of the picture.
 * `sampled` holds for each pixel of the screen the label under it, with EDGE set where a neighbour's differs; it changes
 * with the view only. Painting then costs one look-up per pixel of the region's box.
 */

export const HOVERED = 1;
export const SELECTED = 2;
const EDGE = 0x10000;
const LABEL = 0xffff;

/** Colours as 0xAABBGGRR, which is RGBA in the memory of an ImageData: by state, inside and on either side of an edge. */
const INSIDE = Uint32Array.of(0, 0x3dffffff, 0x73ff6e5a, 0x8cff9a82);
const LINE = Uint32Array.of(0xa0000000, 0xffffffff, 0xffffc8b4, 0xffffffff);

/**
 * The labels under a grid of width x height screen pixels into `sampled` (Uint32Array). `origin` {x, y} and `step` are
 * in pixels of the label map: the first screen pixel's centre, and the distance between two. Outside is label 0.
 *
 * @param {LabelMap} map
 * @param {Uint32Array} sampled
 * @param {number} width
 * @param {number} height
 * @param {Point} origin
 * @param {Point} step
 */
export function sample(map, sampled, width, height, origin, step) {
  const columns = new Int32Array(width);
  for (let x = 0; x < width; x += 1) columns[x] = clampIndex(origin.x + x * step.x, map.columns);
  for (let y = 0; y < height; y += 1) {
    const row = clampIndex(origin.y + y * step.y, map.rows) * map.columns;
    const start = y * width;
    for (let x = 0; x < width; x += 1) sampled[start + x] = map.labels[row + columns[x]];
  }
  markEdges(sampled, width, height);
}

/**
 * @param {number} position
 * @param {number} length
 */
function clampIndex(position, length) {
  return Math.min(Math.max(Math.floor(position), 0), length - 1);
}

/**
 * @param {Uint32Array} sampled
 * @param {number} width
 * @param {number} height
 */
function markEdges(sampled, width, height) {
  for (let y = 0; y < height; y += 1) {
    const start = y * width;
    for (let x = 0; x < width; x += 1) {
      const here = start + x;
      const label = sampled[here] & LABEL;
      if (x + 1 < width && label !== (sampled[here + 1] & LABEL)) {
        sampled[here] |= EDGE;
        sampled[here + 1] |= EDGE;
      }
      if (y + 1 < height && label !== (sampled[here + width] & LABEL)) {
        sampled[here] |= EDGE;
        sampled[here + width] |= EDGE;
      }
    }
  }
}

/**
 * Paint rows top to bottom, columns left to right (ends excluded) of `pixels` by the states of the labels.
 *
 * @param {Uint32Array} pixels
 * @param {Uint32Array} sampled
 * @param {number} width
 * @param {number} height
 * @param {Uint8Array} states
 * @param {Box} box
 */
export function paint(pixels, sampled, width, height, states, { left, top, right, bottom }) {
  let [label, colour] = [0, INSIDE[states[0]]]; // most pixels are as the one before
  for (let y = top; y < bottom; y += 1) {
    for (let here = y * width + left, end = y * width + right; here < end; here += 1) {
      const value = sampled[here];
      if (value !== label) {
        if (value & EDGE) {
          pixels[here] = edgeColour(sampled, states, here, states[value & LABEL], width, height);
          continue;
        }
        [label, colour] = [value, INSIDE[states[value]]];
      }
      pixels[here] = colour;
    }
  }
}

/**
 * What is selected under the screen pixels of `box`, 0 to 255, out of a selection's bitmap into `mask`.
 *
 * @param {Mask} bitmap
 * @param {Uint8Array} mask
 * @param {number} width
 * @param {Point} origin
 * @param {Point} step
 * @param {Box} box
 */
export function sampleMask(bitmap, mask, width, origin, step, box) {
  const columns = new Int32Array(box.right - box.left);
  for (let x = box.left; x < box.right; x += 1) columns[x - box.left] = clampIndex(origin.x + x * step.x, bitmap.width);
  for (let y = box.top; y < box.bottom; y += 1) {
    const row = clampIndex(origin.y + y * step.y, bitmap.height) * bitmap.width;
    const start = y * width + box.left;
    for (let x = 0; x < columns.length; x += 1) mask[start + x] = bitmap.pixels[row + columns[x]];
  }
}

/**
 * As `paint`, but what is selected says `mask`; the states only tell which region is hovered.
 *
 * @param {Uint32Array} pixels
 * @param {Uint32Array} sampled
 * @param {Uint8Array} mask
 * @param {number} width
 * @param {number} height
 * @param {Uint8Array} states
 * @param {Box} box
 */
export function paintMask(pixels, sampled, mask, width, height, states, { left, top, right, bottom }) {
  for (let y = top; y < bottom; y += 1) {
    const [above, below] = [y > 0 ? width : 0, y + 1 < height ? width : 0];
    for (let x = left; x < right; x += 1) {
      const here = y * width + x;
      const isIn = mask[here] > 127;
      const before = mask[x > 0 ? here - 1 : here] > 127;
      const after = mask[x + 1 < width ? here + 1 : here] > 127;
      const isEdge = before !== isIn || after !== isIn || mask[here - above] > 127 !== isIn || mask[here + below] > 127 !== isIn;
      if (isEdge) pixels[here] = LINE[isIn ? SELECTED : 0];
      else pixels[here] = tint(sampled, states, here, mask[here], width, height);
    }
  }
}

/**
 * Within a selection, or outside of it: as much of its colour as the pixel is selected, else the hovered region's.
 *
 * @param {Uint32Array} sampled
 * @param {Uint8Array} states
 * @param {number} here
 * @param {number} share
 * @param {number} width
 * @param {number} height
 */
function tint(sampled, states, here, share, width, height) {
  const state = states[sampled[here] & LABEL];
  if (!share) return sampled[here] & EDGE ? edgeColour(sampled, states, here, state, width, height) : INSIDE[state];
  const colour = INSIDE[SELECTED | state];
  return share === 255 ? colour : (colour & 0xffffff) + Math.round(((colour >>> 24) * share) / 255) * 0x1000000;
}

/**
 * A bright line inside what is marked, a dark one outside: seen on any picture.
 *
 * @param {Uint32Array} sampled
 * @param {Uint8Array} states
 * @param {number} here
 * @param {number} state
 * @param {number} width
 * @param {number} height
 */
function edgeColour(sampled, states, here, state, width, height) {
  const column = here % width;
  const left = column > 0 ? states[sampled[here - 1] & LABEL] : state;
  const right = column + 1 < width ? states[sampled[here + 1] & LABEL] : state;
  const above = here >= width ? states[sampled[here - width] & LABEL] : state;
  const below = here + width < width * height ? states[sampled[here + width] & LABEL] : state;
  const all = state & left & right & above & below;
  if (state === all && state === (state | left | right | above | below)) return INSIDE[state];
  if (state & ~all) return LINE[state & ~all];
  return state === 0 ? LINE[0] : INSIDE[state];
}

/**
 * The screen pixels {left, top, right, bottom} that a box [row, column, height, width] of the map covers, and one more.
 *
 * @param {MapBox} box
 * @param {number} screenWidth
 * @param {number} screenHeight
 * @param {Point} origin
 * @param {Point} step
 */
export function boxOnScreen([row, column, height, width], screenWidth, screenHeight, origin, step) {
  return {
    left: clampFloor((column - origin.x) / step.x - 1, screenWidth),
    top: clampFloor((row - origin.y) / step.y - 1, screenHeight),
    right: clampFloor((column + width - origin.x) / step.x + 2, screenWidth),
    bottom: clampFloor((row + height - origin.y) / step.y + 2, screenHeight),
  };
}

/**
 * @param {number} value
 * @param {number} most
 */
function clampFloor(value, most) {
  return Math.min(Math.max(Math.floor(value), 0), most);
}
