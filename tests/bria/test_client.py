from __future__ import annotations

import base64

import pytest

import bria
from bria import Capabilities, Capability, Edit, FoundObject, Parts, Registration
from tests.bria.fakes import Reply, Scene, reply

PNG = b"\x89PNG image"
PNG64 = base64.b64encode(PNG).decode()
ACCEPTED = {"request_id": "r1", "status_url": "https://elsewhere.example.com/v2/status/r1"}
DONE = {"status": "COMPLETED", "result": {"image_url": "https://results/1.png"}, "request_id": "r1"}


def running() -> Reply:
    return reply({"status": "IN_PROGRESS", "request_id": "r1"})


def failed(code: object, message: str) -> Reply:
    return reply({"status": "ERROR", "error": {"code": code, "message": message, "details": ""}, "request_id": "r1"})


def test_it_registers_an_address() -> None:
    scene = Scene(reply({"visual_id": "8487fb411f3c6716"}))
    assert scene.bria.register("https://a/b.jpg") == Registration("8487fb411f3c6716", known=False)
    assert scene.transport.asked == ["POST /v1/register"]
    assert scene.transport.sent() == {"image_url": "https://a/b.jpg"}


def test_it_uploads_a_file_as_the_part_named_file() -> None:
    scene = Scene(reply({"visual_id": "a"}))
    scene.bria.upload(PNG, "photo.png")
    request = scene.transport.requests[0]
    assert scene.transport.asked == ["POST /v1/upload"]
    assert isinstance(request.body, bytes)
    assert b'name="file"; filename="photo.png"' in request.body
    assert PNG in request.body


def test_it_has_a_picture_forgotten() -> None:
    scene = Scene(reply({"code": 200, "visual_id": "a"}))
    scene.bria.remove_image("a")
    assert scene.transport.asked == ["POST /v1/a/remove_image"]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"visual_id": "a"}, 208),
        ({"code": 208, "visual_id": "a"}, 200),
        ({"code": 603, "response_body": {"visual_id": "a"}}, 200),
    ],
)
def test_a_known_picture_is_told_in_every_form_that_was_ever_used(body: object, status: int) -> None:
    assert Scene(reply(body, status)).bria.upload(PNG) == Registration("a", known=True)


def test_it_asks_again_while_the_picture_is_looked_at() -> None:
    scene = Scene(reply(status=205), reply("come back", 205), reply([{"id": "p1"}]))
    assert [person.id for person in scene.bria.person_info("a")] == ["p1"]
    assert scene.transport.asked == ["GET /v1/a/person/info"] * 3
    assert sum(scene.waits) == 2.5


def test_it_does_not_ask_for_ever_whether_the_picture_was_looked_at() -> None:
    scene = Scene(lambda: reply(status=205))
    with pytest.raises(bria.NotReady):
        scene.bria.person_info("a")
    assert 30 <= sum(scene.waits) < 40


def test_it_changes_people() -> None:
    scene = Scene(reply({"image_res": "https://r/1.jpg", "sid": "s.JPEG"}))
    edit = scene.bria.create("a", {"p1": {"age": 3.5, "expression": {"happy": 0.8}}, "p2": {"makeup": "light"}}, "s0")
    assert edit == Edit("https://r/1.jpg", "s.JPEG")
    assert scene.transport.asked == ["POST /v1/a/create"]
    assert scene.transport.sent() == {
        "changes": [
            {"id": "p1", "actions": {"age": 3.5, "expression": {"happy": 0.8}}},
            {"id": "p2", "actions": {"makeup": "light"}},
        ],
        "sid": "s0",
    }


def test_a_resolution_is_sent_only_where_one_is_wanted() -> None:
    scene = Scene(lambda: reply({"image_res": "https://r/1.jpg"}))
    scene.bria.create("a", {"p": {"age": 1}}, desired_resolution="uhd")
    assert scene.transport.sent()["desired_resolution"] == "uhd"
    assert "sid" not in scene.transport.sent()


def test_an_edit_without_a_session_is_an_edit() -> None:
    assert Scene(reply({"image_res": "https://r/1.jpg"})).bria.create("a", {}).sid == ""


def test_it_removes_regions_by_their_ids() -> None:
    scene = Scene(reply({"image_res": "https://r/1.jpg", "sid": "s"}))
    scene.bria.remove_objects("a", mask_ids=[3, 7], sid="s0")
    assert scene.transport.asked == ["POST /v1/a/objects/remove?desired_resolution=original"]
    assert scene.transport.sent() == {
        "changes": [
            {"mask_id": 3, "mask_source": "generated", "actions": {"remove": True}},
            {"mask_id": 7, "mask_source": "generated", "actions": {"remove": True}},
        ],
        "sid": "s0",
    }


