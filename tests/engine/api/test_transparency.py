"""What is invisible is no picture: colours under an alpha of 0 change nothing that a route answers, and come out of
none. The routes, and what they take, are those of the OpenAPI document: a new one is asked as well.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from psd_tools import PSDImage

from engine import urls
from engine.image_fields import IMAGE_FORMAT
from engine.views.openapi import describe
from harness.images import Pixels, base64_of, open_image, pixels_of, png
from recipes import runs
from recipes.writing import value_to_json
from tests.engine.api.conftest import Api, members, result_of

PATHS = describe("http://localhost", urls.urlpatterns)["paths"]
IDS = {"visual_id", "sid", "request_id", "status_url", "sha256"}
OBJECT = "/v2/image/segment/object"  # which takes the installation's weights
SID = ".JPEG"  # what the names of states end with
GREEN = (0, 255, 0)
SIDE = 256


def fields_of(path: str, method: str) -> dict[str, Any]:
    """The fields of a route's body, with their schemas."""
    bodies = PATHS[path][method].get("requestBody", {"content": {}})["content"].values()
    return next((body["schema"]["properties"] for body in bodies), {})


def takes_picture(path: str, method: str) -> bool:
    fields = fields_of(path, method).values()
    return "{visual_id}" in path or any(field.get("format") == IMAGE_FORMAT for field in fields)


ROUTES = [
    (path, method) for path, item in PATHS.items() for method in item if method in ("get", "post")
    if takes_picture(path, method) and path != OBJECT
]  # fmt: skip
WITH_ALPHA = [route for route in ROUTES if "preserve_alpha" in fields_of(*route)]
FILLED = [route for route in WITH_ALPHA if "prompt" in fields_of(*route) and not route[0].endswith("guided")]


@pytest.fixture(scope="module")
def opacity() -> Pixels:
    """Clear in two corners and in a hole, half clear in a pane, with soft edges between, clear along no side."""
    alpha = np.full((SIDE, SIDE), 255, np.uint8)
    alpha[:, 200:] = 128
    alpha[:110, :70] = alpha[200:, 190:] = alpha[120:140, 60:90] = 0
    alpha[110:112, :70] = 90
    return alpha


@pytest.fixture(scope="module")
def hole() -> Pixels:
    """A mask that covers the middle of the face, and the edge of the hole in the picture."""
    mask = np.zeros((SIDE, SIDE), np.uint8)
    mask[90:150, 80:140] = 255
    return mask


def hide_colour(pixels: Pixels, alpha: Pixels, colour: Any) -> bytes:
    """The picture as PNG, with a colour where it is clear."""
    return png(np.dstack((np.where((alpha == 0)[..., None], np.uint8(colour), pixels), alpha)))


@pytest.fixture(scope="module")
def twins(portrait: bytes, opacity: Pixels) -> list[bytes]:
    """Two pictures that differ only where nobody sees it."""
    pixels = pixels_of(portrait)
    noise = np.random.default_rng(0).integers(0, 256, pixels.shape)
    return [hide_colour(pixels, opacity, GREEN), hide_colour(pixels, opacity, noise)]


@pytest.mark.parametrize(("path", "method"), ROUTES)
def test_hidden_colours_change_nothing(api: Api, twins: list[bytes], hole: Pixels, path: str, method: str) -> None:
    one, other = (answers_of(api, path, method, twin, hole, {}) for twin in twins)
    assert one == other


@pytest.mark.parametrize("path", [OBJECT, "/v1/objects/mask_generator", "/v2/image/edit/remove_background"])
def test_hidden_colours_change_nothing_that_is_learned(
    api: Api, installed_weights: Path, twins: list[bytes], hole: Pixels, path: str
) -> None:
    one, other = (answers_of(api, path, "post", twin, hole, {}) for twin in twins)
    assert one == other


@pytest.mark.parametrize(("path", "method"), WITH_ALPHA)
def test_hidden_colours_do_not_show_in_an_opaque_result(
    api: Api, twins: list[bytes], hole: Pixels, path: str, method: str
) -> None:
    one, other = (answers_of(api, path, method, twin, hole, {"preserve_alpha": False}) for twin in twins)
    assert one == other


