"""Regions at once and objects later: what is stored, what stays good, and who has to wait."""

from __future__ import annotations

import numpy as np
import pytest

from editor import files, selections
from editor.imaging import panoptic
from editor.jobs import execution, queue
from editor.jobs.running import Failure
from editor.models import Job, Picture, Visual
from editor.service import parts
from harness.images import png
from tests.bria.fakes import Reply, reply
from tests.editor import fake_service
from tests.editor.clients import visitor
from tests.editor.user_actions import done, edit, erase, uploaded
from tests.narrowing import require

pytestmark = pytest.mark.django_db
EARLY, LATE = [1, 2], [300, 301, 302]


@pytest.fixture
def engine() -> fake_service.Service:
    """An engine that finds parts at once and objects later."""
    return fake_service.use(knows_parts=True)


def failing() -> Reply:
    """An engine that cannot look for objects."""
    return reply({"message": "out of memory"}, 400)


def answers(engine: fake_service.Service, *routes: object) -> None:
    """What the engine says of parts, question by question."""
    left = list(routes)
    engine.overrides["/objects/parts"] = lambda: left.pop(0)()  # type: ignore[operator]


def visual_of(picture: Picture) -> Visual:
    return require(require(picture.current).visual)


def ids_in(name: str) -> list[int]:
    return panoptic.from_wire(files.read(name)).ids


def regions_step(*ids: int) -> dict[str, object]:
    return {"kind": "regions", "add": True, "ids": list(ids)}


def waiting_for_objects(engine: fake_service.Service) -> Picture:
    """A picture of which only what is found at once is known."""
    answers(engine, fake_service.early_parts, failing)
    picture = uploaded()
    del engine.overrides["/objects/parts"]
    return picture


def looked_at_again(picture: Picture) -> Picture:
    done(queue.enqueue(picture, "prepare", require(picture.current), {}, "again"))
    picture.refresh_from_db()
    return picture


def test_objects_come_after_regions_and_people(engine: fake_service.Service) -> None:
    picture = uploaded()
    steps = [step["name"] for step in picture.jobs.get().steps]
    assert steps == ["Registering", "Finding regions", "Finding people", "Finding objects"]
    visual = visual_of(picture)
    assert (visual.has_objects, visual.awaits_objects) == (True, False)
    assert (ids_in(visual.early_regions), ids_in(visual.regions)) == (EARLY, LATE)
    things = panoptic.from_wire(files.read(visual.regions)).objects
    assert [(thing.id, thing.score, thing.parts) for thing in things] == [(7, 0.9, (300, 301)), (8, None, (302,))]


def test_regions_are_there_while_objects_are_looked_for(engine: fake_service.Service) -> None:
    seen: list[str] = []

    def late() -> Reply:
        seen.extend(Visual.objects.values_list("regions", flat=True))
        return fake_service.object_parts()

    answers(engine, fake_service.early_parts, late)
    assert ids_in(visual_of(uploaded()).early_regions) == ids_in(seen[0]) == EARLY


def test_an_engine_that_finds_everything_at_once_is_asked_once(engine: fake_service.Service) -> None:
    answers(engine, fake_service.object_parts)
    visual = visual_of(uploaded())
    assert (ids_in(visual.regions), visual.early_regions, visual.awaits_objects) == (LATE, "", False)


@pytest.mark.parametrize("route", ["/v2/capabilities", "/v1/upload"])
def test_masks_are_asked_for_where_parts_are_not_known_or_the_picture_has_no_handle(
    engine: fake_service.Service, route: str
) -> None:
    engine.overrides[route] = lambda: reply({"message": "gone"}, 404)
    visual = visual_of(uploaded())
    assert (ids_in(visual.regions), visual.early_regions) == (EARLY, "")
    assert not any(path.endswith("/objects/parts") for path in engine.asked)


def test_objects_that_cannot_be_had_leave_the_regions_and_say_why(engine: fake_service.Service) -> None:
    picture = waiting_for_objects(engine)
    visual = visual_of(picture)
    assert (ids_in(visual.regions), visual.awaits_objects) == (EARLY, True)
    assert "out of memory" in visual.objects_error
    assert picture.jobs.get().status == Job.Status.DONE


def test_looking_again_finds_the_objects_alone(engine: fake_service.Service) -> None:
    visual = visual_of(looked_at_again(waiting_for_objects(engine)))
    assert (ids_in(visual.regions), visual.objects_error) == (LATE, "")
    assert [path.rpartition("/")[2] for path in engine.asked].count("upload") == 1


