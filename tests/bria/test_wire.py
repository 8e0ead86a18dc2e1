from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
import requests

import bria
from tests.bria.fakes import BASE, TOKEN, Scene, reply, web_server


def test_the_token_goes_with_every_request_to_the_api() -> None:
    scene = Scene(reply({"visual_id": "a"}))
    scene.bria.register("https://example.com/a.jpg")
    assert scene.transport.requests[0].headers["api_token"] == TOKEN


def test_the_base_address_may_end_with_a_slash_or_a_path() -> None:
    scene = Scene(reply({}))
    client = bria.Bria(f"{BASE}/bria/", TOKEN, scene.transport)
    client.info("a")
    assert scene.transport.asked == ["GET /bria/v1/a/info"]


def test_a_redirect_is_not_followed_with_the_token() -> None:
    scene = Scene(reply(status=302, Location="https://elsewhere.example.com/"))
    with pytest.raises(bria.ServiceFailure, match="redirects"):
        scene.bria.info("a")
    assert len(scene.transport.requests) == 1


@pytest.mark.parametrize("token", ["line\nbreak", "with space", "ünïcode"])
def test_a_token_that_no_header_can_carry_is_refused_without_being_quoted(token: str) -> None:
    with pytest.raises(bria.BadToken) as caught:
        bria.Bria(BASE, token)
    assert token not in str(caught.value)


def test_a_question_is_asked_again_after_a_passing_failure() -> None:
    scene = Scene(requests.ReadTimeout(), reply(status=503), reply({"scene": []}))
    assert scene.bria.info("a") == {"scene": []}
    assert len(scene.transport.requests) == 3


def test_a_question_is_not_asked_for_ever() -> None:
    scene = Scene(requests.ReadTimeout())
    with pytest.raises(bria.Unreachable):
        scene.bria.info("a")
    assert len(scene.transport.requests) == 4


@pytest.mark.parametrize("lost", [requests.ReadTimeout(), requests.ConnectionError("aborted")])
def test_an_order_whose_answer_got_lost_is_not_sent_again(lost: Exception) -> None:
    scene = Scene(lost)
    with pytest.raises(bria.OutcomeUnknown):
        scene.bria.mask_generator("a")
    assert len(scene.transport.requests) == 1


@pytest.mark.parametrize("status", [500, 502, 503, 504, 520])
def test_an_order_that_the_service_failed_at_may_have_been_done_and_is_not_sent_again(status: int) -> None:
    scene = Scene(reply(b"<html>oh</html>", status, Retry_After="1"))
    with pytest.raises(bria.OutcomeUnknown, match="The service failed; it may have done the work") as caught:
        scene.bria.mask_generator("a")
    assert len(scene.transport.requests) == 1
    assert isinstance(caught.value.failure, bria.ServiceFailure)
    assert caught.value.status == status


def test_an_order_that_the_service_says_it_cannot_do_was_not_done() -> None:
    with pytest.raises(bria.InsufficientData):
        Scene(reply({"message": "no face"}, 506)).bria.create("a", {})


def test_an_order_that_is_sent_elsewhere_was_not_done() -> None:
    with pytest.raises(bria.ServiceFailure, match="redirects"):
        Scene(reply(status=307, Location="https://elsewhere.example.com/")).bria.create("a", {})


def test_an_order_that_did_not_leave_is_sent_again() -> None:
    scene = Scene(requests.ConnectTimeout(), reply({"objects_masks": "https://z/m.zip"}))
    assert scene.bria.mask_generator("a").url == "https://z/m.zip"


def test_an_order_is_sent_again_after_the_wait_that_a_rate_limit_asks_for() -> None:
    scene = Scene(reply(status=429, Retry_After="3"), reply({"objects_masks": "https://z/m.zip"}))
    scene.bria.mask_generator("a")
    assert sum(scene.waits) == 3


def test_a_rate_limit_beyond_a_minute_is_told_with_its_wait() -> None:
    scene = Scene(reply("slow down", 429, Retry_After="3600"))
    with pytest.raises(bria.RateLimited) as caught:
        scene.bria.mask_generator("a")
    assert caught.value.retry_after == 3600
    assert scene.waits == []


def test_a_port_where_nobody_listens_is_unreachable_even_for_an_order() -> None:
    waits: list[float] = []
    with web_server({}) as (port, _):
        pass
    with bria.Bria(f"http://127.0.0.1:{port}", TOKEN, sleep=waits.append) as client, pytest.raises(bria.Unreachable):
        client.create("a", {})
    assert len(waits) > 2


def test_a_service_that_hangs_up_on_an_order_leaves_its_outcome_unknown() -> None:
    with (
        web_server({"/v1/a/create": lambda request: request.wfile.close()}) as (port, asked),
        bria.Bria(f"http://127.0.0.1:{port}", TOKEN, sleep=lambda seconds: None) as client,
        pytest.raises(bria.OutcomeUnknown),
    ):
        client.create("a", {})
    assert asked == ["/v1/a/create"]