def test_it_removes_what_a_mask_of_ours_covers() -> None:
    scene = Scene(reply({"image_res": "https://r/1.jpg", "sid": "s"}))
    scene.bria.remove_objects("a", masks=[PNG, "https://a/mask.png"])
    assert [change["mask_url"] for change in scene.transport.sent()["changes"]] == [
        f"data:image/png;base64,{PNG64}",
        "https://a/mask.png",
    ]


def test_a_shadow_is_removed_where_asked_for() -> None:
    scene = Scene(reply({"image_res": "https://r/1.jpg", "sid": "s"}))
    scene.bria.remove_objects("a", mask_ids=[3], include_shadow=True)
    assert scene.transport.sent()["include_shadow"] is True


def test_one_removal_takes_either_ids_or_masks() -> None:
    scene = Scene(reply())
    with pytest.raises(ValueError, match="either"):
        scene.bria.remove_objects("a", mask_ids=[1], masks=[PNG])
    with pytest.raises(ValueError, match="either"):
        scene.bria.remove_objects("a")
    assert scene.transport.requests == []


def test_it_asks_for_the_masks_of_a_registered_picture() -> None:
    scene = Scene(reply({"objects_masks": "https://r/a.zip"}))
    assert scene.bria.mask_generator("a").url == "https://r/a.zip"
    assert scene.transport.asked == ["POST /v1/a/objects/mask_generator"]


def test_it_asks_older_servers_for_masks_as_they_like_it() -> None:
    scene = Scene(reply("method", 405), reply({"objects_masks": "https://r/a.zip"}))
    scene.bria.mask_generator("a")
    assert scene.transport.asked[1] == "GET /v1/a/objects/mask_generator"


@pytest.mark.parametrize(("image", "field"), [(PNG, {"file": PNG64}), ("https://a/b", {"image_url": "https://a/b"})])
def test_it_asks_for_the_masks_of_any_picture(image: bytes | str, field: dict[str, str]) -> None:
    scene = Scene(reply({"objects_masks": "https://r/a.zip"}))
    scene.bria.mask_generator_for(image)
    assert scene.transport.asked == ["POST /v1/objects/mask_generator"]
    assert scene.transport.sent() == {**field, "sync": True}


def test_it_asks_for_the_parts_of_a_registered_picture_and_what_they_make_up() -> None:
    whole = {"mask_id": 3, "score": 0.93, "parts": [300, 301]}
    strange = [None, {"mask_id": "4", "parts": [302]}, {"mask_id": 5, "score": None, "parts": ["x", 303]}]
    scene = Scene(reply({"parts_url": "https://results/parts.png", "is_complete": True, "objects": [whole, *strange]}))
    objects = (FoundObject(3, 0.93, (300, 301)), FoundObject(5, None, (303,)))
    assert scene.bria.parts("a") == Parts("https://results/parts.png", True, objects)
    assert scene.transport.asked == ["GET /v1/a/objects/parts"]


def test_a_score_that_no_float_holds_is_none_of_an_object() -> None:
    thing = {"mask_id": 3, "score": 10**400, "parts": [300]}
    scene = Scene(reply({"parts_url": "https://results/parts.png", "is_complete": True, "objects": [thing]}))
    assert scene.bria.parts("a").objects == (FoundObject(3, 0.0, (300,)),)


def test_the_parts_that_are_found_at_once_can_be_asked_for_alone() -> None:
    scene = Scene(reply({"parts_url": "https://results/parts.png", "is_complete": False, "objects": []}))
    assert not scene.bria.parts("a", objects=False).is_complete
    assert scene.transport.asked == ["GET /v1/a/objects/parts?objects=0"]


def test_it_submits_and_polls_the_status_at_its_own_service() -> None:
    scene = Scene(reply(ACCEPTED, 202), running(), running(), reply(DONE))
    assert scene.bria.erase(PNG, "https://a/mask.png") == bria.Result("https://results/1.png", "r1")
    assert scene.transport.asked == ["POST /v2/image/edit/erase", *["GET /v2/status/r1"] * 3]
    assert scene.transport.sent(0) == {"image": PNG64, "mask": "https://a/mask.png", "sync": False}


def test_submitting_gives_the_handle_before_anything_is_waited_for() -> None:
    scene = Scene(reply(ACCEPTED, 202))
    assert scene.bria.submit_erase(PNG, PNG) == "r1"
    assert len(scene.transport.requests) == 1


def test_a_result_can_be_asked_for_by_the_handle_alone() -> None:
    assert Scene(reply(DONE)).bria.result_of("r1").url == "https://results/1.png"


