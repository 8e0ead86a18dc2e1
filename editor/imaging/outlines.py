"""The outline of a mask as one closed line, such as a lasso draws: by it an object that was found becomes a selection.

Coordinates are in pixels of the mask; the pixel in row 0 and column 0 covers 0 to 1 both ways.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from editor.imaging import pixels
from editor.imaging.pixels import Mask

Corner = tuple[int, int]  # row, column
Line = NDArray[np.float64]  # (n, 2) of row, column; the last point leads back to the first

SPECK = 0.001  # of the area of the largest piece: smaller pieces and holes are noise
MOST_PIECES = 40  # pieces and holes; the largest count
TOLERANCE = 1.0  # pixels that a point may lie beside the outline: stairs of one pixel become straight
MOST_STRETCHES = 30_000  # of border along rows; a mask with more is noise, and is looked at in small
MOST_POINTS = 2_000  # of a line; a finer one is told more roughly


def trace_outline(mask_png: bytes, size: tuple[int, int]) -> list[float]:
    """The closed line around what is white in a mask, scaled to ``size`` (rows, columns): column, row, column, row, …

    Holes are gone around the other way, so that by non-zero winding they are outside; empty for an empty mask.

    Raises:
        pixels.NotAPicture: it is none.
    """
    mask: Mask = np.asarray(pixels.read_given_mask(mask_png)) > 127
    lines = simplify_all(drop_specks(trace_borders(mask)))
    factors = size[0] / mask.shape[0], size[1] / mask.shape[1]
    points = [line * factors for line in lines]
    return [round(float(value), 1) for row, column in join_lines(points) for value in (column, row)]


def trace_borders(mask: Mask) -> list[Line]:
    """The borders of a mask by their corners: around each piece clockwise, around each hole counterclockwise."""
    across = list_stretches(mask)
    if len(across) > MOST_STRETCHES:
        return [2 * line for line in trace_borders(mask[::2, ::2])]
    down = [((c, r), (d, s)) for (r, c), (s, d) in reversed_stretches(list_stretches(mask.T))]
    ways = find_ways([*across, *down])
    lines = []
    while ways:
        first = next(iter(ways))
        lines.append(np.array(follow(ways, first), float))
    return lines


def list_stretches(mask: Mask) -> list[tuple[Corner, Corner]]:
    """The straight stretches of border along rows, from corner to corner, so that what is inside lies to the right."""
    padded = np.pad(mask, 1).astype(np.int8)
    steps = padded[1:] - padded[:-1]  # 1 where the mask begins below, -1 where it ends
    changes = steps[:, 1:] != steps[:, :-1]
    starts = np.argwhere(changes & (steps[:, 1:] != 0))
    ends = np.argwhere(changes & (steps[:, :-1] != 0))
    signs = steps[starts[:, 0], starts[:, 1] + 1]
    pairs = zip(starts.tolist(), ends.tolist(), signs.tolist(), strict=True)
    return [((r, c), (s, d)) if sign > 0 else ((s, d), (r, c)) for (r, c), (s, d), sign in pairs]


def reversed_stretches(stretches: Iterable[tuple[Corner, Corner]]) -> Iterator[tuple[Corner, Corner]]:
    """Each the other way: turned about its diagonal, a picture has its right on its left."""
    return ((end, start) for start, end in stretches)


def find_ways(stretches: Iterable[tuple[Corner, Corner]]) -> dict[Corner, list[Corner]]:
    """Where the stretches lead from each corner; at two where pieces touch by a corner."""
    ways: dict[Corner, list[Corner]] = {}
    for start, end in stretches:
        ways.setdefault(start, []).append(end)
    return ways


def follow(ways: dict[Corner, list[Corner]], first: Corner) -> list[Corner]:
    """Go along the border from a corner until one is back, taking those stretches out of ``ways``.

    Where two lead on it turns right, so that pieces that touch by a corner stay apart.
    """
    line, here, before = [first], first, first
    while True:
        there = choose_way(ways[here], before, here)
        ways[here].remove(there)
        if not ways[here]:
            del ways[here]
        if there == first:
            return line
        line.append(there)
        before, here = here, there


def choose_way(ends: list[Corner], before: Corner, here: Corner) -> Corner:
    """The end that lies to the right of whoever comes from ``before``; the only one where there is no choice."""
    if len(ends) == 1:
        return ends[0]
    (rows, columns) = (here[0] - before[0], here[1] - before[1])
    turns = [(end[1] - here[1]) * -rows + (end[0] - here[0]) * columns for end in ends]
    return ends[int(np.argmax(turns))]


def drop_specks(lines: list[Line]) -> list[Line]:
    """The largest first, without what is noise."""
    areas = [abs(measure_area(line)) for line in lines]
    least = SPECK * max(areas, default=0.0)
    order = sorted(range(len(lines)), key=lambda place: -areas[place])
    return [lines[place] for place in order[:MOST_PIECES] if areas[place] >= least]


def measure_area(line: Line) -> float:
    """What a closed line goes around, in pixels; below 0 where it does so counterclockwise."""
    rows, columns = line.T
    return float(np.sum(columns * np.roll(rows, -1) - np.roll(columns, -1) * rows) / 2)


def simplify_all(lines: list[Line]) -> list[Line]:
    """Lines with few enough points together, each as true as that allows."""
    tolerance = TOLERANCE
    while True:
        simple = [line for line in (simplify(line, tolerance) for line in lines) if len(line) > 2]
        if sum(map(len, simple)) <= MOST_POINTS:
            return simple
        tolerance *= 1.5


def simplify(line: Line, tolerance: float) -> Line:
    """A closed line through some of its points, of which none of the others is farther than ``tolerance`` (Douglas and
    Peucker, 1973)."""
    far = int(np.argmax(np.hypot(*(line - line[0]).T)))
    closed = np.concatenate([line, line[:1]])
    kept = np.zeros(len(closed), bool)
    kept[[0, far, len(line)]] = True
    open_ends = [(0, far), (far, len(line))]
    while open_ends:
        start, end = open_ends.pop()
        if end - start < 2:
            continue
        distances = measure_distances(closed[start + 1 : end], closed[start], closed[end])
        worst = int(np.argmax(distances))
        if distances[worst] > tolerance:
            middle = start + 1 + worst
            kept[middle] = True
            open_ends += [(start, middle), (middle, end)]
    return line[kept[:-1]]


def measure_distances(points: Line, start: Line, end: Line) -> NDArray[np.float64]:
    """How far points lie from the stretch between two others."""
    along = end - start
    length = float(along @ along)
    places = np.clip((points - start) @ along / length, 0, 1) if length else np.zeros(len(points))
    distances: NDArray[np.float64] = np.hypot(*(points - start - places[:, None] * along).T)
    return distances


def join_lines(lines: list[Line]) -> list[Line]:
    """Closed lines as one, from the first point of the first and back to it.

    The ways between go along rows, which no row's middle crosses, and along columns, there and back: neither counts.
    """
    if not lines:
        return []
    (first, *others) = lines
    hub = first[0]
    whole = [*first]
    for line in others:
        corner = np.array([hub[0], line[0][1]])
        whole += [hub, corner, *line, line[0], corner]
    return [*whole, hub] if others else whole
