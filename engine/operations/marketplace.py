"""What marketplaces ask of a product's main picture: a white ground, a large product, enough pixels, no text over it.

The figures are those of Amazon's "Product image guide" (sellercentral.amazon.com), which most shops share.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.operations.crop_foreground import FAINTEST, Box, foreground_box

Image = NDArray[np.uint8]
Mask = NDArray[np.bool_]

RULES = ("size", "background", "share", "text")
LEAST_SIDE = 1000  # pixels of the longer side
LEAST_SHARE = 0.85  # of the frame's height or width, whichever is filled more
WHITE = 255
# From this level in every channel a pixel that is joined to the border counts as ground that was meant to be white, or
# as a shadow on it; as much of the border has to be so bright for the ground to be told from the product at all.
BRIGHT, BRIGHT_BORDER = 215, 0.6
# The product's soft edge, over the picture's shorter side and in pixels at least, where white mixes with the product,
# down from this level. And the share of the ground beyond it that may be off white, for stray hairs.
EDGE, THINNEST_EDGE, EDGE_LEVEL, MOST_OFF = 0.012, 3, 250, 0.001
# Parts under this share of the picture are specks. Characters are no taller than this share of it, beside each other
# where their middles are no further apart than half a height, alike where one is at most twice as tall as another, and
# at least so many of them make a word.
SPECK, TALLEST, ALIKE, LETTERS = 2e-5, 0.12, 2.0, 4


@dataclass(frozen=True)
class Finding:
    """One rule about a picture.

    ``passed`` is None where it cannot be told. ``value`` was measured and ``limit`` is asked for, in the rule's own
    unit: pixels ("size"), a share of the frame ("share"), of the ground that is not white ("background"), characters
    ("text"). ``text`` says both, and what to do.
    """

    rule: str
    passed: bool | None
    value: float
    limit: float
    text: str


def check(image: Image) -> tuple[Finding, ...]:
    """What there is to say about ``image``, RGB or RGBA (rows, columns, channels) uint8, by each of the four rules."""
    if image.shape[2] == 4 and (image[..., 3] < 255).any():
        return check_size(image), *check_cutout(image)
    colours = np.ascontiguousarray(image[..., :3])
    ground = find_ground(colours)
    if ground is None:
        return check_size(image), *check_scene(colours)
    near = grow_edge(~ground)
    product = near & (colours.min(axis=2) < EDGE_LEVEL)
    return check_size(image), check_background(colours, ~near), check_share(product), check_text(~ground)


def check_size(image: Image) -> Finding:
    """The longer side."""
    longest = max(image.shape[:2])
    said = f"The longer side has {longest} pixels; {LEAST_SIDE} are asked for"
    if longest >= LEAST_SIDE:
        return Finding("size", True, longest, LEAST_SIDE, f"{said}.")
    return Finding("size", False, longest, LEAST_SIDE, f"{said}. Make the packshot larger, or enlarge the picture.")


def check_cutout(image: Image) -> tuple[Finding, ...]:
    """The other rules for a picture with transparency, which shops fill with a colour of their own."""
    alpha = image[..., 3]
    clear = float((alpha < 255).mean())
    said = f"{percent(clear)} of the picture is transparent. Put the product on white (#ffffff)."
    product = alpha > FAINTEST
    if not product.any():
        return Finding("background", False, clear, MOST_OFF, said), empty_frame(), no_text()
    return Finding("background", False, clear, MOST_OFF, said), check_share(product), check_text(product)


def check_scene(image: Image) -> tuple[Finding, ...]:
    """The other rules for a picture whose ground is not white at all."""
    border = join_border(image)
    colour = "#{:02x}{:02x}{:02x}".format(*np.rint(border.mean(axis=0)).astype(int).tolist())
    off = float((border < WHITE).any(axis=1).mean())
    unknown = "As the background is not white, {what} cannot be told. Make a packshot on white first."
    return (
        Finding(
            "background", False, off, MOST_OFF, f"The border is about {colour}, not white. Make a packshot on white."
        ),
        Finding("share", None, 0, LEAST_SHARE, unknown.format(what="the share that the product takes up")),
        Finding("text", None, 0, 0, unknown.format(what="text beside the product")),
    )


def check_background(image: Image, outside: Mask) -> Finding:
    """Whether the picture is pure white ``outside`` the product's edge."""
    levels = image.min(axis=2)[outside]
    off = float((levels < WHITE).mean()) if levels.size else 0.0
    if off == 0:
        said = "The background is pure white (255) outside the product's edge."
        return Finding("background", True, off, MOST_OFF, said)
    said = (
        f"{percent(off)} of the background is not pure white; its darkest pixel there has {int(levels.min())} of 255."
    )
    if off <= MOST_OFF:
        return Finding("background", True, off, MOST_OFF, said)
    advice = "Make a packshot on white without a shadow, or erase what is there."
    return Finding("background", False, off, MOST_OFF, f"{said} {advice}")


