/** Strokes as lines: pure functions on [column, row, …] in pixels of a picture. */

const LEAST_STEP = 0.15; // of a brush's width, between two points of a stroke: closer ones change nothing that is seen

/**
 * `points` with {x, y} at the end, unless that is where the stroke is already.
 *
 * @param {number[]} points
 * @param {Point} at
 * @param {number} width
 */
export function extendStroke(points, { x, y }, width) {
  const [lastX, lastY] = points.slice(-2);
  if (Math.hypot(x - lastX, y - lastY) < width * LEAST_STEP) return points;
  return [...points, round(x), round(y)];
}

/**
 * The first point of a stroke.
 *
 * @param {Point} at
 */
export function startStroke({ x, y }) {
  return [round(x), round(y)];
}

/** @param {number} value */
function round(value) {
  return Math.round(value * 10) / 10;
}

/**
 * The line through `points` as a path on a canvas, `toStage` giving the place of each.
 *
 * @param {number[]} points
 * @param {ToStage} toStage
 */
export function tracePath(points, toStage) {
  const path = new Path2D();
  for (let index = 0; index < points.length; index += 2) {
    const { x, y } = toStage({ x: points[index], y: points[index + 1] });
    if (index === 0) path.moveTo(x, y);
    path.lineTo(x, y);
  }
  return path;
}
