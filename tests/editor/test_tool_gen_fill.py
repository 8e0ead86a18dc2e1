"""The tools of "Clean up" and "Fill", against a service faked at the transport."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from editor.models import Picture
from editor.tools.gen_fill import ColourField
from tests.bria.fakes import reply
from tests.editor import factories, fake_service
from tests.editor.clients import key, post, visitor
from tests.editor.user_actions import edit, pixels_of, uploaded
from tests.narrowing import require

pytestmark = pytest.mark.django_db

BOX = {"kind": "box", "add": True, "points": [10, 5, 30, 25]}  # columns 10 to 30, rows 5 to 25
SELECTION = {"steps": [BOX], "edges": {"smooth": 0, "grow": 0, "feather": 0}}
NO_WORDS = {"operations": {"gen_fill_by_prompt": {"available": False, "reason": "No model.", "enabled_by": "hosted"}}}


@pytest.fixture
def engine(hosted: fake_service.Service) -> fake_service.Service:
    """A service that fills and erases: every result is a white picture."""
    for route in ("gen_fill", "erase_foreground"):
        hosted.overrides[f"/image/edit/{route}"] = lambda: reply({"request_id": "r1"}, 202)
    return hosted


def fill(picture: Picture, **wishes: Any) -> Any:
    asked = {"tool": "gen_fill", "selection": SELECTION, "fill": "colour", "prompt": "#ff8800", **wishes}
    return edit(picture, **asked)


def test_the_selection_is_filled_and_nothing_else_changes(engine: fake_service.Service) -> None:
    result = pixels_of(fill(uploaded()).result)
    outside = np.ones(fake_service.SIZE, bool)
    outside[5:26, 10:31] = False
    assert not result[outside].any()
    assert (result[8:22, 13:27] == 255).all()


def test_the_mask_and_the_words_are_sent(engine: fake_service.Service) -> None:
    fill(uploaded())
    [body] = engine.sent_to("/gen_fill")
    mask = fake_service.decoded(body["mask"])
    assert (body["prompt"], mask[15, 20], mask[15, 50]) == ("#ff8800", 255, 0)


def test_a_feathered_fill_fades_into_the_picture(engine: fake_service.Service) -> None:
    selection = {**SELECTION, "edges": {"smooth": 0, "grow": 0, "feather": 6}}
    row = pixels_of(fill(uploaded(), selection=selection).result)[15, :, 0]
    assert (row[0], row[20]) == (0, 255)
    assert len(set(row[4:16].tolist())) > 4


@pytest.mark.parametrize(
    ("kind", "prompt", "title"),
    [
        ("surroundings", "fill from surroundings", "Filled from the surroundings"),
        ("colour", "#ff8800", "Filled with #ff8800"),
        ("gradient", "gradient from #ffffff to #000000, radial", "Filled with a gradient"),
        ("prompt", "a red boat", "Filled with a red boat"),
    ],
)
def test_the_history_says_with_what(engine: fake_service.Service, kind: str, prompt: str, title: str) -> None:
    assert str(fill(uploaded(), fill=kind, prompt=prompt).result.title) == title


def test_the_regions_are_looked_for_anew(engine: fake_service.Service) -> None:
    assert fill(uploaded()).result.visual is None


def test_the_foreground_is_erased(engine: fake_service.Service) -> None:
    job = edit(uploaded(), tool="erase_foreground")
    assert (job.status, str(require(job.result).title)) == ("done", "Removed the foreground")
    assert len(engine.sent_to("/erase_foreground")) == 1


def test_accepted_distractions_are_erased_in_one_step(engine: fake_service.Service) -> None:
    picture = uploaded()
    job = edit(picture, tool="distractions", mask_ids=[1, 2], visual=require(picture.current).visual_id)
    result = require(job.result)
    assert (str(result.title), result.removed, picture.revisions.count()) == (
        "Removed distractions",
        [1, 2],
        2,
    )
    assert len(engine.sent_to("/objects/remove")) == 1


# The forms


@pytest.fixture
def picture() -> Picture:
    return factories.picture()


def ask(row: Picture, tool: str = "gen_fill", **fields: Any) -> Any:
    wanted = {"tool": tool, "revision": "1", "key": key(), "selection": json.dumps(SELECTION), **fields}
    return post(visitor(), f"/pictures/{row.pk}/edits/", **wanted)


def params(picture: Picture) -> dict[str, Any]:
    return dict(picture.jobs.get().params)


@pytest.mark.parametrize(
    ("fields", "prompt"),
    [
        ({"fill": "surroundings", "colour": "nonsense"}, "fill from surroundings"),
        ({"fill": "colour", "colour": "F80"}, "#ff8800"),
        ({"fill": "colour", "colour": " Light  Blue "}, "light blue"),
        (
            {"fill": "gradient", "first": "white", "second": "#00aaFF", "direction": "radial"},
            "gradient from white to #00aaff, radial",
        ),
    ],
)
def test_colours_and_gradients_become_prompts(picture: Picture, fields: dict[str, str], prompt: str) -> None:
    ask(picture, **fields)
    assert (params(picture)["prompt"], params(picture)["selection"]["steps"]) == (prompt, [BOX])


def test_free_words_are_taken_where_the_engine_takes_them(picture: Picture, engine: fake_service.Service) -> None:
    ask(picture, fill="prompt", prompt="a red boat")
    assert params(picture)["prompt"] == "a red boat"


def test_free_words_are_refused_with_the_reason_where_it_does_not(
    picture: Picture, engine: fake_service.Service
) -> None:
    engine.overrides["/v2/capabilities"] = lambda: reply(NO_WORDS)
    response = ask(picture, fill="prompt", prompt="a red boat")
    assert (response.status_code, "generative model" in response.content.decode()) == (422, True)
    assert not picture.jobs.exists()


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"fill": "colour", "colour": "greenish"}, "colour"),
        ({"fill": "colour", "colour": ""}, "colour"),
        ({"fill": "gradient", "first": "#fff", "second": ""}, "second"),
        ({"fill": "everything"}, "fill"),
        ({"fill": "surroundings", "selection": ""}, "selection"),
        ({"fill": "surroundings", "selection": "[]"}, "selection"),
    ],
)
def test_a_refusal_stands_at_its_field_and_nothing_is_lost(picture: Picture, fields: dict[str, str], name: str) -> None:
    response = ask(picture, direction="diagonal", **fields)
    page = response.content.decode()
    assert (response.status_code, page.count('class="refusal"')) == (422, 1)
    assert f'id="gen_fill-{name}-error"' in page
    assert '<option value="diagonal" selected>' in page
    assert not picture.jobs.exists()


def test_outdated_distractions_are_refused_in_their_panel(picture: Picture) -> None:
    response = ask(picture, "distractions", selection="", mask_ids="3", visual="999")
    page = response.content.decode()
    assert (response.status_code, 'data-part="cleanup"' in page) == (422, True)


@pytest.mark.parametrize("words", ["teal", "sky blue", "dark sea green", "pale light blue", "#ABC", "abcdef"])
def test_colours_are_codes_and_names(words: str) -> None:
    assert ColourField("").clean(words)


@pytest.mark.parametrize("words", ["greenish", "light", "blue light", "#12", "url(x)"])
def test_anything_else_is_no_colour(words: str) -> None:
    with pytest.raises(Exception, match="a colour"):
        ColourField("").clean(words)
