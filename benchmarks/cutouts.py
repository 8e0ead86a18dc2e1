"""What background removal is measured on: pictures whose subject is known, a simulated hand, and a hairy edge."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from benchmarks.composites import (
    ASTRONAUT_HEAD,
    COFFEE_SAUCER_AND_CUP,
    SOFT_EDGE_SIGMA,
    Mask,
    Picture,
    Scene,
    bundled,
    colours,
    composite,
    polygon,
    tint,
)
from benchmarks.figures import cutouts

# A subject's longer side over the background's shorter one.
SUBJECT_SIZE = 0.62
# A stroke's half width over the picture's diagonal, and how near to the middle of what it marks it keeps.
BRUSH, MIDDLE = 0.006, 0.5
# Hairs: how many, their lengths and the strength of their curl in pixels and radians, on a disc of this radius.
HAIRS, HAIR_LENGTHS, CURL, HAIRY_SIDE, HAIRY_RADIUS = 260, (10, 34), 0.5, 512, 138
# Drawn so many times larger and scaled down, hairs have soft edges; their width in those pixels.
SUPERSAMPLING, HAIR_WIDTHS = 4, (3, 7)


def photos() -> Iterator[Scene]:
    """The photos that come with a cut-out, whose alpha is taken for the truth; raises Absent without any."""
    for photo, cutout in cutouts():
        picture = np.array(Image.open(photo).convert("RGB"))
        yield Scene(photo.stem, picture, (np.array(Image.open(cutout).getchannel("A")) > 127,))


def pasted() -> Iterator[Scene]:
    """Things cut from one bundled picture and laid on another: nine scenes whose truth is exact."""
    gravel, brick, grass = (bundled(name) for name in ("gravel", "brick", "grass"))
    backgrounds = {
        "brick": tint(brick, (0.8, 0.85, 0.95)),
        "gravel": colours(gravel),
        "meadow": tint(grass, (0.7, 1.0, 0.6)),
        "night": np.ascontiguousarray(bundled("rocket")[:300, :300]),
    }
    coffee, astronaut = bundled("coffee"), bundled("astronaut")[..., :3]
    cup, head = polygon(coffee, COFFEE_SAUCER_AND_CUP), polygon(astronaut, ASTRONAUT_HEAD)
    for name in ("brick", "meadow", "night"):
        yield paste(f"cup on {name}", backgrounds[name], coffee, cup)
    for name in ("brick", "gravel", "meadow"):
        yield paste(f"head on {name}", backgrounds[name], astronaut, head)
    yield composite("grass on gravel", tint(gravel, (0.8, 0.85, 0.95)), colours(grass))
    yield composite("coffee on brick", backgrounds["brick"], coffee)
    yield composite("cat on grass", backgrounds["meadow"], bundled("chelsea"))


def paste(name: str, ground: Picture, source: Picture, mask: Mask) -> Scene:
    """What ``mask`` marks in ``source``, in the middle of ``ground`` enlarged to 512 pixels, a little low."""
    rows, columns = (slice(int(found.min()), int(found.max()) + 1) for found in np.nonzero(mask))
    side = 512
    scale = SUBJECT_SIZE * side / max(rows.stop - rows.start, columns.stop - columns.start)
    size = round(scale * (columns.stop - columns.start)), round(scale * (rows.stop - rows.start))
    subject = cv2.resize(source[rows, columns], size, interpolation=cv2.INTER_CUBIC)
    shape = cv2.resize(mask[rows, columns].view(np.uint8), size, interpolation=cv2.INTER_NEAREST)
    top, left = round(0.55 * (side - size[1])), (side - size[0]) // 2
    place = np.s_[top : top + size[1], left : left + size[0]]
    truth, above = np.zeros((side, side), np.uint8), np.zeros((side, side, 3), np.uint8)
    truth[place], above[place] = shape, subject
    alpha = cv2.GaussianBlur(truth.astype(np.float32), (0, 0), SOFT_EDGE_SIGMA)[..., None]
    below = cv2.resize(ground, (side, side), interpolation=cv2.INTER_CUBIC)
    return Scene(name, np.rint(above * alpha + below * (1 - alpha)).astype(np.uint8), (truth > 0,))


def stroke(error: Mask) -> Mask:
    """What a hand would draw to correct ``error``: along the inner line of its largest piece, and never out of it."""
    _, pieces, numbers, _ = cv2.connectedComponentsWithStats(error.view(np.uint8), connectivity=4)
    if len(numbers) < 2:
        return np.zeros_like(error)
    piece = pieces == 1 + numbers[1:, cv2.CC_STAT_AREA].argmax()
    # The picture's frame ends a piece like any other outline.
    depth = cv2.distanceTransform(np.pad(piece, 1).view(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
    middle = piece & (depth >= max(1.0, MIDDLE * depth.max()))
    line = cv2.ximgproc.thinning(middle.view(np.uint8) * 255)
    radius = max(1, round(BRUSH * float(np.hypot(*error.shape))))
    brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    return np.asarray((cv2.dilate(line, brush) > 0) & piece)


def hairy() -> tuple[Picture, Mask, NDArray[np.floating]]:
    """A disc of cat with hair around it on grass: the picture, the disc without its hair, and the true alpha 0..1."""
    side = HAIRY_SIDE
    cat = cv2.resize(bundled("chelsea"), (side, side))
    grass = cv2.resize(tint(bundled("grass"), (0.5, 0.8, 0.6)), (side, side))
    drawn = np.zeros((side * SUPERSAMPLING, side * SUPERSAMPLING), np.uint8)
    middle = side * SUPERSAMPLING // 2
    cv2.circle(drawn, (middle, middle), HAIRY_RADIUS * SUPERSAMPLING, 255, cv2.FILLED)
    disc = np.asarray(cv2.resize(drawn, (side, side), interpolation=cv2.INTER_AREA) > 127)
    draw_hair(drawn, middle)
    alpha = cv2.resize(drawn, (side, side), interpolation=cv2.INTER_AREA) / np.float32(255)
    picture = np.rint(cat * alpha[..., None] + grass * (1 - alpha[..., None])).astype(np.uint8)
    return picture, disc, alpha


def draw_hair(drawn: NDArray[np.uint8], middle: int) -> None:
    """Curved hairs that grow out of the disc."""
    random = np.random.default_rng(0)
    along = np.linspace(0, 1, 8)
    for angle in random.uniform(0, 2 * np.pi, HAIRS):
        reach = (HAIRY_RADIUS - 2 + random.uniform(*HAIR_LENGTHS) * along) * SUPERSAMPLING
        bent = angle + random.normal(0, CURL) * along**2 * 0.15
        points = np.stack([middle + reach * np.cos(bent), middle + reach * np.sin(bent)], axis=1)
        cv2.polylines(drawn, [points.astype(np.int32)], False, 255, int(random.integers(*HAIR_WIDTHS)))