@pytest.mark.parametrize(("path", "method"), FILLED)
def test_hidden_colours_are_not_continued(api: Api, twins: list[bytes], hole: Pixels, path: str, method: str) -> None:
    continued = {"prompt": "fill from surroundings"}
    one, other = (answers_of(api, path, method, twin, hole, continued) for twin in twins)
    assert one == other


STICKER = np.zeros((160, 200, 4), np.uint8)
STICKER[40:120, 20:80] = (40, 90, 200, 255)
STICKER[50:110, 120:170] = (220, 40, 40, 255)
MASK = np.zeros((160, 200), np.uint8)
MASK[44:116, 114:176] = 255
ERASE, FILL, REPLACE = (f"/v2/image/edit/{slug}" for slug in ("erase", "gen_fill", "replace_background"))


def test_what_stood_on_nothing_leaves_nothing(api: Api) -> None:
    result = result_of(api, ERASE, {"image": base64_of(png(STICKER)), "mask": base64_of(png(MASK))})
    assert not result[MASK > 0].any()
    assert np.array_equal(result[MASK == 0], STICKER[MASK == 0])


def test_a_hole_inside_of_what_shows_is_closed(api: Api) -> None:
    torn, mask = STICKER.copy(), np.zeros_like(MASK)
    torn[70:80, 40:50], mask[66:84, 36:54] = 0, 255
    result = result_of(api, ERASE, {"image": base64_of(png(torn)), "mask": base64_of(png(mask))})
    assert (np.abs(result[mask > 0].astype(int) - (40, 90, 200, 255)) <= 2).all()


def test_nothing_grows_beyond_an_edge_that_is_erased(api: Api) -> None:
    mask = np.zeros_like(MASK)
    mask[60:90, 10:40] = 255
    result = result_of(api, ERASE, {"image": base64_of(png(STICKER)), "mask": base64_of(png(mask))})
    assert not result[..., 3][(STICKER[..., 3] == 0)].any()
    assert (result[70:80, 30:40] == (40, 90, 200, 255)).all()


def test_a_colour_on_nothing_shows(api: Api) -> None:
    fields = {"image": base64_of(png(STICKER)), "mask": base64_of(png(MASK)), "prompt": "lime"}
    result = result_of(api, FILL, fields)
    assert (result[MASK > 0] == (0, 255, 0, 255)).all()


@pytest.mark.parametrize(("side", "around"), [(10, 255), (30, 0)])
def test_a_picture_goes_on_as_opaque_as_most_of_its_border(api: Api, scene: Pixels, side: int, around: int) -> None:
    alpha = np.full(scene.shape[:2], 255, np.uint8)
    for rows in (slice(side), slice(-side, None)):
        alpha[rows, :side] = alpha[rows, -side:] = 0
    fields = {"image": base64_of(png(np.dstack((scene, alpha)))), "aspect_ratio": 2.0}
    result = result_of(api, "/v2/image/edit/expand", fields)
    assert np.array_equal(result[:, 16:112, 3], alpha)
    assert (result[:, :16, 3] == around).all()


def test_a_pane_lets_a_colour_through_by_its_alpha(api: Api) -> None:
    pane = np.zeros((220, 240, 4), np.uint8)
    pane[60:160, 60:180] = (200, 60, 40, 128)
    fields = {"image": base64_of(png(pane)), "prompt": "#0000ff", "original_quality": True}
    result = result_of(api, REPLACE, fields)
    assert np.abs(result[100, 100].astype(int) - (100, 30, 147)).max() <= 1
    assert (result[10, 10] == (0, 0, 255)).all()


def test_what_is_clear_is_in_no_region(api: Api) -> None:
    visual_id = api.register(png(STICKER))
    zipped = members(api.fetch(api.get(f"/v1/{visual_id}/objects/mask_generator").json()["objects_masks"]))
    panoptic = zipped[f"{visual_id}_panoptic.png"]
    assert np.array_equal(panoptic > 0, STICKER[..., 3] > 0)
    assert len(zipped) == 1 + panoptic.max()
    parts = pixels_of(api.fetch(api.get(f"/v1/{visual_id}/objects/parts").json()["parts_url"]))
    assert np.array_equal(parts > 0, STICKER[..., 3] > 0)


