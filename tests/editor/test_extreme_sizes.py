"""Pictures of unusual sizes go through the whole studio and all its tools: one pixel, a long strip, a tower."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from editor import exports, files, pictures
from editor.imaging import uploads
from editor.jobs import queue
from editor.models import Job, Picture
from editor.tools.registry import TOOLS
from tests.editor.user_actions import accepted_spot, done, pixels_of

pytestmark = pytest.mark.django_db(transaction=True)

SIZES = [(1, 1), (1, 700), (3, 2), (12_000, 200), (200, 12_000)]  # width, height


def prepared(width: int, height: int) -> tuple[Picture, Job]:
    """A striped picture, and the job that looked at it."""
    stripes = np.zeros((height, width, 3), np.uint8)
    stripes[:, width // 2 :] = (200, 60, 30)
    target = io.BytesIO()
    Image.fromarray(stripes).save(target, "PNG")
    picture = pictures.create("alice", "Odd", uploads.accept(target.getvalue(), "odd.png"))
    job = done(picture.jobs.get())
    picture.refresh_from_db()
    return picture, job


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
def test_it_is_looked_at_shown_and_taken_away(size: tuple[int, int]) -> None:
    picture, job = prepared(*size)
    assert job.status == Job.Status.DONE, job.error
    revision = picture.current
    assert revision is not None
    for name in (revision.screen, revision.thumbnail):
        with Image.open(io.BytesIO(files.read(name))) as image:
            assert max(image.size) <= max(size)
    assert pixels_of(revision).shape[:2] == size[::-1]
    assert exports.export(revision).data


@pytest.mark.parametrize(
    "size", [size for size in SIZES if min(size) >= 200], ids=lambda size: "x".join(map(str, size))
)
def test_a_region_of_a_strip_is_erased(size: tuple[int, int]) -> None:
    picture, _ = prepared(*size)
    base = picture.current
    assert base is not None
    job = done(queue.enqueue(picture, "edit", base, {"tool": "erase", "mask_ids": [1]}, "key"))
    assert job.status == Job.Status.DONE, job.error
    assert job.result is not None
    assert (job.result.width, job.result.height) == size


def test_erasing_all_there_is_fails_with_a_sentence() -> None:
    picture, _ = prepared(1, 1)
    base = picture.current
    assert base is not None
    job = done(queue.enqueue(picture, "edit", base, {"tool": "erase", "mask_ids": [1]}, "key"))
    assert job.status == Job.Status.FAILED
    assert job.error_kind in {"rejected", "unsupported"}


def asked(width: int, height: int) -> dict[str, dict[str, Any]]:
    """What each tool but that for people can be asked of a picture of this size."""
    box = {"kind": "box", "add": True, "points": [0, 0, width / 9, height / 2]}
    selection = {"steps": [box], "edges": {"smooth": 0, "grow": 0, "feather": 0}}
    canvas = {"canvas": [width + 20, height + 20], "size": [width, height], "place": [10, 10]}
    return {
        "erase": {"selection": selection},
        "distractions": {"mask_ids": [1]},
        "gen_fill": {"selection": selection, "fill": "colour", "prompt": "#4080c0"},
        "remove_background": {},
        "blur_background": {"scale": 2},
        "replace_background": {"prompt": "#4080c0"},
        "crop_foreground": {"padding": 3, "background": "keep"},
        "increase_resolution": {"factor": 2},
        "expand": {**canvas, "prompt": ""},
        "erase_foreground": {},
        "hide_faces": {"method": "blur", "strength": 3, "faces": [{"x": 0, "y": 0, "w": width, "h": height}]},
        "packshot": {"background_color": "#ffffff", "canvas_size": [90, 80], "product_share": 85, "shadow": "regular"},
        "colorize": {"look": "sepia_vintage"},
        "image_to_psd": {},
        "find_spots": {},
        "spots": {},
    }


def test_every_tool_is_asked() -> None:
    others = {"people", "other_fills"}  # for somebody who is there, and a step that erased
    assert set(asked(1, 1)) | others == set(TOOLS)


@pytest.mark.parametrize("tool", asked(1, 1))
@pytest.mark.parametrize("size", [(1, 1), (1_200, 20)], ids=lambda size: "x".join(map(str, size)))
def test_every_tool_makes_something_or_says_why_not(size: tuple[int, int], tool: str) -> None:
    picture, _ = prepared(*size)
    assert picture.current is not None
    params = {"tool": tool, **asked(*size)[tool], **(accepted_spot(*size) if tool == "spots" else {})}
    job = done(queue.enqueue(picture, TOOLS[tool].kind, picture.current, params, "key"))
    if job.status != Job.Status.DONE:
        assert job.error_kind in {"rejected", "unsupported"}, job.error
