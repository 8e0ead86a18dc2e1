"""Whatever a page may send to any tool: a field that is missing or wrong is said at its place, and nothing is lost."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from editor.models import Picture
from editor.tools.registry import TOOLS
from tests.editor import factories
from tests.editor.clients import key, post, visitor
from tests.editor.panel_html import Panel

pytestmark = pytest.mark.django_db

BOX = json.dumps({"steps": [{"kind": "box", "add": True, "points": [1, 2, 30, 40]}]})
STROKES = json.dumps([{"kind": "brush", "add": True, "radius": 2, "points": [1, 2, 3, 4]}])
AGE, HAIR = f"p-{factories.EVA}-age", f"p-{factories.EVA}-haircolor"
# What a person may ask of each tool; VISUAL stands for the regions that are shown.
ASKED = {
    "erase": {"mask_ids": "3,1", "visual": "VISUAL"},
    "distractions": {"mask_ids": "3,1", "visual": "VISUAL"},
    "erase_foreground": {},
    "find_spots": {},
    "image_to_psd": {},
    "people": {AGE: "3.5", HAIR: "red"},
    "remove_background": {"strokes": STROKES},
    "blur_background": {"scale": "2", "strokes": STROKES},
    "replace_background": {
        "behind": "gradient",
        "first": "#123456",
        "second": "#fedcba",
        "direction": "diagonal",
        "strokes": STROKES,
    },
    "expand": {"width": "200", "height": "160", "left": "50", "top": "40", "ratio": "1:1"},
    "crop_foreground": {"padding": "7", "unit": "px", "background": "remove"},
    "increase_resolution": {"factor": "4"},
    "hide_faces": {f"face-{factories.EVA}": "on", "method": "fill", "strength": "2"},
    "packshot": {
        "width": "300",
        "height": "200",
        "share": "70",
        "background": "colour",
        "colour": "#eeeeee",
        "shadow": "float",
    },
    "colorize": {"look": "sepia_vintage"},
    "gen_fill": {"selection": BOX, "fill": "gradient", "first": "teal", "second": "#abc", "direction": "radial"},
}
# Asked of what another job has left; their own tests send them.
AFTERWARDS = {"spots", "other_fills"}
PARTS = re.compile(r'data-part="([^"]+)" data-version="([^"]+)"')
CHOICES = {"fill", "behind"}  # words cannot be chosen any more where they are not understood
ORDER = ("revision", "key")
NONSENSE = ["", "x", "-1", "9" * 30, "[[[", "\x00", "<b>&\"' 📷 שלום"]
CASES = [(tool, name) for tool, fields in ASKED.items() for name in (*ORDER, *fields)]
# Words that take a generative model.
WORDS = {
    "expand": {**ASKED["expand"], "prompt": "a beach"},
    "gen_fill": {**ASKED["gen_fill"], "fill": "prompt", "prompt": "a beach"},
    "replace_background": {**ASKED["replace_background"], "behind": "prompt", "prompt": "a beach"},
}


@pytest.fixture
def picture() -> Picture:
    return factories.picture()


def asked(picture: Picture, tool: str) -> dict[str, str]:
    """The posted fields of a tool's form as they should be."""
    visual = str(picture.visuals.get().pk)
    fields = {name: visual if value == "VISUAL" else value for name, value in ASKED[tool].items()}
    return {"tool": tool, "revision": "1", "key": key(), **fields}


def send(picture: Picture, fields: dict[str, Any], seen: str = "") -> Any:
    return post(visitor(), f"/pictures/{picture.pk}/edits/", seen=seen, **fields)


def shown(picture: Picture) -> str:
    """The parts that the page shows, as it tells them, so that only what is refused comes again."""
    page = visitor().get(f"/pictures/{picture.pk}/").content.decode()
    return " ".join(f"{name}={version}" for name, version in PARTS.findall(page))


def test_every_tool_is_asked() -> None:
    assert set(ASKED) | AFTERWARDS == set(TOOLS)


@pytest.mark.parametrize("tool", ASKED)
def test_what_is_asked_is_done(picture: Picture, tool: str) -> None:
    assert send(picture, asked(picture, tool)).status_code == 200
    assert picture.jobs.get().params["tool"] == tool


@pytest.mark.parametrize(("tool", "name"), CASES)
def test_a_wrong_or_missing_field_is_said_at_its_place_and_nothing_is_lost(
    picture: Picture, tool: str, name: str
) -> None:
    seen = shown(picture)
    for value in (None, *NONSENSE):
        fields = asked(picture, tool)
        fields.pop(name)
        fields |= {} if value is None else {name: value}
        response = send(picture, fields, seen)
        if response.status_code == 404:
            assert name == "revision"  # there is no such step
        elif response.status_code == 200:
            picture.jobs.get().delete()  # nothing is wrong with it, or it counts for nothing here
        else:
            is_refused(picture, response, fields, name)


def is_refused(picture: Picture, response: Any, fields: dict[str, str], name: str) -> None:
    """Nothing was begun, the panel says at the field what is wrong, and holds everything else that was entered."""
    assert response.status_code == 422
    assert not picture.jobs.exists()
    panel = Panel(response.content.decode(), TOOLS[fields["tool"]].panel)
    assert panel.alerts
    assert panel.is_said_at(name)
    assert [other for other, value in fields.items() if other != name and not panel.holds(other, value)] == []


@pytest.mark.parametrize("tool", WORDS)
def test_words_that_the_engine_does_not_understand_are_refused_in_their_panel(picture: Picture, tool: str) -> None:
    fields = {**asked(picture, tool), **WORDS[tool]}
    response = send(picture, fields, shown(picture))
    is_refused(picture, response, {name: value for name, value in fields.items() if name not in CHOICES}, "prompt")


def test_a_tool_that_there_is_not_is_refused(picture: Picture) -> None:
    response = send(picture, {**asked(picture, "erase"), "tool": "magic"}, shown(picture))
    assert response.status_code == 422
    assert Panel(response.content.decode(), "regions").alerts
