"""Layered PSD files, read again by two programs that did not write them together."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageCms
from psd_tools import PSDImage

from engine.operations.image_to_psd import Layer, layered_psd

Pixels = NDArray[np.uint8]
Found = dict[str, tuple[tuple[int, int, int, int], Pixels]]  # by name: left, top, right, bottom, and RGBA

ROWS, COLUMNS = 40, 50


def picture(seed: int) -> Pixels:
    return np.random.default_rng(seed).integers(0, 256, (ROWS, COLUMNS, 3), dtype=np.uint8)


def inside(top: int, left: int, bottom: int, right: int) -> NDArray[np.bool_]:
    mask = np.zeros((ROWS, COLUMNS), bool)
    mask[top:bottom, left:right] = True
    return mask


def soft() -> Pixels:
    """An alpha of every value, 0 at the top and bottom."""
    alpha = np.zeros((ROWS, COLUMNS), np.uint8)
    alpha[5:35, 10:30] = np.linspace(1, 255, 600).round().reshape(30, 20)
    return alpha


IMAGE, BACKGROUND = picture(1), picture(2)
CUP, SPOON = inside(3, 4, 13, 24), inside(20, 30, 40, 50)
SPOON[22:24, 33:40] = False


PARTS: tuple[tuple[NDArray[Any], str], ...] = ((BACKGROUND, "Background"), (soft(), "Foreground"), (CUP, "Cup"))


def example(*objects: Layer, alpha: Pixels | None = None, **more: bytes | Pixels) -> bytes:
    return layered_psd(IMAGE, BACKGROUND, soft() if alpha is None else alpha, objects, **more)  # type: ignore[arg-type]


def with_psd_tools(file: bytes) -> Found:
    layers = {layer.name: layer for layer in PSDImage.open(io.BytesIO(file))}
    return {name: (layer.bbox, np.asarray(layer.topil())) for name, layer in layers.items()}


def with_pillow(file: bytes) -> Found:
    found: Found = {}
    with Image.open(io.BytesIO(file)) as document:
        for number, (name, _, box, _) in enumerate(document.layers, start=1):  # type: ignore[attr-defined]
            document.frame = 0  # type: ignore[attr-defined]  # it opens on the merged picture but takes that for layer 1, and would not seek there
            document.seek(number)
            left, top, right, bottom = box
            found[name] = box, np.array(document)[top:bottom, left:right]
    return found


both = pytest.mark.parametrize("reopen", [with_psd_tools, with_pillow])
Reopen = Callable[[bytes], Found]


@both
def test_layers_lie_on_each_other_in_order(reopen: Reopen) -> None:
    found = reopen(example(Layer("Cup", CUP), Layer("Spoon", SPOON)))
    assert list(found) == ["Background", "Foreground", "Cup", "Spoon"]


@both
def test_the_background_is_whole_and_opaque(reopen: Reopen) -> None:
    box, pixels = reopen(example())["Background"]
    assert box == (0, 0, COLUMNS, ROWS)
    assert (pixels[..., :3] == BACKGROUND).all() and (pixels[..., 3] == 255).all()


@both
def test_the_foreground_keeps_its_alpha_and_its_pixels_exactly(reopen: Reopen) -> None:
    box, pixels = reopen(example())["Foreground"]
    assert box == (10, 5, 30, 35)
    assert (pixels[..., 3] == soft()[5:35, 10:30]).all()
    assert (pixels[..., :3] == IMAGE[5:35, 10:30]).all()


@both
def test_an_object_is_cut_to_its_box_and_to_its_mask(reopen: Reopen) -> None:
    box, pixels = reopen(example(Layer("Spoon", SPOON)))["Spoon"]
    mask = SPOON[20:40, 30:50]
    assert box == (30, 20, 50, 40)
    assert (pixels[..., 3] == mask * 255).all()
    assert (pixels[mask][:, :3] == IMAGE[SPOON]).all() and not pixels[~mask].any()


@both
def test_a_foreground_with_cleaned_colours_gets_them(reopen: Reopen) -> None:
    _, pixels = reopen(example(foreground=picture(3)))["Foreground"]
    assert (pixels[..., :3] == picture(3)[5:35, 10:30]).all()


@both
def test_a_layer_without_a_pixel_is_left_out(reopen: Reopen) -> None:
    nothing = np.zeros((ROWS, COLUMNS), np.uint8)
    assert list(reopen(example(Layer("Ghost", nothing > 0), alpha=nothing))) == ["Background"]


def test_names_in_any_script_are_kept() -> None:
    assert "杯子 é" in with_psd_tools(example(Layer("杯子 é", CUP)))


def test_names_in_any_script_do_not_stop_programs_that_read_only_ascii() -> None:
    assert "?? ?" in with_pillow(example(Layer("杯子 é", CUP)))


def test_a_name_may_be_longer_than_old_programs_read() -> None:
    file = example(Layer("x" * 300, CUP))
    assert "x" * 300 in with_psd_tools(file) and "x" * 255 in with_pillow(file)


def test_programs_that_show_one_picture_show_what_the_layers_show_together() -> None:
    file = example(Layer("Cup", CUP), Layer("Spoon", SPOON))
    shown = np.asarray(Image.open(io.BytesIO(file)))
    layers = np.asarray(PSDImage.open(io.BytesIO(file)).composite(force=True).convert("RGB"))
    assert (shown[CUP | SPOON] == IMAGE[CUP | SPOON]).all()
    assert np.abs(shown.astype(int) - layers).max() <= 1


def test_the_colour_profile_is_kept() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert Image.open(io.BytesIO(example(profile=profile))).info["icc_profile"] == profile


def test_the_same_layers_give_the_same_bytes() -> None:
    assert example(Layer("Cup", CUP)) == example(Layer("Cup", CUP))


@pytest.mark.parametrize("name", ["Background", "Foreground", "Cup"])
def test_a_layer_of_another_size_is_refused(name: str) -> None:
    background, alpha, cup = (part[name == of :] for part, of in PARTS)
    with pytest.raises(ValueError, match=name):
        layered_psd(IMAGE, background, alpha, [Layer("Cup", cup)])


def test_sides_that_the_format_cannot_say_are_refused() -> None:
    long = np.zeros((1, 30_001, 3), np.uint8)
    with pytest.raises(ValueError, match="30000"):
        layered_psd(long, long, long[..., 0], [])
