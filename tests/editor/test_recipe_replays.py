"""A recipe of a revision, carried out on its own original, gives the bytes of that revision: for every tool."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from editor import files, pictures
from editor.history import fills
from editor.imaging import panoptic, pixels, uploads
from editor.jobs import queue
from editor.models import Job, Picture, Revision
from editor.recipes import making, steps
from editor.tools.registry import TOOLS
from engine.recipes.run import apply
from recipes import reading, writing
from tests.editor.user_actions import done, edit
from tests.narrowing import require

pytestmark = pytest.mark.django_db(transaction=True)

EDGES = {"smooth": 0, "grow": 0, "feather": 0}
BOX = {"kind": "box", "add": True, "points": [30, 20, 60, 50]}
STROKE = {"kind": "brush", "add": True, "radius": 4.0, "points": [20, 30, 40, 34, 80, 60]}
LASSO = {"kind": "lasso", "add": False, "points": [30, 30, 60, 30, 45, 60]}
DRAWN = {"steps": [BOX, STROKE, LASSO], "edges": {**EDGES, "smooth": 2, "grow": 1}}
SOFT_EDGES = {**EDGES, "grow": 3, "feather": 5}
SOFT = {"steps": [BOX, STROKE, LASSO], "edges": SOFT_EDGES}
KEEP = {"kind": "brush", "add": True, "radius": 12.0, "points": [120, 90, 130, 110]}
FACE = {"x": 90.0, "y": 20.0, "w": 60.0, "h": 70.0}

Params = dict[str, Any]
ORDERS: dict[str, tuple[Params, ...]] = {
    "erase": (
        {"tool": "erase", "selection": DRAWN},
        {"tool": "erase", "selection": DRAWN, "include_shadow": True},
        {"tool": "erase", "selection": SOFT, "include_shadow": True},
    ),
    "gen_fill": (
        {"tool": "gen_fill", "selection": DRAWN, "fill": "surroundings", "prompt": "fill from surroundings"},
        {"tool": "gen_fill", "selection": DRAWN, "fill": "gradient", "prompt": "#dbe8f5 to #7f9dbf"},
        {"tool": "gen_fill", "selection": SOFT, "fill": "surroundings", "prompt": "fill from surroundings"},
        {"tool": "gen_fill", "selection": SOFT, "fill": "colour", "prompt": "#336699"},
    ),
    "remove_background": ({"tool": "remove_background"}, {"tool": "remove_background", "strokes": [KEEP]}),
    "blur_background": ({"tool": "blur_background", "scale": 4},),
    "replace_background": ({"tool": "replace_background", "prompt": "#336699"},),
    "expand": ({"tool": "expand", "canvas": [300, 240], "size": [256, 192], "place": [20, 30], "prompt": ""},),
    "crop_foreground": (
        {"tool": "crop_foreground", "padding": 7, "background": "remove"},
        {"tool": "crop_foreground", "padding": 7, "background": "keep"},
    ),
    "increase_resolution": ({"tool": "increase_resolution", "factor": 2, "fast": True},),
    "erase_foreground": ({"tool": "erase_foreground"},),
    "hide_faces": ({"tool": "hide_faces", "method": "pixelate", "strength": 2, "faces": [FACE]},),
    "colorize": ({"tool": "colorize", "look": "sepia_vintage"},),
    "packshot": (
        {
            "tool": "packshot",
            "background_color": "#ffffff",
            "canvas_size": [300, 200],
            "product_share": 80,
            "shadow": "float",
        },
    ),
}
BY_REGIONS = {"erase", "distractions"}  # tested with the regions that are found
BY_MASK = {"spots"}  # likewise, with a mask
WITH_PEOPLE = {"people"}  # likewise


@pytest.fixture
def picture() -> Picture:
    """A small photo of somebody, which the embedded engine has looked at."""
    [sample] = [sample for sample in pictures.samples() if sample.slug == "astronaut"]
    with Image.open(sample.path) as image:
        target = io.BytesIO()
        image.convert("RGB").resize((256, 192)).save(target, "PNG")
    return looked_at(target.getvalue())


def looked_at(image: bytes) -> Picture:
    row = pictures.create("alice", "Photo", uploads.accept(image, "photo.png"))
    assert done(row.jobs.get()).status == Job.Status.DONE
    row.refresh_from_db()
    return row


def follow(picture: Picture, **params: Any) -> Revision:
    """What a tool made of the picture, which the engine has then looked at as well."""
    job = edit(picture, **params)
    assert job.status == Job.Status.DONE, job.error
    for waiting in picture.jobs.filter(status=Job.Status.QUEUED):
        done(waiting)
    picture.refresh_from_db()
    return require(job.result)


def is_replayed(revision: Revision) -> bool:
    """Whether the recipe, read again out of its file, gives the very bytes."""
    recipe = reading.read(writing.write(making.make(revision)))
    original = revision.picture.revisions.get(parent=None)
    return apply(recipe, files.read(original.image)).image == files.read(revision.image)


def test_every_tool_is_tested() -> None:
    """All that make a revision."""
    editing = {slug for slug, tool in TOOLS.items() if tool.kind == "edit"}
    assert ORDERS.keys() | BY_REGIONS | BY_MASK | WITH_PEOPLE == editing
    assert steps.MAKERS.keys() | WITH_PEOPLE == editing


@pytest.mark.parametrize("params", [order for orders in ORDERS.values() for order in orders], ids=str)
def test_a_step_gives_its_bytes_again(picture: Picture, params: Params) -> None:
    assert is_replayed(follow(picture, **params))


@pytest.mark.parametrize(
    "params",
    [ORDERS["erase"][-1], ORDERS["gen_fill"][-1], ORDERS["gen_fill"][-2], ORDERS["crop_foreground"][-1]],
    ids=str,
)
def test_a_step_on_a_picture_with_transparency_gives_its_bytes_again(params: Params) -> None:
    pixels = np.random.default_rng(3).integers(0, 255, (192, 256, 4), np.uint8)
    pixels[..., 3] = np.linspace(0, 300, 256).clip(0, 255)
    pixels[40:150, 80:200] = (200, 40, 30, 255)
    target = io.BytesIO()
    Image.fromarray(pixels).save(target, "PNG")
    assert is_replayed(follow(looked_at(target.getvalue()), **params))


@pytest.mark.parametrize("by_region", [True, False])
def test_another_feathered_fill_gives_its_bytes_again(picture: Picture, by_region: bool) -> None:
    selection = {**regions_of(picture, list_regions(picture)[0]), "edges": SOFT_EDGES} if by_region else SOFT
    first = follow(picture, tool="erase", selection=selection)
    assert is_replayed(first) and is_replayed(choose_other_fill(picture, first))


def choose_other_fill(picture: Picture, first: Revision) -> Revision:
    """The last of the other fills of what was erased."""
    job = done(queue.enqueue(picture, "proposal", first, {"tool": "other_fills"}, "key"))
    fills.choose(job, str(fills.list_fills(job)[-1]["variant"]))
    picture.refresh_from_db()
    return require(picture.current)


def list_regions(picture: Picture) -> list[int]:
    """The regions of the picture as it is, the smallest first."""
    visual = require(require(picture.current).visual)
    found = panoptic.from_wire(files.read(visual.regions))
    return [region.id for region in sorted(found.regions, key=lambda region: region.area)]


def regions_of(picture: Picture, *ids: int) -> Params:
    edges = {"visual": require(picture.current).visual_id, "edges": EDGES}
    return {**edges, "steps": [{"kind": "regions", "add": True, "ids": list(ids)}]}


@pytest.mark.parametrize("tool", sorted(BY_REGIONS))
def test_regions_give_their_bytes_again(picture: Picture, tool: str) -> None:
    first, second, *_ = list_regions(picture)
    follow(picture, tool=tool, selection=regions_of(picture, first))
    revision = follow(picture, tool=tool, selection=regions_of(picture, second))
    assert revision.sid and [step.step.do for step in making.record(revision)] == ["objects_remove"] * 2
    assert is_replayed(revision)


def test_accepted_spots_give_their_bytes_again(picture: Picture) -> None:
    mask = np.zeros((192, 256), bool)
    mask[20:26, 30:36] = mask[100:108, 200:206] = True
    found = {"found": files.store(pixels.encode_mask(mask), ".png"), "boxes": [[30, 20, 6, 6], [200, 100, 6, 8]]}
    revision = follow(picture, tool="spots", accepted=[1], **found)
    [recorded] = making.record(revision)
    assert recorded.step.do == "erase"
    assert is_replayed(revision)


@pytest.mark.parametrize("by_region", [True, False])
def test_another_fill_gives_its_bytes_again(picture: Picture, by_region: bool) -> None:
    selection = regions_of(picture, list_regions(picture)[0]) if by_region else DRAWN
    first = follow(picture, tool="erase", selection=selection)
    other = choose_other_fill(picture, first)
    assert files.read(other.image) != files.read(first.image)
    assert is_replayed(other)


def test_steps_of_all_kinds_upon_each_other_give_their_bytes_again(picture: Picture) -> None:
    follow(picture, tool="erase", selection=regions_of(picture, list_regions(picture)[0]))
    follow(picture, tool="erase", selection=DRAWN)
    follow(picture, tool="erase", selection=regions_of(picture, list_regions(picture)[1]))
    revision = follow(picture, tool="blur_background", scale=2, strokes=[KEEP])
    assert is_replayed(revision)
