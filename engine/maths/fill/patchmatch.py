"""PatchMatch kernels: for every patch that touches a hole, a patch outside it that looks the same.

Pictures come in as ``rows of bytes``: (rows, columns * 3) uint8, so that one patch row is one run of memory. A *target*
is the centre of a patch that touches the hole, a *match* the centre of the patch chosen for it; ``index`` (rows,
columns) int32 holds the number of the target at a pixel, -1 where there is none. All patches lie inside the picture.

Squared differences of bytes over a patch stay below 2**24, so that sums in float32 are exact in any order: results do
not depend on the compiler's vector width.

Source: Barnes, Shechtman, Finkelstein, Goldman, "PatchMatch", ACM Transactions on Graphics 28(3), 2009, and the voting
of Wexler, Shechtman, Irani, "Space-time completion of video", IEEE TPAMI 29(3), 2007.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

CHANNELS = 3
# 7 x 7 patches: sharper seams than 9 x 9 at half the cost, steadier than 5 x 5 (compared on thirteen holes).
RADIUS = 3
SIDE = 2 * RADIUS + 1
RUN = SIDE * CHANNELS

Bytes = NDArray[np.uint8]
Mask = NDArray[np.bool_]
Places = NDArray[np.int32]
Costs = NDArray[np.float32]


@njit(cache=True, fastmath=True, nogil=True)
def patch_cost(
    source: Bytes, source_row: int, source_column: int, target: Bytes, row: int, column: int, start: float, limit: float
) -> float:
    """Sum of squared differences of two patches, on top of ``start``; stops early once it passes ``limit``."""
    total = np.float32(start)
    first = (source_column - RADIUS) * CHANNELS
    other = (column - RADIUS) * CHANNELS
    for step in range(-RADIUS, RADIUS + 1):
        part = np.float32(0)
        for place in range(RUN):
            difference = np.float32(source[source_row + step, first + place]) - np.float32(
                target[row + step, other + place]
            )
            part += difference * difference
        total += part
        if total >= limit:
            break
    return float(total)


@njit(cache=True, fastmath=True, nogil=True)
def measure(source: Bytes, target: Bytes, targets: Places, matches: Places, row_penalty: float, costs: Costs) -> None:
    """Write the cost of every target's present match into ``costs``."""
    for number in range(len(targets)):
        row, column = targets[number]
        match_row, match_column = matches[number]
        start = row_penalty * (match_row - row) ** 2
        costs[number] = patch_cost(source, match_row, match_column, target, row, column, start, np.inf)


