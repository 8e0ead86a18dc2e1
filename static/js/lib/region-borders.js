/** Where regions end: pure functions of a label map {columns, rows, labels} and boxes [row, column, height, width]. */

/** The box around several boxes. */
export function boxAround(boxes) {
  const top = Math.min(...boxes.map(([row]) => row));
  const left = Math.min(...boxes.map(([, column]) => column));
  const bottom = Math.max(...boxes.map(([row, , height]) => row + height));
  const right = Math.max(...boxes.map(([, column, , width]) => column + width));
  return [top, left, bottom - top, right - left];
}

/** The borders of a group of regions within their box, as lines [column, row, column, row] along the pixels' edges. */
export function traceBorders({ columns, rows, labels }, ids, [top, left, height, width]) {
  const wanted = new Set(ids);
  const isIn = (row, column) =>
    row >= 0 && column >= 0 && row < rows && column < columns && wanted.has(labels[row * columns + column]);
  const lines = [];
  const across = (row, column) => isIn(row - 1, column) !== isIn(row, column);
  const down = (column, row) => isIn(row, column - 1) !== isIn(row, column);
  for (let row = top; row <= top + height; row += 1) {
    for (const [start, end] of runsOf(left, left + width, (column) => across(row, column))) lines.push([start, row, end, row]);
  }
  for (let column = left; column <= left + width; column += 1) {
    for (const [start, end] of runsOf(top, top + height, (row) => down(column, row))) lines.push([column, start, column, end]);
  }
  return lines;
}

/** The stretches from `start` to `end` in which something holds. */
function runsOf(start, end, holds) {
  const runs = [];
  for (let place = start; place < end; place += 1) {
    if (!holds(place)) continue;
    if (runs.at(-1)?.[1] === place) runs.at(-1)[1] = place + 1;
    else runs.push([place, place + 1]);
  }
  return runs;
}