def test_a_status_without_a_word_for_it_is_read_by_its_result() -> None:
    assert Scene(reply({"result": {"image_url": "u"}, "request_id": "r1"})).bria.result_of("r1").url == "u"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (failed(422, "did not pass content moderation"), bria.Moderated),
        (failed("460", "no download"), bria.DownloadFailed),
        (failed("VALIDATION_ERROR", "wrong"), bria.ServiceFailure),
        (reply({"status": "UNKNOWN"}), bria.OutcomeUnknown),
        (reply({"status": "NOT_FOUND"}), bria.OutcomeUnknown),
        (failed("9" * 5000, "wrong"), bria.ServiceFailure),
        (reply({"status": "ERROR", "error": "text"}), bria.ServiceFailure),
        (reply({"status": "COMPLETED", "result": {}}), bria.ServiceFailure),
        (reply([]), bria.ServiceFailure),
        (reply({"status": "NOT_FOUND"}, 404), bria.OutcomeUnknown),
    ],
)
def test_a_request_that_failed_is_told_by_its_class(answer: bria.BriaError, kind: type[bria.BriaError]) -> None:
    with pytest.raises(bria.BriaError) as caught:
        Scene(answer).bria.result_of("r1")
    assert type(caught.value) is kind


@pytest.mark.parametrize(
    ("answer", "is_final"),
    [
        (failed(500, "broken"), True),
        (failed(401, "not yours"), True),
        (reply({"status": "COMPLETED", "result": {}}), True),
        (reply({"status": "UNKNOWN"}), True),
        (reply({}, 404), True),
        (reply({}, 401), False),
        (reply(b"<html>", 500), False),
        (reply(b"<html>"), False),
        (reply({"status": None}), False),
    ],
)
def test_an_error_says_whether_the_request_ended_or_only_the_question_failed(answer: Reply, is_final: bool) -> None:
    with pytest.raises(bria.BriaError) as caught:
        Scene(answer).bria.result_of("r1")
    assert caught.value.is_final is is_final


def test_it_does_not_poll_for_ever() -> None:
    scene = Scene(running)
    with pytest.raises(bria.NotReady):
        scene.bria.result_of("r1")
    assert len(scene.transport.requests) < 12


def test_polling_backs_off_when_told_to() -> None:
    scene = Scene(reply(status=429, Retry_After="20"), reply(DONE))
    scene.bria.result_of("r1")
    assert sum(scene.waits) == 20


def test_waiting_for_a_result_can_be_given_up() -> None:
    class Impatient(bria.Listener):
        def check(self) -> None:
            raise KeyError("cancelled")

    scene = Scene(running)
    with pytest.raises(KeyError), bria.listening(Impatient()):
        scene.bria.result_of("r1")
    assert len(scene.transport.requests) == 1


def test_a_client_can_be_closed_by_a_with_statement() -> None:
    with Scene(reply({})).bria as client:
        assert client.info("a") == {}


@pytest.mark.parametrize("part", ["info", "objects_info", "background_info"])
def test_it_asks_what_can_be_changed(part: str) -> None:
    scene = Scene(reply({"actions": {}}))
    assert getattr(scene.bria, part)("a") == {"actions": {}}
    assert scene.transport.asked == [f"GET /v1/a/{part.replace('_', '/')}"]


@pytest.mark.parametrize(("sid", "query"), [(None, ""), ("s.JPEG", "?sid=s.JPEG")])
def test_it_asks_for_layers(sid: str | None, query: str) -> None:
    scene = Scene(reply({"image_res": "https://r/a.psd"}))
    assert scene.bria.image_to_psd("a", sid) == "https://r/a.psd"
    assert scene.transport.asked == [f"POST /v1/a/image_to_psd{query}"]


def test_it_enlarges_a_registered_picture() -> None:
    scene = Scene(reply({"image_res": "https://r/a.png"}))
    assert scene.bria.increase_resolution("a", 4) == "https://r/a.png"
    assert scene.transport.asked == ["GET /v1/a/increase_resolution?desired_increase=4"]


def test_it_asks_what_the_service_can_do() -> None:
    said = {
        "engine": {"name": "Bria Studio", "version": "0.1.0"},
        "operations": {
            "erase": {"available": True, "reason": "", "enabled_by": ""},
            "enhance": {"available": False, "reason": "No.", "enabled_by": "hosted"},
        },
        "models": ["inpaint"],
        "limits": {"image_bytes": 12},
    }
    scene = Scene(reply(said))
    told = scene.bria.capabilities()
    assert scene.transport.asked == ["GET /v2/capabilities"]
    operations = {"erase": Capability(), "enhance": Capability(False, "No.", "hosted")}
    assert told == Capabilities("Bria Studio", "0.1.0", operations, ("inpaint",), {"image_bytes": 12})


def test_a_service_that_does_not_tell_what_it_can_do_is_no_error() -> None:
    assert Scene(reply({"message": "no route"}, 404)).bria.capabilities() is None


def test_capabilities_of_another_form_are_empty() -> None:
    said = {"engine": "x", "operations": {"erase": 3}, "limits": []}
    assert Scene(reply(said)).bria.capabilities() == Capabilities(operations={"erase": Capability()})