def test_a_picture_that_was_looked_at_before_the_engine_knew_objects_gets_them_on_demand() -> None:
    fake_service.use()
    picture = uploaded()
    page = f"/pictures/{picture.pk}/"
    assert "Find objects" not in visitor("alice").get(page).content.decode()
    fake_service.use(knows_parts=True)
    assert "Find objects" in visitor("alice").get(page).content.decode()
    queue.enqueue(picture, "edit", require(picture.current), {"tool": "erase", "mask_ids": [1]}, "edit")
    assert "data-things" in visitor("alice").get(page).content.decode()  # no edit makes it be looked at again
    visual = visual_of(looked_at_again(picture))
    assert (visual.has_objects, ids_in(visual.early_regions), ids_in(visual.regions)) == (True, EARLY, LATE)
    assert "Find objects" not in visitor("alice").get(page).content.decode()


def test_regions_that_could_be_taken_for_parts_stay_as_they_are(engine: fake_service.Service) -> None:
    answers(engine, fake_service.object_parts)
    picture = looked_at_again(uploaded())
    assert (ids_in(visual_of(picture).regions), visual_of(picture).early_regions) == (LATE, "")


def test_parts_with_the_numbers_of_earlier_regions_are_refused(engine: fake_service.Service) -> None:
    answers(engine, fake_service.early_parts, fake_service.early_parts)
    visual = visual_of(uploaded())
    assert visual.awaits_objects
    assert "numbers that other regions have" in visual.objects_error


def test_a_broken_map_of_objects_is_said(engine: fake_service.Service) -> None:
    engine.overrides["/files/parts.png"] = lambda: reply(b"no picture")
    assert "could not be used" in visual_of(uploaded()).objects_error


def test_a_handle_forgotten_meanwhile_is_replaced(engine: fake_service.Service) -> None:
    gone = reply({"message": "no such visual"}, 404)
    answers(engine, fake_service.early_parts, lambda: gone, fake_service.object_parts)
    assert visual_of(uploaded()).has_objects
    assert engine.uploads == 2


def test_an_edit_asked_for_meanwhile_goes_first(engine: fake_service.Service) -> None:
    def interrupted() -> Reply:
        picture = Picture.objects.get()
        box = {"kind": "box", "add": True, "points": [0, 0, 9, 9]}
        params = {"tool": "erase", "selection": {"steps": [box], "edges": selections.NO_EDGES}}
        queue.enqueue(picture, "edit", require(picture.current), params, "edit")
        return reply({"message": "busy"}, 503)

    answers(engine, fake_service.early_parts, interrupted)
    picture = uploaded()
    del engine.overrides["/objects/parts"]
    assert visual_of(picture).awaits_objects
    first, second = picture.jobs.filter(status=Job.Status.QUEUED)
    assert [first.kind, second.kind] == ["edit", "prepare"]
    execution.run(str(second.pk))  # whatever comes first: it does not give way to what waited before
    picture.refresh_from_db()
    assert visual_of(picture).has_objects


# Selections of what was found at once stay good


def test_what_was_selected_before_objects_came_is_drawn_as_it_was(engine: fake_service.Service) -> None:
    revision = require(uploaded().current)
    chosen = {"visual": revision.visual_id, "steps": [regions_step(1)], "edges": selections.NO_EDGES}
    mask = fake_service.decoded_png(selections.draw_area(revision, chosen).mask_png)
    assert np.array_equal(mask > 0, fake_service.two_halves() == 1)
    both = {**chosen, "steps": [regions_step(1, 302), {**regions_step(300), "add": False}]}
    mask = fake_service.decoded_png(selections.draw_area(revision, both).mask_png)
    assert np.array_equal(mask > 0, fake_service.parts_map() != 300)


def test_a_region_of_neither_map_is_gone(engine: fake_service.Service) -> None:
    revision = require(uploaded().current)
    chosen = {"visual": revision.visual_id, "steps": [regions_step(9)], "edges": selections.NO_EDGES}
    with pytest.raises(Failure, match="no longer exist"):
        selections.draw_area(revision, chosen)


def test_whole_objects_are_erased_by_the_ids_of_their_parts(engine: fake_service.Service) -> None:
    picture = uploaded()
    assert erase(picture, 300, 301).status == Job.Status.DONE
    assert [change["mask_id"] for change in engine.sent_to("/objects/remove")[0]["changes"]] == [300, 301]
    current = require(picture.current)
    assert (current.removed, str(current.title)) == ([300, 301], "Removed an object")