def check_share(product: Mask) -> Finding:
    """How much of the frame the box around the product fills, in the direction where it fills more."""
    solid = remove_specks(product)
    if not solid.any():
        return empty_frame()
    box = foreground_box(solid.astype(np.uint8) * 255)
    share = fill_share(box, product.shape)
    said = f"The product fills {percent(share)} of the frame; {percent(LEAST_SHARE)} are asked for"
    if share >= LEAST_SHARE:
        return Finding("share", True, share, LEAST_SHARE, f"{said}.")
    return Finding("share", False, share, LEAST_SHARE, f"{said}. Make a packshot with a larger share, or crop closer.")


def check_text(product: Mask) -> Finding:
    """Whether strokes that look like letters stand beside the product, where it can be told."""
    letters = count_letters(product)
    if letters:
        said = f"{letters} strokes beside the product stand in a row as letters do. Erase text, logos and watermarks."
        return Finding("text", False, letters, 0, said)
    return no_text()


def no_text() -> Finding:
    """Nothing beside the product; what is printed over it looks as what is printed on it."""
    return Finding("text", True, 0, 0, "No text was found beside the product; over the product it cannot be told.")


def empty_frame() -> Finding:
    """There is no product."""
    return Finding("share", False, 0, LEAST_SHARE, "There is nothing in the frame.")


def find_ground(image: Image) -> Mask | None:
    """The bright ground around a product, joined to the border; None where the border is not bright."""
    bright = image.min(axis=2) >= BRIGHT
    if float((join_border(image).min(axis=1) >= BRIGHT).mean()) < BRIGHT_BORDER:
        return None
    _, parts = cv2.connectedComponents(bright.view(np.uint8), connectivity=4)
    outer = np.zeros(int(parts.max()) + 1, bool)
    outer[join_border(parts[..., None])] = True
    outer[0] = False
    return np.asarray(outer[parts])


def grow_edge(product: Mask) -> Mask:
    """``product`` and its soft edge."""
    radius = max(THINNEST_EDGE, round(EDGE * min(product.shape)))
    square = cv2.getStructuringElement(cv2.MORPH_RECT, (2 * radius + 1, 2 * radius + 1))
    return np.asarray(cv2.dilate(product.view(np.uint8), square).view(bool))


def join_border(image: NDArray[np.integer]) -> NDArray[np.integer]:
    """The outermost pixels (n, channels)."""
    return np.concatenate((image[0], image[-1], image[:, 0], image[:, -1]))


def fill_share(box: Box, shape: tuple[int, ...]) -> float:
    """The larger of the shares of the frame's height and width."""
    return max(box.rows / shape[0], box.columns / shape[1])


def remove_specks(mask: Mask) -> Mask:
    """``mask`` without parts that are too small to be anything."""
    _, parts, boxes, _ = cv2.connectedComponentsWithStats(mask.view(np.uint8))
    large = boxes[:, cv2.CC_STAT_AREA] > SPECK * mask.size
    large[0] = False
    return np.asarray(large[parts])


def count_letters(product: Mask) -> int:
    """How many parts beside the largest one are as tall as their neighbours and stand in a row with them."""
    _, _, boxes, _ = cv2.connectedComponentsWithStats(product.view(np.uint8))
    parts = boxes[1:]
    if len(parts) <= LETTERS:
        return 0
    others = np.delete(parts, parts[:, cv2.CC_STAT_AREA].argmax(), axis=0)
    tall, area = others[:, cv2.CC_STAT_HEIGHT], others[:, cv2.CC_STAT_AREA]
    others = others[(area > SPECK * product.size / 4) & (tall <= TALLEST * len(product))]
    return longest_row(others)


def longest_row(parts: NDArray[Any]) -> int:
    """The most parts that stand in one row and are alike in height; 0 where they are too few to be a word."""
    tall = parts[:, cv2.CC_STAT_HEIGHT].astype(np.float64)
    middles = parts[:, cv2.CC_STAT_TOP] + tall / 2
    counts = [
        int(((np.abs(middles - middle) <= height / 2) & (tall <= ALIKE * height) & (ALIKE * tall >= height)).sum())
        for middle, height in zip(middles, tall, strict=True)
    ]
    most = max(counts, default=0)
    return most if most >= LETTERS else 0


def percent(share: float) -> str:
    """A share in words, never rounded to nothing or to all."""
    value = 100 * share
    if 0 < value < 0.1:
        return "less than 0.1 %"
    return f"{int(value * 10) / 10:g} %"
