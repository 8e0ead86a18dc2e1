/** Where regions end: pure functions of a label map {columns, rows, labels} and boxes [row, column, height, width]. */

/** From a column and row to another. @typedef {[number, number, number, number]} Line */

/**
 * The box around several boxes.
 *
 * @param {MapBox[]} boxes
 * @returns {MapBox}
 */
export function boxAround(boxes) {
  const top = Math.min(...boxes.map(([row]) => row));
  const left = Math.min(...boxes.map(([, column]) => column));
  const bottom = Math.max(...boxes.map(([row, , height]) => row + height));
  const right = Math.max(...boxes.map(([, column, , width]) => column + width));
  return [top, left, bottom - top, right - left];
}

/**
 * The borders of a group of regions within their box, as lines [column, row, column, row] along the pixels' edges.
 *
 * @param {LabelMap} map
 * @param {number[]} ids
 * @param {MapBox} box
 */
export function traceBorders({ columns, rows, labels }, ids, [top, left, height, width]) {
  const wanted = new Set(ids);
  /** @type {(row: number, column: number) => boolean} */
  const isIn = (row, column) =>
    row >= 0 && column >= 0 && row < rows && column < columns && wanted.has(labels[row * columns + column]);
  /** @type {Line[]} */
  const lines = [];
  /** @type {(row: number, column: number) => boolean} */
  const across = (row, column) => isIn(row - 1, column) !== isIn(row, column);
  /** @type {(column: number, row: number) => boolean} */
  const down = (column, row) => isIn(row, column - 1) !== isIn(row, column);
  for (let row = top; row <= top + height; row += 1) {
    for (const [start, end] of runsOf(left, left + width, (column) => across(row, column))) lines.push([start, row, end, row]);
  }
  for (let column = left; column <= left + width; column += 1) {
    for (const [start, end] of runsOf(top, top + height, (row) => down(column, row))) lines.push([column, start, column, end]);
  }
  return lines;
}

/**
 * The stretches from `start` to `end` in which something holds.
 *
 * @param {number} start
 * @param {number} end
 * @param {(place: number) => boolean} holds
 */
function runsOf(start, end, holds) {
  /** @type {[number, number][]} */
  const runs = [];
  for (let place = start; place < end; place += 1) {
    if (!holds(place)) continue;
    const last = runs.at(-1);
    if (last?.[1] === place) last[1] = place + 1;
    else runs.push([place, place + 1]);
  }
  return runs;
}
