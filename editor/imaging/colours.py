"""What a region looks like: its colour, in one word too, as people name colours, and how rough it is.

The basic colour terms (Berlin and Kay, 1969), with turquoise and beige, which photographs are full of. A colour is
called what the nearest of a few examples is called; nearness is measured in CIELAB, where it is even to the eye.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import ImageColor

from masks import hierarchy
from masks.regions import LabelMap

# Examples of each term in sRGB: its focus, and where it reaches to.
EXAMPLES: dict[str, tuple[tuple[int, int, int], ...]] = {
    "black": ((0, 0, 0), (28, 28, 28), (32, 24, 22), (20, 24, 32)),
    "grey": ((70, 70, 70), (128, 128, 128), (190, 190, 190), (100, 106, 112), (150, 145, 140)),
    "white": ((255, 255, 255), (235, 235, 235), (245, 240, 232)),
    "red": ((200, 0, 0), (255, 40, 40), (130, 15, 25), (185, 60, 60)),
    "orange": ((255, 140, 0), (230, 105, 30), (250, 170, 95), (225, 90, 20), (235, 80, 40)),
    "brown": ((100, 60, 30), (140, 90, 50), (65, 42, 30), (160, 115, 85), (120, 55, 35)),
    "beige": ((225, 205, 175), (240, 225, 205), (205, 180, 150), (215, 165, 135)),
    "yellow": ((250, 220, 0), (255, 240, 120), (205, 180, 40), (240, 190, 60)),
    "green": ((0, 128, 0), (60, 165, 60), (25, 60, 30), (140, 190, 110), (100, 120, 50), (90, 200, 60)),
    "turquoise": ((0, 180, 180), (100, 210, 200), (0, 110, 115)),
    "blue": ((0, 60, 200), (60, 120, 200), (20, 30, 90), (150, 190, 230), (75, 105, 145), (60, 60, 230)),
    "purple": ((110, 30, 140), (150, 100, 190), (60, 20, 80)),
    "pink": ((255, 150, 190), (230, 60, 140), (245, 195, 205), (215, 120, 130)),
}
NAMES = [name for name, examples in EXAMPLES.items() for _ in examples]


@dataclass(frozen=True)
class Look:
    """What a region looks like: what its colour is called, its mean in CIELAB, rounded, and how much the colour changes
    from pixel to pixel there, on average, in the same unit: smooth skies 1 to 3, foliage 15 and more."""

    colour: str
    lab: tuple[int, ...]
    texture: float


def describe_regions(label_map: LabelMap, picture: NDArray[np.uint8]) -> list[Look]:
    """The look of each region, by ascending id. ``picture`` is (rows, columns, 3) uint8 RGB at any scale."""
    if not label_map.regions:
        return []
    numbers, lab = hierarchy.number_regions(label_map), hierarchy.convert_to_lab(picture)
    means = hierarchy.measure_colours(label_map, numbers, lab)
    textures = hierarchy.measure_colours(label_map, numbers, hierarchy.measure_steps(lab)[..., None])[:, 0]
    return [describe_colour(mean, float(texture)) for mean, texture in zip(means, textures, strict=True)]


def describe_colour(mean: NDArray[np.floating], texture: float) -> Look:
    """The look of a region of a ``mean`` colour (3,) in CIELAB."""
    return Look(name_colour(mean), tuple(np.rint(mean).astype(int).tolist()), round(texture, 1))


def name_colour(colour: NDArray[np.floating]) -> str:
    """What a colour is called; ``colour`` is (3,) CIELAB."""
    distances = np.linalg.norm(FOCI - colour, axis=-1)
    return NAMES[int(distances.argmin())]


def is_css_name(name: str) -> bool:
    """True for a colour of CSS (CSS Color Module Level 4, named colours), in small letters without spaces."""
    return name in ImageColor.colormap


FOCI = hierarchy.convert_to_lab(np.array([[focus for examples in EXAMPLES.values() for focus in examples]], np.uint8))[
    0
]
