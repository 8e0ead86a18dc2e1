"""What colours are called."""

from __future__ import annotations

import numpy as np
import pytest

from editor.imaging import colours
from masks import hierarchy
from masks.regions import LabelMap


def called(red: int, green: int, blue: int) -> str:
    return colours.name_colour(hierarchy.convert_to_lab(np.array([[[red, green, blue]]], np.uint8))[0, 0])


@pytest.mark.parametrize(
    ("rgb", "name"),
    [
        ((8, 8, 10), "black"),
        ((140, 142, 140), "grey"),
        ((250, 250, 250), "white"),
        ((220, 20, 30), "red"),  # signal red
        ((250, 125, 20), "orange"),  # an astronaut's suit
        ((101, 67, 33), "brown"),  # bark
        ((222, 196, 164), "beige"),  # sand
        ((252, 226, 20), "yellow"),
        ((34, 139, 34), "green"),  # a lawn
        ((64, 224, 208), "turquoise"),
        ((135, 206, 235), "blue"),  # the sky
        ((0, 0, 128), "blue"),  # navy
        ((128, 0, 128), "purple"),
        ((255, 105, 180), "pink"),
    ],
)
def test_colours_are_called_what_people_call_them(rgb: tuple[int, int, int], name: str) -> None:
    assert called(*rgb) == name


def test_each_region_has_the_colour_that_it_has_on_the_whole() -> None:
    picture = np.zeros((4, 6, 3), np.uint8)
    picture[:, :3], picture[:, 3:], picture[0, 0] = (250, 125, 20), (0, 60, 200), 255
    labels = np.repeat([[7, 7, 7, 9, 9, 9]], 4, axis=0).astype(np.uint8)
    looks = colours.describe_regions(LabelMap(labels), picture)
    assert [look.colour for look in looks] == ["orange", "blue"]
    assert all(isinstance(value, int) for look in looks for value in look.lab)


def test_what_changes_from_pixel_to_pixel_is_rougher() -> None:
    picture = np.full((8, 16, 3), 128, np.uint8)
    picture[2:4, 8:] = picture[6:, 8:] = 60
    labels = np.repeat([[1] * 8 + [2] * 8], 8, axis=0).astype(np.uint8)
    smooth, striped = (look.texture for look in colours.describe_regions(LabelMap(labels), picture))
    assert smooth < 8 < striped


def test_a_map_without_regions_has_no_colours() -> None:
    assert colours.describe_regions(LabelMap(np.zeros((2, 2), np.uint8)), np.zeros((2, 2, 3), np.uint8)) == []