def test_a_part_of_an_object_is_a_region(engine: fake_service.Service) -> None:
    picture = uploaded()
    erase(picture, 300, 302)
    assert str(require(picture.current).title) == "Removed 2 regions"


def test_calm_ground_is_a_region(engine: fake_service.Service) -> None:
    picture = uploaded()
    erase(picture, 302)
    assert str(require(picture.current).title) == "Removed a region"


def test_what_was_found_at_once_is_erased_by_its_mask_since_its_ids_mean_objects_now(
    engine: fake_service.Service,
) -> None:
    picture = uploaded()
    assert erase(picture, 1).status == Job.Status.DONE
    assert engine.sent_to("/objects/remove") == []
    assert fake_service.decoded(engine.sent_to("/image/edit/erase")[0]["mask"])[0, 0] == 255
    assert require(picture.current).removed == [1, 300, 301]


def test_what_was_erased_before_objects_came_is_gone_from_them(engine: fake_service.Service) -> None:
    picture = waiting_for_objects(engine)
    erase(picture, 2)
    assert require(picture.current).removed == [2]
    looked_at_again(picture)
    assert require(Picture.objects.get().current).removed == [2, 302]


def test_what_is_erased_while_another_worker_finds_objects_is_gone_from_them(engine: fake_service.Service) -> None:
    picture = waiting_for_objects(engine)

    def meanwhile() -> Reply:
        looked_at_again(picture)
        return fake_service.ROUTES["/image/edit/erase"](engine)

    engine.overrides["/image/edit/erase"] = meanwhile
    erase(picture, 2)
    assert require(picture.current).removed == [2, 302]


def test_a_painted_mask_takes_regions_of_both_maps(engine: fake_service.Service) -> None:
    picture = uploaded()
    left = {"kind": "box", "add": True, "points": [0, 0, 40, 60]}
    steps = [left, {**regions_step(2), "add": False}]
    visual = require(picture.current).visual_id
    edit(picture, tool="erase", selection={"visual": visual, "steps": steps, "edges": selections.NO_EDGES})
    assert require(picture.current).removed == [1, 300, 301]


def test_ids_below_those_of_parts_mean_what_they_say_only_where_parts_are_not_known(
    hosted: fake_service.Service,
) -> None:
    assert parts.go_by_id([1, 2])
    fake_service.use(knows_parts=True)
    assert not parts.go_by_id([1, 300])
    assert parts.go_by_id([300])


# The page


def test_the_page_tells_both_maps_once_objects_are_found(engine: fake_service.Service) -> None:
    picture = uploaded()
    address = f"/pictures/{picture.pk}/visuals/{visual_of(picture).pk}"
    page = visitor("alice").get(f"/pictures/{picture.pk}/").content.decode()
    assert f'data-regions="{address}/regions"' in page
    assert f'data-early-regions="{address}/early-regions"' in page
    sent = [visitor("alice").get(f"{address}/{name}") for name in ("early-regions", "regions")]
    maps = [panoptic.from_wire(answer.content) for answer in sent]
    assert [found.ids for found in maps] == [EARLY, LATE]


def test_the_page_has_the_early_map_and_offers_to_look_again(engine: fake_service.Service) -> None:
    picture = waiting_for_objects(engine)
    page = visitor("alice").get(f"/pictures/{picture.pk}/").content.decode()
    assert 'early-regions"\n' in page
    assert "out of memory" in page
    assert "Try again" in page


def test_there_are_no_early_regions_of_an_engine_without_parts(hosted: fake_service.Service) -> None:
    picture = uploaded()
    assert (
        visitor("alice").get(f"/pictures/{picture.pk}/visuals/{visual_of(picture).pk}/early-regions").status_code == 404
    )


def test_what_may_distract_is_told_only_after_objects_were_looked_for(engine: fake_service.Service) -> None:
    picture = uploaded()
    picture.visuals.update(regions=visual_of(picture).early_regions)
    queue.enqueue(picture, "prepare", require(picture.current), {}, "again")
    page = visitor("alice").get(f"/pictures/{picture.pk}/").content.decode()
    assert "data-things" not in page
    assert "Finding objects" in page


def test_a_coloured_map_is_refused_with_a_sentence(engine: fake_service.Service) -> None:
    engine.overrides["/files/early.png"] = lambda: reply(png(np.array([[[1, 2, 3]]], np.uint8)))
    assert "coloured" in visual_of(uploaded()).regions_error