def test_registering_is_safe_to_repeat() -> None:
    scene = Scene(requests.ReadTimeout(), reply({"visual_id": "a"}))
    assert scene.bria.upload(b"image").visual_id == "a"


def test_a_wait_can_be_given_up_in_the_middle() -> None:
    scene = Scene(reply(status=429, Retry_After="30"))
    calls = iter([None, None, RuntimeError("cancelled")])

    class Impatient(bria.Listener):
        def check(self) -> None:
            if error := next(calls):
                raise error

    with pytest.raises(RuntimeError), bria.listening(Impatient()):
        scene.bria.mask_generator("a")
    assert scene.waits == [1, 1]


def test_orders_are_given_more_time_than_questions() -> None:
    timeouts = bria.Timeouts(connect=1, read=2, work=3, first_poll=1, longest_poll=1, total=1)
    scene = Scene(reply({"objects_masks": "x"}), timeouts=timeouts)
    scene.bria.mask_generator("a")
    scene.bria.info("a")
    assert scene.transport.timeouts == [(1, 3), (1, 2)]


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b'"text"', b'{"objects_masks": null}', b'{"objects_masks": 3}']
)
def test_an_answer_that_cannot_be_read_leaves_the_outcome_of_an_order_unknown(body: bytes) -> None:
    scene = Scene(reply(body))
    with pytest.raises(bria.OutcomeUnknown, match="lacks “objects_masks”; it may have done the work"):
        scene.bria.mask_generator("a")
    assert len(scene.transport.requests) == 1


@pytest.mark.parametrize("body", [b"", b"<html>", b"[" * 100_000, b'{"visual_id": 3}'])
def test_an_answer_that_cannot_be_read_to_what_is_free_is_a_failure(body: bytes) -> None:
    with pytest.raises(bria.ServiceFailure, match="lacks “visual_id”"):
        Scene(reply(body)).bria.upload(b"image")


def test_an_answer_without_end_leaves_the_outcome_of_an_order_unknown() -> None:
    with pytest.raises(bria.OutcomeUnknown, match="far too long"):
        Scene(reply(b" " * 33_000_000)).bria.mask_generator("a")


def test_a_failure_that_is_sent_as_a_success_is_a_failure() -> None:
    with pytest.raises(bria.DownloadFailed, match="gone"):
        Scene(reply({"code": 460, "description": "gone"}, 200)).bria.register("https://a/b.jpg")


def test_the_token_is_in_no_text_about_the_client() -> None:
    client = Scene(reply()).bria
    assert TOKEN not in f"{client!r} {client} {client._wire!r}"


def test_the_token_is_in_no_error_even_where_the_service_repeats_it() -> None:
    scene = Scene(reply({"message": f"unknown token {TOKEN}"}, 401))
    with pytest.raises(bria.BadToken) as caught:
        scene.bria.info("a")
    assert "unknown token [hidden]" in caught.value.message
    assert TOKEN not in repr(caught.value.body)


def test_the_token_is_not_carried_away_by_the_cause_of_an_error() -> None:
    scene = Scene(lambda: requests.ReadTimeout("late", request=scene.transport.requests[-1]))
    with pytest.raises(bria.OutcomeUnknown) as caught:
        scene.bria.mask_generator("a")
    assert all(getattr(error, "request", None) is None for error in chain(caught.value))


def chain(error: BaseException | None) -> Iterator[BaseException]:
    while error:
        yield error
        error = error.__cause__ or error.__context__


def test_nothing_is_logged_with_the_token(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(bria.BriaError):
        Scene(requests.ReadTimeout()).bria.info("a")
    assert TOKEN not in caplog.text


class Tally(bria.Listener):
    """A listener that remembers."""

    def __init__(self) -> None:
        self.told: list[str | float] = []

    def called(self) -> None:
        self.told.append("called")

    def waits(self, seconds: float) -> None:
        self.told.append(seconds)


def test_a_listener_is_told_of_orders_and_not_of_questions_or_what_is_free() -> None:
    scene, tally = Scene(lambda: reply({"visual_id": "a", "objects_masks": "b"})), Tally()
    with bria.listening(tally):
        scene.bria.register("https://example.com/a.jpg")
        scene.bria.info("a")
        scene.bria.mask_generator("a")
    assert tally.told == ["called"]


def test_a_listener_is_told_of_waits_that_a_rate_limit_imposes_and_of_no_others() -> None:
    answers = reply(status=503), reply(status=429, Retry_After="7"), reply({})
    scene, tally = Scene(*answers), Tally()
    with bria.listening(tally):
        scene.bria.info("a")
    assert tally.told == [7.0, 0]


def test_an_order_that_was_refused_is_not_counted() -> None:
    scene, tally = Scene(reply({"message": "no"}, 422)), Tally()
    with bria.listening(tally), pytest.raises(bria.BriaError):
        scene.bria.mask_generator("a")
    assert tally.told == []
