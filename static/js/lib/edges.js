/**
 * What is done to the edge of a selection: smooth it, move it, soften it; the same whole numbers as in editor/imaging/edges.py and masks/feathering.py.
 * Masks are {pixels: Uint8Array (height * width), width, height}, 0 outside and 255 inside; distances whole pixels.
 */

/**
 * How far from a change the edges change what is seen.
 *
 * @param {Edges} edges
 */
export function reachOf({ smooth, grow, feather }) {
  return smooth + Math.abs(grow) + feather;
}

/**
 * The mask smoothed, then grown (or shrunk, below 0), then feathered: a new one.
 *
 * @param {Mask} mask
 * @param {Edges} edges
 */
export function refineMask(mask, { smooth, grow, feather }) {
  return featherMask(growMask(smoothMask(mask, smooth), grow), feather);
}

/**
 * Each pixel as most of those in the square around it: corners and specks go.
 *
 * @param {Mask} mask
 * @param {number} radius
 */
function smoothMask(mask, radius) {
  return radius ? aroundEach(mask, radius, (inside, area) => (2 * inside > area ? 255 : 0)) : mask;
}

/**
 * Opacity that rises evenly across the edge, from `radius` outside to `radius` inside.
 *
 * @param {Mask} mask
 * @param {number} radius
 */
function featherMask(mask, radius) {
  return radius ? aroundEach(mask, radius, (inside, area) => Math.floor((510 * inside + area) / (2 * area))) : mask;
}

/**
 * @param {Mask} mask
 * @param {number} by
 */
function growMask(mask, by) {
  return by < 0 ? invertMask(dilate(invertMask(mask), -by)) : dilate(mask, by);
}

/** @param {Mask} mask */
function invertMask({ pixels, width, height }) {
  return { pixels: pixels.map((value) => 255 - value), width, height };
}

/**
 * What `value` makes of how many pixels of the square around each are inside, and how many there are.
 *
 * @param {Mask} mask
 * @param {number} radius
 * @param {(inside: number, area: number) => number} value
 */
function aroundEach({ pixels, width, height }, radius, value) {
  const across = rowSums(pixels, width, height, radius);
  const made = new Uint8Array(width * height);
  const sums = new Int32Array(width);
  for (let row = 0; row < Math.min(radius, height); row += 1) addRow(sums, across, row * width, 1);
  for (let row = 0; row < height; row += 1) {
    if (row + radius < height) addRow(sums, across, (row + radius) * width, 1);
    if (row > radius) addRow(sums, across, (row - radius - 1) * width, -1);
    const tall = Math.min(row + radius, height - 1) - Math.max(row - radius, 0) + 1;
    for (let column = 0; column < width; column += 1) {
      const wide = Math.min(column + radius, width - 1) - Math.max(column - radius, 0) + 1;
      made[row * width + column] = value(sums[column], tall * wide);
    }
  }
  return { pixels: made, width, height };
}

/**
 * For each pixel how many of those up to `radius` before and after it in its row are inside.
 *
 * @param {Uint8Array} pixels
 * @param {number} width
 * @param {number} height
 * @param {number} radius
 */
function rowSums(pixels, width, height, radius) {
  const sums = new Int32Array(width * height);
  for (let row = 0; row < height; row += 1) {
    const start = row * width;
    let sum = 0;
    for (let column = 0; column < Math.min(radius, width); column += 1) sum += pixels[start + column] ? 1 : 0;
    for (let column = 0; column < width; column += 1) {
      if (column + radius < width && pixels[start + column + radius]) sum += 1;
      if (column > radius && pixels[start + column - radius - 1]) sum -= 1;
      sums[start + column] = sum;
    }
  }
  return sums;
}

/**
 * @param {Int32Array} sums
 * @param {Int32Array} values
 * @param {number} start
 * @param {number} sign
 */
function addRow(sums, values, start, sign) {
  for (let column = 0; column < sums.length; column += 1) sums[column] += sign * values[start + column];
}

/**
 * Dilation by a disc, run by run, so that it costs as much as the mask has edges.
 *
 * @param {Mask} mask
 * @param {number} radius
 */
function dilate({ pixels, width, height }, radius) {
  if (!radius) return { pixels, width, height };
  const reaches = Array.from({ length: 2 * radius + 1 }, (_, place) => Math.floor(Math.sqrt(radius ** 2 - (place - radius) ** 2)));
  const counts = new Int16Array((width + 1) * height);
  forEachRun(pixels, width, height, (row, start, end) => {
    for (let there = Math.max(row - radius, 0); there <= Math.min(row + radius, height - 1); there += 1) {
      const reach = reaches[there - row + radius];
      counts[there * (width + 1) + Math.max(start - reach, 0)] += 1;
      counts[there * (width + 1) + Math.min(end + reach, width)] -= 1;
    }
  });
  const made = new Uint8Array(width * height);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0, open = 0; column < width; column += 1) {
      open += counts[row * (width + 1) + column];
      if (open) made[row * width + column] = 255;
    }
  }
  return { pixels: made, width, height };
}

/**
 * @param {Uint8Array} pixels
 * @param {number} width
 * @param {number} height
 * @param {(row: number, start: number, end: number) => void} tell
 */
function forEachRun(pixels, width, height, tell) {
  for (let row = 0; row < height; row += 1) {
    const start = row * width;
    for (let column = 0; column < width; column += 1) {
      if (!pixels[start + column]) continue;
      const first = column;
      while (column < width && pixels[start + column]) column += 1;
      tell(row, first, column);
    }
  }
}
