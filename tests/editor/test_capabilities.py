"""What the engine can do, as panels ask for it."""

from __future__ import annotations

import pytest
import requests
from django.template.loader import render_to_string
from pytest_django import Settings

from editor.service import capabilities
from editor.views.page_parts import make_part
from tests.bria.fakes import Reply, reply
from tests.editor import fake_service

TOLD = {
    "operations": {
        "expand": {"available": True},
        "relight": {"available": False, "reason": "Ours.", "enabled_by": "hosted"},
        "gen_fill_by_prompt": {"available": False, "reason": "Ours.", "enabled_by": "hosted"},
        "erase": {"available": False, "reason": "Its model is missing."},
    },
    "limits": {"canvas_pixels": 9},
}


def selection_tools() -> str:
    """The tools to select with as the page shows them, where nothing was erased."""
    workspace = {"abilities": capabilities.abilities(), "parts": {"fills": make_part("fills", ())}}
    return render_to_string("tools/select.html", {"workspace": workspace})


@pytest.fixture
def studio(hosted: fake_service.Service) -> fake_service.Service:
    """Another studio's engine."""
    hosted.overrides["/v2/capabilities"] = lambda: reply(TOLD)
    return hosted


def test_another_studio_is_asked(studio: fake_service.Service) -> None:
    abilities = capabilities.abilities()
    assert [abilities[slug].available for slug in ("expand", "relight", "crop_foreground", "hints")] == [
        True,
        False,
        True,
        True,
    ]
    assert (abilities.limit("canvas_pixels", 25), abilities.limit("result_pixels", 25)) == (9, 25)


def test_it_says_why_and_what_would_enable_it(studio: fake_service.Service) -> None:
    abilities = capabilities.abilities()
    assert "generative model" in abilities["gen_fill_by_prompt"].reason
    assert "BRIA_API_TOKEN" in abilities["gen_fill_by_prompt"].remedy
    assert abilities["erase"] == capabilities.Ability(False, "Its model is missing.", "")


def test_it_asks_once_a_minute(studio: fake_service.Service) -> None:
    capabilities.abilities()
    capabilities.abilities()
    assert studio.asked == ["/v2/capabilities"]


def test_brias_service_does_everything_but_take_hints(hosted: fake_service.Service) -> None:
    abilities = capabilities.abilities()
    assert abilities["gen_fill_by_prompt"].available
    assert not abilities["hints"].available


def test_while_the_engine_is_silent_all_is_thought_possible(hosted: fake_service.Service) -> None:
    def silent() -> Reply:
        raise requests.ConnectionError("no route to host")

    hosted.overrides["/v2/capabilities"] = silent
    abilities = capabilities.abilities()
    assert abilities["relight"].available
    assert abilities["hints"].available
    assert len(hosted.asked) == 1


def test_the_embedded_engine_is_asked_in_place(settings: Settings, db: None) -> None:
    abilities = capabilities.abilities()
    assert abilities["expand"].available
    assert not abilities["expand_by_prompt"].available
    assert abilities.limit("canvas_pixels", 0) == 25_000_000


def test_a_template_says_what_is_missing(studio: fake_service.Service) -> None:
    ability = capabilities.abilities()["erase"]
    said = render_to_string("tools/_unavailable.html", {"ability": ability, "id": "why"})
    assert 'id="why"' in said
    assert "Its model is missing." in said
    assert not render_to_string("tools/_unavailable.html", {"ability": capabilities.Ability()}).strip()


def test_a_service_that_knows_no_shadows_is_not_asked_for_them(hosted: fake_service.Service) -> None:
    hosted.overrides["/v2/capabilities"] = lambda: reply({}, 404)
    shadows = capabilities.abilities()["include_shadow"]
    assert not shadows.available
    page = selection_tools()
    assert 'form="erase-form" disabled aria-describedby="no-shadows"' in page
    assert shadows.reason.replace("'", "&#x27;") in page


def test_another_studio_is_asked_for_shadows(studio: fake_service.Service) -> None:
    assert capabilities.abilities()["include_shadow"].available
    page = selection_tools()
    assert "no-shadows" not in page


def test_an_engine_without_its_models_says_how_to_get_them() -> None:
    engine = fake_service.use()
    lacking = {"available": False, "reason": "The weights for this are not installed."}
    engine.overrides["/v2/capabilities"] = lambda: reply({"operations": {"segment_object": lacking}})
    ability = capabilities.abilities()[capabilities.SEGMENT]
    assert (ability.available, "can't look for the object" in ability.reason) == (False, True)
    assert "models fetch" in ability.remedy


def test_what_older_engines_of_the_studio_say_nothing_about_they_lack() -> None:
    engine = fake_service.use()
    engine.overrides["/v2/capabilities"] = lambda: reply({"operations": {}})
    assert not capabilities.abilities()[capabilities.PARTS].available
    assert capabilities.abilities()["expand"].available
