/**
 * Strokes, lassos and boxes drawn into a bitmap: {pixels: Uint8Array (height * width), width, height}, 0 outside and 255
 * inside. Points are {x, y} in pixels of the bitmap; a pixel belongs to a shape that holds its centre. The same sums as in
 * editor/imaging/shapes.py, so that what is seen is what is sent. Each function returns the box of what it may have changed:
 * {left, top, right, bottom} in whole pixels, ends excluded.
 */

/**
 * Set what a round brush covers that goes straight from `start` to `end`.
 *
 * @param {Mask} bitmap
 * @param {Point} start
 * @param {Point} end
 * @param {number} radius
 * @param {number} value
 */
export function drawCapsule(bitmap, start, end, radius, value) {
  const box = boxAround(bitmap, [start, end], radius + 1);
  for (let row = box.top; row < box.bottom; row += 1) {
    const [low, high] = capsule(start, end, radius, row + 0.5);
    if (low > high) continue;
    const [first, last] = [Math.max(Math.ceil(low - 0.5), 0), Math.min(Math.floor(high - 0.5) + 1, bitmap.width)];
    if (first < last) bitmap.pixels.fill(value, row * bitmap.width + first, row * bitmap.width + last);
  }
  return box;
}

/**
 * Set what a round brush covers that goes from point to point.
 *
 * @param {Mask} bitmap
 * @param {Point[]} points
 * @param {number} radius
 * @param {number} value
 */
export function drawStroke(bitmap, points, radius, value) {
  const ends = points.length > 1 ? points.slice(1) : points;
  const boxes = ends.map((end, place) => drawCapsule(bitmap, points[place], end, radius, value));
  return boxes.reduce(join);
}

/**
 * Set what lies inside a closed line; what it goes around twice is inside too (non-zero winding).
 *
 * @param {Mask} bitmap
 * @param {Point[]} points
 * @param {number} value
 */
export function drawLasso(bitmap, points, value) {
  const box = boxAround(bitmap, points, 1);
  const [columns, rows] = [box.right - box.left, box.bottom - box.top];
  const counts = new Int16Array((columns + 1) * rows);
  points.forEach((end, place) => countCrossings(counts, box, points[place ? place - 1 : points.length - 1], end));
  for (let row = 0; row < rows; row += 1) {
    const start = (row + box.top) * bitmap.width + box.left;
    for (let column = 0, winding = 0; column < columns; column += 1) {
      winding += counts[row * (columns + 1) + column];
      if (winding) bitmap.pixels[start + column] = value;
    }
  }
  return box;
}

/**
 * Set what lies between two corners.
 *
 * @param {Mask} bitmap
 * @param {Point[]} corners
 * @param {number} value
 */
export function drawBox(bitmap, [one, other], value) {
  const box = {
    left: clamp(Math.ceil(Math.min(one.x, other.x) - 0.5), bitmap.width),
    top: clamp(Math.ceil(Math.min(one.y, other.y) - 0.5), bitmap.height),
    right: clamp(Math.ceil(Math.max(one.x, other.x) - 0.5), bitmap.width),
    bottom: clamp(Math.ceil(Math.max(one.y, other.y) - 0.5), bitmap.height),
  };
  for (let row = box.top; row < box.bottom; row += 1) {
    bitmap.pixels.fill(value, row * bitmap.width + box.left, row * bitmap.width + box.right);
  }
  return box;
}

/**
 * The box that holds both.
 *
 * @param {Box} one
 * @param {Box} other
 */
export function join(one, other) {
  return {
    left: Math.min(one.left, other.left),
    top: Math.min(one.top, other.top),
    right: Math.max(one.right, other.right),
    bottom: Math.max(one.bottom, other.bottom),
  };
}

/**
 * The box with `margin` pixels more on each side, inside the bitmap.
 *
 * @param {Box} box
 * @param {number} margin
 * @param {Size} size
 */
