/** Strokes as lines: pure functions on [column, row, …] in pixels of a picture. */

const LEAST_STEP = 0.15; // of a brush's width, between two points of a stroke: closer ones change nothing that is seen

/** `points` with {x, y} at the end, unless that is where the stroke is already. */
export function extendStroke(points, { x, y }, width) {
  const [lastX, lastY] = points.slice(-2);
  if (Math.hypot(x - lastX, y - lastY) < width * LEAST_STEP) return points;
  return [...points, rounded(x), rounded(y)];
}

/** The first point of a stroke. */
export function startStroke({ x, y }) {
  return [rounded(x), rounded(y)];
}

function rounded(value) {
  return Math.round(value * 10) / 10;
}

/** The line through `points` as a path on a canvas, `toStage` giving the place of each. */
export function tracePath(points, toStage) {
  const path = new Path2D();
  for (let index = 0; index < points.length; index += 2) {
    const { x, y } = toStage({ x: points[index], y: points[index + 1] });
    if (index === 0) path.moveTo(x, y);
    path.lineTo(x, y);
  }
  return path;
}
