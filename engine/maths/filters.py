"""OpenCV's filters as they are needed here: typed, and copying rather than writing in place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.compositing import composite

Bytes = NDArray[np.uint8]
Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]
Places = NDArray[np.int32]
Level = TypeVar("Level", np.uint8, np.float32)
Entry = TypeVar("Entry", np.uint8, np.bool_)

# Pixels; a smaller size of the gaussian pyramid has nothing left to blur.
SMALLEST_SIDE = 4
# Rows worked on at once where that takes several bytes for each pixel of a picture.
STRIP = 256
# Pixels up to which the nearest ones are looked for in the whole picture at once: that takes 13 bytes for each.
AT_ONCE = 8_000_000
# Pixels around a strip of a larger one that are looked at with it, and the side of the blocks that it is divided into
# for what is further away.
MARGIN, BLOCK = 64, 8


def gaussian_blur(values: NDArray[Level], sigma: float) -> NDArray[Level]:
    """Gaussian blur of this deviation in pixels."""
    return np.asarray(cv2.GaussianBlur(values, (0, 0), sigma), values.dtype)


def bilateral_blur(image: NDArray[Level], diameter: int, levels: float, sigma: float) -> NDArray[Level]:
    """``image`` (rows, columns, 3) smoothed where its colours are alike (Tomasi and Manduchi, ICCV 1998).

    Colours a few ``levels`` apart are alike; ``diameter`` and ``sigma`` are in pixels. A picture of one column lies
    down meanwhile: OpenCV 4.14 divides a long one among threads and writes beyond its end.
    """
    rows, columns, channels = image.shape
    lying = image.reshape(1, rows, channels) if columns == 1 else image
    return np.asarray(cv2.bilateralFilter(lying, diameter, levels, sigma), image.dtype).reshape(image.shape)


def variable_blur(image: Bytes, sigma: Floats) -> Bytes:
    """``image`` (rows, columns, 3) uint8, each pixel blurred by its ``sigma`` (rows, columns) float32 in pixels.

    A pixel of sigma 0.5 and less is kept to the byte. Each halving of the gaussian pyramid, with its binomial filter,
    is a blur of one of its own pixels; a sigma between two sizes mixes both.
    """
    if min(image.shape[:2]) < SMALLEST_SIDE or sigma.max() <= 0.5:
        return image.copy()
    rows, columns = image.shape[:2]
    half = np.asarray(cv2.pyrDown(image), np.uint8)
    half_sigma = np.asarray(cv2.resize(sigma / 2, half.shape[1::-1], interpolation=cv2.INTER_AREA), np.float32)
    coarse = cv2.pyrUp(variable_blur(half, half_sigma), dstsize=(columns, rows))
    share = np.rint((2 * sigma - 1).clip(0, 1) * 255).astype(np.uint8)
    return composite(np.asarray(coarse, np.uint8), share, image)


def count_values(values: Bytes, where: Mask | None = None) -> NDArray[np.intp]:
    """How often each of 256 values is among ``values`` (rows, columns), or among those ``where`` the mask is.

    Strip by strip, for numpy copies what it counts to eight bytes each.
    """
    counts = np.zeros(256, np.intp)
    for _, strip in strips(values.shape):
        part = values[strip] if where is None else values[strip][where[strip]]
        counts += np.bincount(part.ravel(), minlength=256)
    return counts


def look_up(table: NDArray[Entry], values: Bytes) -> NDArray[Entry]:
    """The entry, uint8 or bool, of a ``table`` of at most 256 for each of the ``values`` (rows, columns) uint8.

    numpy would first copy the values to eight bytes each.
    """
    whole = np.zeros(256, np.uint8)
    whole[: len(table)] = table
    return np.asarray(cv2.LUT(values, whole), np.uint8).view(table.dtype)


def dilate(values: Floats, size: int) -> Floats:
    """The largest value within a square of this side around each pixel."""
    return np.asarray(cv2.dilate(values, np.ones((size, size), np.uint8)), np.float32)


def erode(mask: Mask, radius: int) -> Mask:
    """``mask`` without all within ``radius`` pixels of what it leaves out, both ways."""
    square = np.ones((2 * radius + 1, 2 * radius + 1), np.uint8)
    return np.asarray(cv2.erode(mask.view(np.uint8), square).view(bool))


def guided_filter(guide: Floats, values: Floats, radius: int, variance: float) -> Floats:
    """Values smoothed where the guide is flat and kept where it has edges of more than that variance.

    Source: He, Sun and Tang, "Guided image filtering", ECCV 2010.
    """
    return np.asarray(cv2.ximgproc.guidedFilter(guide, values, radius, variance), np.float32)


def shrink(image: Bytes, scale: float) -> Bytes:
    """The picture with its sides multiplied by ``scale``, which is below 1."""
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def resize_at(values: NDArray[Level], size: tuple[int, ...], places: NDArray[np.intp]) -> Floats:
    """``values`` enlarged bilinearly to ``size`` (columns, rows), at ``places`` (n,) along its rows: (n, channels)."""
    large = cv2.resize(values, (size[0], size[1]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(large.reshape(-1, *values.shape[2:])[places], np.float32)


def distance_transform(mask: Mask, size: int = 3) -> Floats:
    """Pixels from each of the mask's to the nearest that is not in it, 0 outside.

    ``size`` 3 or 5 is that of OpenCV's chamfer mask: the larger one is nearer to the Euclidean distance.
    """
    return np.asarray(cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, size), np.float32)


def parts_touching(mask: Mask, seeds: Mask, connectivity: int = 8) -> Mask:
    """The connected parts of ``mask`` that share a pixel with ``seeds``, both (rows, columns): reconstruction."""
    count, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=connectivity)
    reached = np.zeros(count, bool)
    reached[labels[mask & seeds]] = True
    return np.asarray(mask & reached[labels])


def take_nearest(values: Bytes, known: Mask) -> Bytes:
    """``values`` (rows, columns) uint8 where they are ``known``, elsewhere that of the nearest pixel where they are.

    As they are where none is known.
    """
    if not known.any():
        return values
    result = np.empty_like(values)
    for strip, nearest in nearest_in_strips(known):
        result[strip] = values.ravel()[nearest]
    return result


def nearest_in_strips(known: Mask) -> Iterator[tuple[slice, Places]]:
    """For each pixel which ``known`` one is nearest, strip by strip: the rows, and that one's place along all rows.

    One at least is known. In a large picture, pixels further than MARGIN from any get one that is about as near.
    """
    rows, columns = known.shape
    if known.size <= AT_ONCE:
        yield slice(0, rows), find_nearest(known)[0]
        return
    coarse = find_nearest_coarsely(known)
    for row, strip in strips(known.shape):
        top, count = max(0, row - MARGIN), min(STRIP, rows - row)
        blocks = coarse[row // BLOCK : -(-(row + count) // BLOCK)]
        places = blocks.repeat(BLOCK, axis=0).repeat(BLOCK, axis=1)[:count, :columns]
        window = known[top : row + count + MARGIN]
        if window.any():
            near, distance = (found[row - top : row - top + count] for found in find_nearest(window))
            places = np.where(distance <= MARGIN, near + np.int32(top * columns), places)
        yield strip, places


def find_nearest_coarsely(known: Mask) -> Places:
    """For each block of BLOCK pixels a side the place along the rows of a ``known`` pixel that is about the nearest."""
    columns = known.shape[1]
    across = -(-columns // BLOCK)
    firsts, any_known = [], []
    for row, strip in strips(known.shape):
        part = known[strip]
        padding = ((0, -len(part) % BLOCK), (0, -columns % BLOCK))
        blocks = np.pad(part, padding).reshape(-1, BLOCK, across, BLOCK).swapaxes(1, 2).reshape(-1, across, BLOCK**2)
        down, right = np.divmod(blocks.argmax(axis=-1), BLOCK)
        tops = row + BLOCK * np.arange(len(blocks))[:, None]
        firsts.append(((tops + down) * columns + BLOCK * np.arange(across) + right).astype(np.int32))
        any_known.append(blocks.any(axis=-1))
    return np.asarray(np.concatenate(firsts).ravel()[find_nearest(np.concatenate(any_known))[0]], np.int32)


def find_nearest(known: Mask) -> tuple[Places, Floats]:
    """For each pixel the place along the rows of the nearest ``known`` one, and how far that is in pixels."""
    distance, labels = cv2.distanceTransformWithLabels(
        (~known).view(np.uint8), cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    named = np.zeros(int(labels.max()) + 1, np.int32)
    for row, strip in strips(known.shape):
        places = np.flatnonzero(known[strip])
        named[labels[strip].ravel()[places]] = places + row * known.shape[1]
    for _, strip in strips(known.shape):
        labels[strip] = named[labels[strip]]
    return np.asarray(labels, np.int32), np.asarray(distance, np.float32)


def strips(shape: tuple[int, ...]) -> Iterator[tuple[int, slice]]:
    """The first row of each strip of a picture of ``shape`` (rows, columns, …), and the rows in it."""
    return ((row, slice(row, row + STRIP)) for row in range(0, shape[0], STRIP))