def test_the_layers_of_a_picture_are_as_clear_as_it_is(api: Api, twins: list[bytes], opacity: Pixels) -> None:
    file = api.fetch(api.post(f"/v1/{api.register(twins[0])}/image_to_psd").json()["image_res"])
    merged = np.asarray(open_image(file))
    layers = np.asarray(PSDImage.open(io.BytesIO(file)).composite(force=True).convert("RGBA"))
    for alpha in (merged[..., 3], layers[..., 3]):
        assert np.abs(alpha.astype(int) - opacity).max() <= 2
    pane = opacity == 128
    assert np.abs(layers[pane].astype(int) - pixels_of(twins[0])[pane]).mean() < 3


def test_a_picture_of_nothing_is_said_to_be_one(api: Api) -> None:
    nothing = base64_of(png(np.zeros((220, 240, 4), np.uint8)))
    answer = api.post("/v2/image/edit/remove_background", {"image": nothing, "sync": True})
    assert answer.status_code == 422
    assert "fully transparent" in answer.json()["error"]["details"]


def answers_of(api: Api, path: str, method: str, picture: bytes, mask: Pixels, more: dict[str, Any]) -> list[Any]:
    """What a route answers about a picture, and all files that it made, without what names them."""
    visual_id = api.register(picture) if "{visual_id}" in path else ""
    known = example_fields(api, path, visual_id, picture, mask) | more
    wanted = {name: known[name] for name in fields_of(path, method) if name in known}
    address = path.format(visual_id=visual_id)
    if address == "/v1/upload":
        answer = api.upload(picture)
    else:
        answer = api.get(address) if method == "get" else api.post(address, wanted)
    assert answer.status_code in (200, 208), answer.content
    return list(describe_answer(api, answer.json()))


def example_fields(api: Api, path: str, visual_id: str, picture: bytes, mask: Pixels) -> dict[str, Any]:
    """A value for each field that a route may need."""
    drawn, marked = base64_of(png(mask)), value_to_json(runs.encode((mask > 0).tobytes(), SIDE))
    return {
        **dict.fromkeys(("image", "image_url", "file"), base64_of(picture)),
        **dict.fromkeys(("mask", "mask_url"), drawn),
        **dict.fromkeys(("prompt", "bg_prompt"), "" if path.endswith("guided") else "lime"),
        "color": "sepia_vintage",
        "recipe": {"recipe": 1, "steps": [{"do": "erase", "mask": marked}]},
        "changes": age_people(api, visual_id) if path.endswith("/create") else erase_mask(drawn),
        "aspect_ratio": 1.2,
        "fast": True,
        "sync": True,
    }


def age_people(api: Api, visual_id: str) -> list[dict[str, Any]]:
    people = api.get(f"/v1/{visual_id}/person/info").json()
    return [{"id": person["id"], "actions": {"age": "mid-60"}} for person in people]


def erase_mask(drawn: str) -> list[dict[str, Any]]:
    return [{"mask_url": f"data:image/png;base64,{drawn}"}]


def describe_answer(api: Api, said: Any) -> Iterator[Any]:
    """An answer piece by piece, files opened."""
    if isinstance(said, dict):
        for name in sorted(set(said) - IDS):
            yield name
            yield from describe_answer(api, said[name])
    elif isinstance(said, list):
        for item in said:
            yield from describe_answer(api, item)
    elif isinstance(said, str) and said.startswith("http"):
        yield from describe_file(api.fetch(said))
    elif not str(said).endswith(SID):
        yield said


def describe_file(content: bytes) -> Iterator[Any]:
    """What is to be seen in a file that the engine made: a picture, a document in layers, or a folder of pictures."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as folder:
            for name in folder.namelist():
                yield name.partition("_")[2]
                yield from describe_pixels(pixels_of(folder.read(name)))
    elif content.startswith(b"8BPS"):
        yield from describe_pixels(np.asarray(open_image(content)))
        for layer in PSDImage.open(io.BytesIO(content)):
            yield (layer.name, layer.bbox)
            yield from describe_pixels(np.asarray(layer.topil()))
    else:
        yield from describe_pixels(pixels_of(content))


def describe_pixels(pixels: Pixels) -> Iterator[Any]:
    """A picture's size and bytes; where it is clear it holds one colour at most, which tells nothing."""
    if pixels.ndim == 3 and pixels.shape[2] == 4:
        assert len(np.unique(pixels[pixels[..., 3] == 0], axis=0)) <= 1
    yield (pixels.shape, hashlib.sha256(pixels.tobytes()).hexdigest())
