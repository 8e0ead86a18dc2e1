/**
 * A canvas around a picture: {left, top, right, bottom}, the pixels that it reaches beyond each of the picture's sides, none of them
 * negative. Size: {width, height}. A handle is {x, y}: -1 for left or top, 1 for right or bottom, 0 for none of both. All pure.
 */

export const NONE = { left: 0, top: 0, right: 0, bottom: 0 };
const LONGEST = 100_000; // pixels a side, as the form takes them
export const MIDDLE = { x: 0.5, y: 0.5 };
/** @typedef {"x" | "y"} Axis */
/** @type {Axis[]} */
const AXES = ["x", "y"];
/** The sides before and after the picture, and its length. @type {Record<Axis, [Side, Side, keyof Size]>} */
const SIDES = { x: ["left", "right", "width"], y: ["top", "bottom", "height"] };

/**
 * The size of the canvas.
 *
 * @param {Box} box
 * @param {Size} size
 */
export function canvasSize({ left, top, right, bottom }, { width, height }) {
  return { width: left + width + right, height: top + height + bottom };
}

/**
 * A canvas of size `canvas`, not smaller than the picture, the new part shared out by `anchor` {x, y}: 0 for all of it after the picture.
 *
 * @param {Size} size
 * @param {Size} canvas
 * @param {Point} anchor
 */
export function placeCanvas(size, canvas, anchor) {
  const frame = { ...NONE };
  for (const axis of AXES) {
    const [before, after, side] = SIDES[axis];
    const extra = Math.max(Math.min(Math.round(canvas[side]), LONGEST) - size[side], 0);
    frame[before] = Math.round(extra * anchor[axis]);
    frame[after] = extra - frame[before];
  }
  return frame;
}

/**
 * How the new part is shared out, as `placeCanvas` takes it; along an axis where nothing is new, as `usual`.
 *
 * @param {Box} frame
 * @param {Point} [usual]
 */
export function anchorOf(frame, usual = MIDDLE) {
  const share = (/** @type {Axis} */ axis) => {
    const [before, after] = SIDES[axis];
    const extra = frame[before] + frame[after];
    return extra ? frame[before] / extra : usual[axis];
  };
  return { x: share("x"), y: share("y") };
}

/**
 * The smallest size of `ratio` (width over height) that holds `least`.
 *
 * @param {Size} least
 * @param {number} ratio
 */
export function sizeOfRatio(least, ratio) {
  const width = Math.max(least.width, Math.round(least.height * ratio));
  return { width, height: Math.max(least.height, Math.round(least.width / ratio)) };
}

/**
 * The canvas after a handle was moved by `by` {x, y}, in pixels of the picture; with a `ratio` the other sides follow.
 *
 * @param {Box} frame
 * @param {Size} size
 * @param {Point} handle
 * @param {Point} by
 * @param {number} [ratio]
 */
export function dragHandle(frame, size, handle, by, ratio = 0) {
  const moved = { ...frame };
  for (const axis of AXES) {
    const [before, after] = SIDES[axis];
    const side = handle[axis] < 0 ? before : after;
    if (handle[axis]) moved[side] = Math.min(Math.max(Math.round(frame[side] + handle[axis] * by[axis]), 0), LONGEST);
  }
  return ratio ? keepRatio(moved, size, handle, ratio) : moved;
}

/**
 * The canvas at that ratio: the axis that the handle moves leads, of a corner the one that asks for more.
 *
 * @param {Box} frame
 * @param {Size} size
 * @param {Point} handle
 * @param {number} ratio
 */
function keepRatio(frame, size, handle, ratio) {
  const asked = canvasSize(frame, size);
  const least = sizeOfRatio(size, ratio);
  const wanted = Math.max(handle.x ? asked.width : 0, handle.y ? asked.height * ratio : 0);
  const canvas = wanted <= least.width ? least : { width: wanted, height: wanted / ratio };
  return { ...NONE, ...along("x", frame, size, canvas, handle), ...along("y", frame, size, canvas, handle) };
}

/**
 * One axis at its new length: a handle's opposite side stays where it can, an axis without one keeps its shares.
 *
 * @param {Axis} axis
 * @param {Box} frame
 * @param {Size} size
 * @param {Size} canvas
 * @param {Point} handle
 */
function along(axis, frame, size, canvas, handle) {
  const [before, after, side] = SIDES[axis];
  const extra = Math.max(Math.round(canvas[side]) - size[side], 0);
  const share = Math.round(extra * anchorOf(frame)[axis]);
  const first = handle[axis] < 0 ? extra - Math.min(frame[after], extra) : handle[axis] > 0 ? Math.min(frame[before], extra) : share;
  return { [before]: first, [after]: extra - first };
}

/**
 * The scale, at most 1, at which a canvas has at most `most` pixels.
 *
 * @param {Size} size
 * @param {number} most
 */
export function scaleWithin({ width, height }, most) {
  return Math.min(1, Math.sqrt(most / (width * height)));
}

/**
 * What has to be seen around a picture so that there is room to drag: the canvas and some more.
 *
 * @param {Box} frame
 * @param {Size} size
 * @param {number} share
 */
export function roomFor(frame, size, share) {
  const { width, height } = canvasSize(frame, size);
  const more = Math.max(width, height) * share;
  const { left, top, right, bottom } = frame;
  return { left: left + more, top: top + more, right: right + more, bottom: bottom + more };
}

/**
 * A box {left, top, right, bottom} with `padding` on every side, as far as the picture goes; everywhere where `isOpen`.
 *
 * @param {Box} box
 * @param {number} padding
 * @param {Size} size
 * @param {boolean} isOpen
 */
export function padBox(box, padding, { width, height }, isOpen) {
  const [left, top, right, bottom] = [box.left - padding, box.top - padding, box.right + padding, box.bottom + padding];
  if (isOpen) return { left, top, right, bottom };
  return { left: Math.max(left, 0), top: Math.max(top, 0), right: Math.min(right, width), bottom: Math.min(bottom, height) };
}
