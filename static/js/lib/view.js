/**
 * Where the picture lies in its stage. A view is {scale, x, y}: a pixel (column, row) of the picture is at
 * x + column * scale, y + row * scale, in CSS pixels from the stage's corner. Box: {width, height, insets: {top, right,
 * bottom, left}} of the stage. A size that says {left, top} too begins so many pixels before the picture: there is more to be seen
 * than the picture. All functions are pure.
 */

const MOST_FIT = 8; // screen pixels per picture pixel: tiny pictures are enlarged, but stay pictures
const MOST_ZOOM = 32;

/**
 * The view that shows the whole picture.
 *
 * @param {Extent} size
 * @param {StageBox} box
 */
export function fit(size, box) {
  const { width, height } = inner(box);
  const scale = Math.min(width / size.width, height / size.height, MOST_FIT);
  return clamp({ scale, x: 0, y: 0 }, size, box);
}

/**
 * The view after zooming by `factor` so that what is at `point` stays there.
 *
 * @param {View} view
 * @param {number} factor
 * @param {Point} point
 * @param {Extent} size
 * @param {StageBox} box
 */
export function zoom(view, factor, point, size, box) {
  const least = Math.min(fit(size, box).scale, 1);
  const scale = Math.min(Math.max(view.scale * factor, least), MOST_ZOOM);
  const ratio = scale / view.scale;
  const moved = { scale, x: point.x - (point.x - view.x) * ratio, y: point.y - (point.y - view.y) * ratio };
  return clamp(moved, size, box);
}

/**
 * The view moved by (dx, dy).
 *
 * @param {View} view
 * @param {number} dx
 * @param {number} dy
 * @param {Extent} size
 * @param {StageBox} box
 */
export function pan(view, dx, dy, size, box) {
  return clamp({ scale: view.scale, x: view.x + dx, y: view.y + dy }, size, box);
}

/**
 * The nearest view that leaves no gap: centred where the picture fits, else with its edges at or beyond the insets.
 *
 * @param {View} view
 * @param {Extent} size
 * @param {StageBox} box
 */
export function clamp(view, size, box) {
  const { insets } = box;
  const [left, top] = [(size.left ?? 0) * view.scale, (size.top ?? 0) * view.scale];
  return {
    scale: view.scale,
    x: left + placeAxis(view.x - left, size.width * view.scale, insets.left, box.width - insets.right),
    y: top + placeAxis(view.y - top, size.height * view.scale, insets.top, box.height - insets.bottom),
  };
}

/**
 * @param {number} start
 * @param {number} length
 * @param {number} low
 * @param {number} high
 */
function placeAxis(start, length, low, high) {
  if (length <= high - low) return low + (high - low - length) / 2;
  return Math.min(Math.max(start, high - length), low);
}

/** @param {StageBox} box */
function inner({ width, height, insets }) {
  return {
    width: Math.max(width - insets.left - insets.right, 1),
    height: Math.max(height - insets.top - insets.bottom, 1),
  };
}

/**
 * The picture's coordinates {x: column, y: row} at a point of the stage; may lie outside the picture.
 *
 * @param {View} view
 * @param {Point} point
 */
export function toPicture(view, point) {
  return { x: (point.x - view.x) / view.scale, y: (point.y - view.y) / view.scale };
}

/**
 * The part of the stage {left, top, width, height} that the picture covers, on whole device pixels.
 *
 * @param {View} view
 * @param {Size} size
 * @param {StageBox} box
 * @param {number} ratio
 */
export function visiblePart(view, size, box, ratio) {
  const snap = (/** @type {number} */ value) => Math.round(value * ratio) / ratio;
  const left = snap(Math.max(view.x, 0));
  const top = snap(Math.max(view.y, 0));
  const right = snap(Math.min(view.x + size.width * view.scale, box.width));
  const bottom = snap(Math.min(view.y + size.height * view.scale, box.height));
  return { left, top, width: Math.max(right - left, 1 / ratio), height: Math.max(bottom - top, 1 / ratio) };
}