export function widenBox(box, margin, { width, height }) {
  return {
    left: clamp(box.left - margin, width),
    top: clamp(box.top - margin, height),
    right: clamp(box.right + margin, width),
    bottom: clamp(box.bottom + margin, height),
  };
}

/**
 * @param {Size} size
 * @param {Point[]} points
 * @param {number} margin
 */
function boxAround({ width, height }, points, margin) {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  return {
    left: clamp(Math.floor(least(xs) - margin), width),
    top: clamp(Math.floor(least(ys) - margin), height),
    right: clamp(Math.ceil(most(xs) + margin), width),
    bottom: clamp(Math.ceil(most(ys) + margin), height),
  };
}

/** @param {number[]} values */
function least(values) {
  return values.reduce((one, other) => Math.min(one, other));
}

/** @param {number[]} values */
function most(values) {
  return values.reduce((one, other) => Math.max(one, other));
}

/**
 * @param {number} value
 * @param {number} end
 */
function clamp(value, end) {
  return Math.min(Math.max(value, 0), end);
}

/**
 * From which to which column two discs and the band between them reach at a row; low > high for nowhere.
 *
 * @param {Point} start
 * @param {Point} end
 * @param {number} radius
 * @param {number} centre
 */
function capsule(start, end, radius, centre) {
  const parts = [disc(start, radius, centre), disc(end, radius, centre), band(start, end, radius, centre)];
  return parts.reduce((whole, [low, high]) => (low > high ? whole : [Math.min(whole[0], low), Math.max(whole[1], high)]));
}

/**
 * @param {Point} middle
 * @param {number} radius
 * @param {number} centre
 */
function disc(middle, radius, centre) {
  const away = centre - middle.y;
  const rest = radius * radius - away * away;
  return rest < 0 ? [Infinity, -Infinity] : [middle.x - Math.sqrt(rest), middle.x + Math.sqrt(rest)];
}

/**
 * The same for the rectangle around a line: where it is near enough, and neither before nor after it.
 *
 * @param {Point} start
 * @param {Point} end
 * @param {number} radius
 * @param {number} centre
 */
function band(start, end, radius, centre) {
  const [across, down] = [end.x - start.x, end.y - start.y];
  const square = down * down + across * across;
  if (square === 0) return [Infinity, -Infinity];
  const reach = radius * Math.sqrt(square);
  const away = centre - start.y;
  const near = between(across * away - reach, across * away + reach, down);
  const along = between(-(down * away), square - down * away, across);
  return [start.x + Math.max(near[0], along[0]), start.x + Math.min(near[1], along[1])];
}

/**
 * For which numbers the product with `factor` lies from `low` to `high`.
 *
 * @param {number} low
 * @param {number} high
 * @param {number} factor
 */
function between(low, high, factor) {
  if (factor === 0) return low > 0 || high < 0 ? [Infinity, -Infinity] : [-Infinity, Infinity];
  const [one, other] = [low / factor, high / factor];
  return [Math.min(one, other), Math.max(one, other)];
}

/**
 * Note where an edge of a polygon crosses the middle of each row, by its direction.
 *
 * @param {Int16Array} counts
 * @param {Box} box
 * @param {Point} start
 * @param {Point} end
 */
function countCrossings(counts, { left, top, right, bottom }, start, end) {
  if (start.y === end.y) return;
  const slope = (end.x - start.x) / (end.y - start.y);
  const [first, last] = [Math.ceil(Math.min(start.y, end.y) - 0.5), Math.ceil(Math.max(start.y, end.y) - 0.5)];
  for (let row = Math.max(first, top); row < Math.min(last, bottom); row += 1) {
    const column = Math.ceil(start.x + (row + 0.5 - start.y) * slope - 0.5);
    counts[(row - top) * (right - left + 1) + clamp(column - left, right - left)] += end.y > start.y ? 1 : -1;
  }
}
