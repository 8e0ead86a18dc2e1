/** Lines over the picture that are seen on any picture: white on black. `context` is 2D, points {x, y} in its pixels. */

const [WIDE, NARROW] = [3, 1.25]; // CSS pixels
const ARM = 10; // CSS pixels of a crosshair
const GAP = 3; // CSS pixels around its middle, which is what it points at

/**
 * A line through points, `isClosed` back to the first.
 *
 * @param {CanvasRenderingContext2D} context
 * @param {Point[]} points
 * @param {boolean} isClosed
 */
export function drawLine(context, points, isClosed) {
  const path = new Path2D();
  points.forEach(({ x, y }, place) => (place ? path.lineTo(x, y) : path.moveTo(x, y)));
  if (isClosed) path.closePath();
  stroke(context, path);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Point} at
 * @param {number} radius
 */
export function drawRing(context, { x, y }, radius) {
  const path = new Path2D();
  path.arc(x, y, Math.max(radius, 1), 0, 2 * Math.PI);
  stroke(context, path);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Point} at
 */
export function drawCrosshair(context, { x, y }) {
  const path = new Path2D();
  for (const [across, down] of [[-1, 0], [1, 0], [0, -1], [0, 1]]) {
    path.moveTo(x + across * GAP, y + down * GAP);
    path.lineTo(x + across * ARM, y + down * ARM);
  }
  stroke(context, path);
}

/**
 * The corners of the box between two points.
 *
 * @param {Point} one
 * @param {Point} other
 */
export function cornersOf(one, other) {
  return [one, { x: other.x, y: one.y }, other, { x: one.x, y: other.y }];
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {Path2D} path
 */
function stroke(context, path) {
  context.lineJoin = "round";
  context.lineWidth = WIDE;
  context.strokeStyle = "rgb(0 0 0 / 65%)";
  context.stroke(path);
  context.lineWidth = NARROW;
  context.strokeStyle = "#fff";
  context.stroke(path);
}
