"""A hosted service that misbehaves, over a real socket: each time the right sentence, the right next step, one payment.

Each fault is one script of ``harness.bad_service``. A person who is told what happened, and not that another try may
cost, tries again with the service well: that must succeed, and cost nothing more.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest

import bria
from editor.jobs import queue
from editor.models import Job, Picture
from editor.service import backends, capabilities
from editor.service.backends import Backend
from harness import bad_service
from harness.bad_service import (
    ENDLESS,
    NO_ANSWER,
    NOT_HTTP,
    SILENCE,
    WELL,
    Answer,
    BadService,
    cut,
    drip,
    noise,
    packed,
    picture,
    say,
    zip_of,
)
from tests.editor.user_actions import change, done, edit, erase, uploaded

pytestmark = pytest.mark.django_db

# Short, for every fault that is waited for takes one of them.
TIMEOUTS = bria.Timeouts(connect=1, read=0.4, work=0.4, first_poll=0.01, longest_poll=0.01, total=0.05)
MAY_COST = "may cost"
HTML = b"<!doctype html><h1>Bad gateway</h1>"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"
BLANKS = b" " * 40_000_000
MODERATED = say({"message": "The prompt did not pass content moderation"}, 422)


@dataclass(frozen=True)
class Fault:
    """One way to misbehave.

    Attributes:
        tool: what is asked for: a key of ``TOOLS``.
        route: whose answers are bad.
        answers: those; the last one is given for ever.
        ends: how the job ends: "done", "unknown", or the kind of its failure.
        says: words of the sentence that a person reads.
        paid: what that person pays for, another try included.
    """

    tool: str
    route: str
    answers: tuple[Answer, ...]
    ends: str
    says: str = ""
    paid: int = 1


def ended(code: object, message: str = "") -> Answer:
    """The status of a request that ended badly."""
    return say({"status": "ERROR", "error": {"code": code, "message": message, "details": ""}, "request_id": "r1"})


def limited(*, seconds: str | None = None) -> Answer:
    """Too many requests; ``seconds`` to wait, where that is said."""
    return say({"message": "Slow down"}, 429, **({} if seconds is None else {"Retry_After": seconds}))


# What Bria documents: the statuses of v1 and v2, and what they are made of.
DOCUMENTED = {
    "206 no file": (say({"message": "no file"}, 206), "rejected", "no file"),
    "400": (say({"message": "bad mask"}, 400), "rejected", "bad mask"),
    "401": (say({"message": "wrong token"}, 401), "token", "Check BRIA_API_TOKEN"),
    "403 plan": (say({"message": "not in your plan"}, 403), "forbidden", "not in your plan"),
    "403 quota": (say({"message": "no credits left"}, 403), "quota", "no credits left"),
    "405": (say(b"", 405), "rejected", "did not accept the input"),
    "406 too small": (say({"message": "below 216 px"}, 406), "rejected", "below 216 px"),
    "412": (say(b"", 412), "rejected", "did not accept the input"),
    "413": (say({"message": "above 12 MB"}, 413), "rejected", "above 12 MB"),
    "415": (say(HTML, 415), "rejected", "did not accept the input"),
    "422": (say({"error": {"code": 422, "message": "other aspect", "details": ""}}, 422), "rejected", "other aspect"),
    "422 moderation": (MODERATED, "moderated", "content moderation"),
    "429 quota": (say({"message": "monthly quota reached"}, 429), "quota", "monthly quota"),
    "429 for an hour": (limited(seconds="3600"), "rate-limit", "Try again in 3600 seconds."),
    "429 for ever": (limited(seconds="inf"), "rate-limit", "Slow down"),
    "429 without a time": (limited(), "rate-limit", "Slow down"),
    "451": (say({"message": "not allowed here"}, 451), "moderated", "not allowed here"),
    "460": (say({"message": "address not found"}, 460), "download", "address not found"),
    "506": (say({"message": "no face"}, 506), "unsupported", "no face"),
    "402, which is not documented": (say({"message": "pay first"}, 402), "rejected", "pay first"),
}
# After these nobody knows what was done.
UNKNOWN = {
    "500": say({"message": "broken"}, 500),
    "502 of a proxy": say(HTML, 502),
    "503 with a time": say(HTML, 503, Retry_After="1"),
    "504": say(b"", 504),
    "520 of a proxy": say(HTML, 520),
    "500 sent as 200": say({"code": 500, "message": "broken"}),
    "200 and HTML": say(HTML),
    "200 and nothing": say(b""),
    "200 and another type": say([1, 2]),
    "200 and null": say(b"null"),
    "200 and wrong types": say({"request_id": 5, "image_res": [], "objects_masks": {}}),
    "200 and half of it": say(b'{"request_id": "r1", "image_res": "http'),
    "200 and nested": say(b"[" * 200_000),
    "cut": cut({"request_id": "r1", "image_res": "http://127.0.0.1/"}),
    "no answer": NO_ANSWER,
    "silence": SILENCE,
    "a dripping head": drip(b"HTTP/1.1 200 OK\r\nX-Slow:"),
    "a dripping answer": drip(HEAD),
    "an endless answer": ENDLESS,
    "a gzip bomb": packed(BLANKS),
    "no gzip": say(b"plain", Content_Encoding="gzip"),
    "no HTTP": NOT_HTTP,
}
# Of a question that may be asked again: the order stays good.
UNANSWERED = {
    "401": (say({}, 401), "token"),
    "429": (limited(), "rate-limit"),
    "500": (say(HTML, 500), "service"),
    "503": (say(HTML, 503), "service"),
    "HTML": (say(HTML), "service"),
    "another type": (say([3]), "service"),
    "cut": (cut({"status": "COMPLETED"}), "unreachable"),
    "no answer": (NO_ANSWER, "unreachable"),
    "silence": (SILENCE, "unreachable"),
    "drip": (drip(HEAD), "unreachable"),
    "endless": (ENDLESS, "service"),
    "a gzip bomb": (packed(BLANKS), "service"),
    "no HTTP": (NOT_HTTP, "unreachable"),
    "still running": (say({"status": "IN_PROGRESS", "request_id": "r1"}), "not-ready"),
}
# Of a result: it can be fetched again.
UNFETCHED = {
    "500": say(HTML, 500),
    "503": say(HTML, 503),
    "cut": cut(picture()),
    "no answer": NO_ANSWER,
    "drip": drip(HEAD),
    "in circles": say(b"", 302, Location="/files/image.jpg"),
    "elsewhere": say(b"", 302, Location="http://169.254.169.254/"),
}
# Of what a picture is looked at by: how that ends, and whether regions are known then.
LOOKS = {
    **{
        f"masks {name}": ("masks", answer, "done", MAY_COST)
        for name, answer in UNKNOWN.items()
        if "endless" not in name
    },
    **{
        f"masks {name}": ("masks", answer, "done", says)
        for name, (answer, _, says) in DOCUMENTED.items()
        if name != "405"
    },
    "masks of noise": ("zip", say(zip_of(noise())), "done", ""),
    "masks that are HTML": ("zip", say(HTML), "done", "could not be used"),
    "masks that are cut": ("zip", say(zip_of(noise())[:-50]), "done", "could not be used"),
    "masks that have expired": ("zip", say(HTML, 403), "done", MAY_COST),
    "masks that cannot be fetched": ("zip", say(HTML, 503), "done", "could not be fetched"),
    "no file taken": ("upload", say({}, 404), "done", ""),
    "upload unreadable": ("upload", say(HTML), "service", "lacks"),
    "upload silent": ("upload", SILENCE, "unreachable", "could not be reached"),
    "people unreadable": ("people", say(HTML), "done", ""),
    "people silent": ("people", SILENCE, "done", ""),
    "people too early": ("people", say(b"", 205), "done", ""),
}
PLACEHOLDERS: dict[str, tuple[tuple[Answer, ...], type[bria.BriaError] | None]] = {
    "comes at last": ((say(HTML, 404), NO_ANSWER, say(b"x", 206)), None),
    "never comes": ((say(HTML, 404),), bria.NotReady),
    "is never answered for": ((NO_ANSWER,), bria.NotReady),
    "stays empty": ((say(b""),), bria.Moderated),
    "has no first byte": ((say(b"", 416),), bria.Moderated),
}
OF_AN_ORDER = {
    f"{tool} {name}": Fault(tool, route, (answer,), ends, says)
    for tool, route in (("blur", "edit"), ("erase", "remove"))
    for name, (answer, ends, says) in DOCUMENTED.items()
}
FAULTS = {
    **OF_AN_ORDER,
    **{
        f"{tool} {name}": Fault(tool, route, (answer,), "unknown", MAY_COST)
        for tool, route in (("blur", "edit"), ("erase", "remove"))
        for name, answer in UNKNOWN.items()
    },
    **{
        f"people {name}": Fault("people", "create", (UNKNOWN[name],), "unknown", MAY_COST)
        for name in ("502 of a proxy", "cut")
    },
    **{
        f"layers {name}": Fault("layers", "psd", (UNKNOWN[name],), "unknown", MAY_COST)
        for name in ("200 and HTML", "silence")
    },
    "a limit that passes": Fault(
        "blur", "edit", (limited(seconds="1"), limited(), say({"request_id": "r1"}, 202)), "done"
    ),
    "a limit until a date": Fault(
        "blur", "edit", (limited(seconds="Mon, 01 Jan 2001 00:00:00 GMT"), say({"request_id": "r1"}, 202)), "done"
    ),
    **{f"status {name}": Fault("blur", "status", (answer,), ends) for name, (answer, ends) in UNANSWERED.items()},
    "status forgotten": Fault("blur", "status", (say({"status": "NOT_FOUND"}, 404),), "unknown", MAY_COST),
    "status unknown": Fault("blur", "status", (say({"status": "UNKNOWN"}),), "unknown", MAY_COST),
    "ended by moderation": Fault("blur", "status", (ended(422, "content moderation"),), "moderated", paid=2),
    "ended broken": Fault("blur", "status", (ended(500, "broken"),), "service", "broken", paid=2),
    "ended without a code": Fault("blur", "status", (ended("VALIDATION_ERROR", "odd"),), "service", "odd", paid=2),
    "ended without an image": Fault("blur", "status", (say({"status": "COMPLETED", "result": {}}),), "service", paid=2),
    "a status that comes back": Fault(
        "blur",
        "status",
        (say(HTML, 503), NO_ANSWER, say({"result": {"image_url": "/"}}, 502), ended(422)),
        "rejected",
        paid=2,
    ),
    **{
        f"image {name}": Fault("blur", "image", (answer,), "download")
        for name, answer in UNFETCHED.items()
        if name != "cut"
    },
    **{
        f"image {name}": Fault("erase", "image", (answer,), "unreachable")
        for name, answer in UNFETCHED.items()
        if name in ("cut", "no answer", "drip")
    },
    **{
        f"image expired, {status}": Fault("erase", "image", (say(HTML, status),), "gone", MAY_COST)
        for status in (403, 404, 410)
    },
    "image is HTML": Fault("erase", "image", (say(HTML),), "unusable", MAY_COST),
    "image is empty": Fault("blur", "image", (say(b""),), "unusable", MAY_COST),
    "image is half": Fault("blur", "image", (say(picture()[:300]),), "unusable", MAY_COST),
    "image of another shape": Fault("erase", "image", (say(picture(80, 10)),), "unusable", MAY_COST),
    "image of another size": Fault("erase", "image", (say(picture(30, 40)),), "done"),
    "sid forgotten": Fault("erase", "remove", (say({}, 404),), "done"),
    # Registered anew, it is looked at anew, which is another order.
    "visual forgotten": Fault("people", "create", (say({}, 404), WELL), "done", paid=2),
}
TOOLS: dict[str, Callable[[Picture], Job]] = {
    "blur": lambda picture: edit(picture, tool="blur_background", scale=2),
    "erase": lambda picture: erase(picture, 1),
    "people": lambda picture: change(picture, age=3.0),
    "layers": lambda picture: done(
        queue.enqueue(picture, "file", picture.visuals.get().revisions.get(), {"tool": "image_to_psd"}, "k")
    ),
}


@dataclass(frozen=True)
class Installed:
    """What the editor asks instead of the site."""

    backend: Backend
    asked: bria.Bria

    def current(self) -> Backend:
        return self.backend

    def client(self, backend: Backend | None = None, *, inline: bool = False, asker: str = "") -> bria.Bria:
        return self.asked

    def forget(self, digests: Any) -> None:
        """Nothing is kept here."""


@pytest.fixture
def service() -> Iterator[BadService]:
    """A service that the studio talks to."""
    from briastudio import backends as site

    with (
        bad_service.bad_service() as service,
        bria.Bria(service.base, "token", timeouts=TIMEOUTS, sleep=lambda _: None) as client,
    ):
        capabilities.forget()
        backends.install(Installed(Backend("hosted", "Bria (test)", service.base), client))
        yield service
        backends.install(site)
        capabilities.forget()


def outcome(job: Job) -> str:
    """How a job ended: the kind of its failure, where it has failed."""
    return job.error_kind if job.status == Job.Status.FAILED else job.status


@pytest.mark.parametrize("name", FAULTS)
def test_it_is_told_what_happened_and_pays_once(service: BadService, name: str) -> None:
    fault = FAULTS[name]
    picture = uploaded()
    service.charged = 0
    service.script(fault.route, fault.answers)
    job = TOOLS[fault.tool](picture)
    assert (outcome(job), service.charged <= fault.paid) == (fault.ends, True), job.error
    assert fault.says.lower() in job.error.lower()
    service.script(fault.route, [])
    if job.status != Job.Status.DONE:
        picture.refresh_from_db()
        assert picture.revisions.count() == 1
        if MAY_COST not in job.error:
            job = done(queue.retry(job))
            assert job.status == Job.Status.DONE, job.error
    assert service.charged == fault.paid


@pytest.mark.parametrize("name", LOOKS)
def test_a_picture_that_cannot_be_looked_at_says_why_and_pays_once(service: BadService, name: str) -> None:
    route, answer, ends, says = LOOKS[name]
    service.script(route, [answer])
    picture = uploaded()
    job = picture.jobs.get()
    assert (outcome(job), service.charged <= 1) == (ends, True)
    visual = picture.visuals.first()
    told = job.error if visual is None else visual.regions_error
    assert says.lower() in told.lower()
    service.script(route, [])
    if job.status != Job.Status.DONE:
        assert done(queue.retry(job)).status == Job.Status.DONE
    assert picture.visuals.get().regions or told
    assert service.charged <= 1


@pytest.mark.parametrize("name", PLACEHOLDERS)
def test_a_placeholder_is_waited_for_as_long_as_it_makes_sense(service: BadService, name: str) -> None:
    answers, error = PLACEHOLDERS[name]
    service.script("placeholder", answers)
    waiting = pytest.raises(error) if error else contextlib.nullcontext()
    with waiting:
        backends.client().wait_for(f"{service.base}/files/later.png")