@njit(cache=True, fastmath=True, nogil=True)
def search(
    source: Bytes,
    usable: Mask,
    target: Bytes,
    targets: Places,
    index: Places,
    matches: Places,
    costs: Costs,
    usage: Places,
    row_penalty: float,
    crowding: float,
    turns: tuple[int, int, int],
    reach: int,
    state: np.uint64,
) -> np.uint64:
    """Improve ``matches`` and ``costs`` in place, and return the ``state`` of the random numbers to go on with.

    ``turns`` (first, end, step) are the targets to look at: a sweep goes over all of them once, forwards (step 1) or
    backwards (-1) in turn, in as many calls as one likes. A target tries its neighbours' matches, shifted, and random
    places around its own, in windows that shrink from ``reach`` pixels by halves. ``usable`` (rows, columns) says which
    pixels may be the centre of a match. Costs include ``row_penalty`` times the squared distance in rows. ``usage``
    (rows, columns) int32 counts the targets at each match and is kept up to date; each other target there adds
    ``crowding`` to a choice, not to ``costs``.
    """
    rows, columns = usable.shape
    first, end, step = turns
    for number in range(first, end, step):
        row, column = targets[number]
        best_row, best_column = matches[number]
        usage[best_row, best_column] -= 1
        best = costs[number] + crowding * usage[best_row, best_column]
        for axis in range(2):
            down = step if axis == 0 else 0
            right = step if axis == 1 else 0
            if not (0 <= row - down < rows and 0 <= column - right < columns):
                continue
            neighbour = index[row - down, column - right]
            if neighbour < 0:
                continue
            try_row = matches[neighbour, 0] + down
            try_column = matches[neighbour, 1] + right
            if not (0 <= try_row < rows and 0 <= try_column < columns and usable[try_row, try_column]):
                continue
            start = row_penalty * (try_row - row) ** 2 + crowding * usage[try_row, try_column]
            cost = patch_cost(source, try_row, try_column, target, row, column, start, best)
            if cost < best:
                best, best_row, best_column = cost, try_row, try_column
        window = reach
        while window >= 1:
            # Knuth's MMIX linear congruential generator; the upper bits are the random ones.
            state = state * np.uint64(6364136223846793005) + np.uint64(1442695040888963407)
            span = np.uint64(2 * window + 1)
            try_row = best_row + np.int64((state >> np.uint64(48)) % span) - window
            try_column = best_column + np.int64(((state >> np.uint64(32)) & np.uint64(0xFFFF)) % span) - window
            window //= 2
            if not (0 <= try_row < rows and 0 <= try_column < columns and usable[try_row, try_column]):
                continue
            start = row_penalty * (try_row - row) ** 2 + crowding * usage[try_row, try_column]
            cost = patch_cost(source, try_row, try_column, target, row, column, start, best)
            if cost < best:
                best, best_row, best_column = cost, try_row, try_column
        matches[number, 0] = best_row
        matches[number, 1] = best_column
        costs[number] = best - crowding * usage[best_row, best_column]
        usage[best_row, best_column] += 1
    return state


@njit(cache=True, fastmath=True, nogil=True)
def vote(source: Bytes, target: Bytes, pixels: Places, index: Places, matches: Places, weights: Costs) -> None:
    """Set every pixel of ``pixels`` in ``target`` to the weighted mean of what the patches over it say."""
    rows, columns = index.shape
    for number in range(len(pixels)):
        row, column = pixels[number]
        red = green = blue = total = 0.0
        for down in range(max(-RADIUS, -row), min(RADIUS, rows - 1 - row) + 1):
            for right in range(max(-RADIUS, -column), min(RADIUS, columns - 1 - column) + 1):
                patch = index[row + down, column + right]
                if patch < 0:
                    continue
                weight = weights[patch]
                from_row = matches[patch, 0] - down
                from_column = (matches[patch, 1] - right) * CHANNELS
                total += weight
                red += weight * source[from_row, from_column]
                green += weight * source[from_row, from_column + 1]
                blue += weight * source[from_row, from_column + 2]
        if total > 0:
            target[row, column * CHANNELS] = np.uint8(red / total + 0.5)
            target[row, column * CHANNELS + 1] = np.uint8(green / total + 0.5)
            target[row, column * CHANNELS + 2] = np.uint8(blue / total + 0.5)


@njit(cache=True, fastmath=True, nogil=True)
def elect(pixels: Places, index: Places, matches: Places, weights: Costs, origins: Places) -> None:
    """Write into ``origins`` the place each pixel is copied from: the best patch over it, near centres preferred.

    A pixel no patch covers gets (-1, -1).
    """
    rows, columns = index.shape
    for number in range(len(pixels)):
        row, column = pixels[number]
        best = -1.0
        origins[number, 0] = origins[number, 1] = -1
        for down in range(max(-RADIUS, -row), min(RADIUS, rows - 1 - row) + 1):
            for right in range(max(-RADIUS, -column), min(RADIUS, columns - 1 - column) + 1):
                patch = index[row + down, column + right]
                if patch < 0:
                    continue
                weight = weights[patch] / (1.0 + 0.3 * (down * down + right * right))
                if weight > best:
                    best = weight
                    origins[number, 0] = matches[patch, 0] - down
                    origins[number, 1] = matches[patch, 1] - right
