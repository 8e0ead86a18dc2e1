"""Every address of the editor, asked with what it takes, with what it does not, and with nonsense: nothing breaks it.

The cases are the same on every run; ``EDITOR_FUZZ_CASES`` makes more of them.
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from briastudio.urls import urlpatterns
from editor import urls
from editor.models import Picture
from editor.tools.registry import TOOLS
from tests.editor import factories, fake_service, user_actions
from tests.editor.clients import photo, visitor

PAGES = [pattern for pattern in (*urlpatterns, *urls.urlpatterns, *urls.MOVED) if isinstance(pattern, URLPattern)]
SENT: Counter[int] = Counter()  # answers by status, over all tests
EACH = -(-int(os.environ.get("EDITOR_FUZZ_CASES", "360")) // len(PAGES))


def forms_below(form: type[forms.Form]) -> set[type[forms.Form]]:
    """All forms that go back to one."""
    return {form}.union(*map(forms_below, form.__subclasses__()))


FIELDS = sorted({"next", *(name for form in forms_below(forms.Form) for name in form.base_fields)})
STEP = '{"kind": "brush", "add": true, "radius": %s, "points": [%s, 2, 30, 20]}'
TEXTS = (
    *("", "0", "1", "2", "-1", "302", "1,2", "9" * 30, "-" + "9" * 25, "1e308", "NaN", "0x10", "١", "²", "x", "on"),
    *(*TOOLS, "undo", "redo", "JPEG", "PNG", "original", "fit", "#ff0000", "red"),
    *("\x00", "\ud800", "ünïcödé 🎨", "../../etc/passwd", "%00", "a" * 10_000, "null", "[]", "{}", "[[[[", "[" * 5_000),
    *("http://127.0.0.1/", "file:///etc/passwd", "//evil", "javascript:x", "🙈" * 200),
    *(
        '{"steps": []}',
        '{"steps": [{"kind": "invert"}]}',
        '{"steps": [{}]}',
        '{"steps": 5}',
        '{"edges": {"grow": 1e99}}',
    ),
    *(
        f'{{"steps": [{STEP % pair}]}}'
        for pair in (("5", "2"), ("1e300", "2"), ("-1", "2"), ("5", "1e400"), ("5", "null"))
    ),
    *(f"[{STEP % pair}]" for pair in (("5", "2"), ("NaN", "2"), ('"5"', "[]"))),
    *(
        '[{"kind": "keep", "width": 1e9, "points": [1]}]',
        '{"steps": [{"kind": "regions", "add": 1, "ids": [302, -1]}]}',
    ),
)
# In places of addresses: numbers that no column or no integer holds, and what is no number. Each place has each once.
NONSENSE = ("9" * 18, "9" * 19, "9" * 400, "9" * 4_301, "-1", "%00", "1%00", "%ff", "١", "🎨")
PLACES = (
    *(*NONSENSE, "1", "2", "0", "9", "-" + "9" * 19, "1e3", "0x1", "age", "..", "x:y", "%2f", "a" * 500),
    "00000000-0000-0000-0000-000000000000",
)
PLACE = re.compile(r"<(?:\w+:)?(\w+)>")
NUMBERS = ("0", "1", "5000", "9" * 4_301, "-", "")
HEADERS: dict[str, SearchStrategy[str]] = {
    "Range": st.builds("bytes={}-{}".format, st.sampled_from(NUMBERS), st.sampled_from(NUMBERS)),
    "If-None-Match": st.sampled_from(("*", '"x"', 'W/"', "\xff", '"' * 999)),
    "If-Range": st.sampled_from(("x", '"x"', "Wed, 21 Oct 2015 07:28:00 GMT")),
    "Studio-Seen": st.sampled_from(("=", "a=b=c", "history=1 regions=", "\xff", "x " * 999)),
    "HX-Request": st.just("true"),
    "HX-Current-URL": st.sampled_from(("", "http://[", "http://testserver/pictures/1/", "%ff")),
    "HX-Target": st.sampled_from(("history", "x" * 999)),
    "Accept-Language": st.sampled_from(("de", "he;q=x", "*", "x" * 600, ",,,")),
    "Cookie": st.sampled_from(("sessionid=x", "csrftoken=\xff", "django_language=../..", ";;=;", "a" * 5_000)),
    "Host": st.sampled_from(("testserver", "engine.studio.internal", "[", "a:b:c", "testserver:99999999")),
}
BODIES = ("", "x", "--x", '{"a": 1}', "a=1&" * 2_000, "%ff=%ff&=&&")
TYPES = (
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "application/json",
    "",
)


class Sent(NamedTuple):
    """One request; ``raw`` is a body with its type in the place of ``fields``."""

    address: str
    method: str
    query: dict[str, str]
    fields: dict[str, Any]
    raw: tuple[str, str] | None
    headers: dict[str, str]


def values() -> SearchStrategy[Any]:
    """What a field may hold: texts, and files."""
    files = st.sampled_from((b"", b"x", photo().getvalue(), photo().getvalue()[:60], photo(format="GIF").getvalue()))
    names = st.sampled_from(("a.png", "", "../a", "x" * 300, "\x00.png", "a.svg"))
    return st.one_of(st.sampled_from(TEXTS), st.builds(SimpleUploadedFile, names.filter(bool), files))


def addresses(pattern: URLPattern, known: dict[str, str]) -> SearchStrategy[str]:
    """The pattern's addresses with what is known in their places; half of them have nonsense in one or two."""
    places = PLACE.findall(str(pattern.pattern))
    if not places:
        return st.just(fill(pattern, known))
    nonsense = st.dictionaries(st.sampled_from(places), st.sampled_from(PLACES), min_size=1, max_size=2)
    return st.one_of(st.just({}), nonsense).map(lambda wrong: fill(pattern, known | wrong))


def fill(pattern: URLPattern, places: dict[str, str]) -> str:
    """The pattern's address with these in its places."""
    return "/" + PLACE.sub(lambda place: places.get(place[1], "1"), str(pattern.pattern))


@pytest.fixture(scope="module", autouse=True)
def count() -> Iterator[None]:
    """Print how many requests were answered how."""
    yield
    sys.stdout.write(f"\nanswers by status: {dict(SENT)}\n")


@pytest.fixture
def known() -> dict[str, str]:
    """What is in the places of addresses that there are: a picture with a step."""
    fake_service.use(knows_parts=True)
    row = user_actions.uploaded()
    user_actions.erase(row, 302)
    factories.recipe(row)
    return places(row)


def places(row: Picture) -> dict[str, str]:
    """What stands for the picture and what belongs to it."""
    job, visual = row.jobs.first(), row.visuals.get()
    assert job
    kept = dict.fromkeys(("pk", "recipe_pk", "run_pk", "use_pk"), str(row.pk))
    return {**kept, "number": "2", "visual_pk": str(visual.pk), "job_id": str(job.pk), "place": "0"}


def requests_to(pattern: URLPattern, known: dict[str, str]) -> SearchStrategy[Sent]:
    """Requests to the pattern's addresses, of every kind."""
    fields = st.dictionaries(st.sampled_from(FIELDS), values(), max_size=6)
    query = st.dictionaries(
        st.sampled_from((*FIELDS, "src", "after", "state", "page")), st.sampled_from(TEXTS), max_size=3
    )
    headers = st.sets(st.sampled_from(sorted(HEADERS)), max_size=3).flatmap(
        lambda names: st.fixed_dictionaries({name: HEADERS[name] for name in sorted(names)})
    )
    return st.builds(
        Sent,
        address=addresses(pattern, known),
        method=st.sampled_from(("get", "post", "post", "head", "put", "options")),
        query=query,
        fields=fields,
        raw=st.one_of(st.none(), st.none(), st.tuples(st.sampled_from(BODIES), st.sampled_from(TYPES))),
        headers=headers,
    )


def generated(count: int) -> settings:
    """So many requests, the same in every run."""
    return settings(
        max_examples=count,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )


def nonsense_addresses(pages: list[URLPattern], known: dict[str, str]) -> list[str]:
    """Each place of each address with each kind of nonsense, what is ``known`` standing in the others."""
    return [
        fill(pattern, known | {place: text})
        for pattern in pages
        for place in PLACE.findall(str(pattern.pattern))
        for text in NONSENSE
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("pattern", PAGES, ids=lambda pattern: str(pattern.name or pattern.pattern))
def test_no_request_breaks_the_editor(known: dict[str, str], pattern: URLPattern) -> None:
    @given(requests_to(pattern, known))
    @generated(EACH)
    def ask(request: Sent) -> None:
        status = send(request)
        SENT[status] += 1
        assert status < 500 or (request.address, status) == ("/healthz", 503), request

    ask()


@pytest.mark.django_db(transaction=True)
def test_no_nonsense_in_an_address_breaks_the_editor(known: dict[str, str]) -> None:
    wrong = nonsense_addresses(PAGES, known)
    asked = [Sent(address, method, {"state": "x"}, {}, None, {}) for address in wrong for method in ("get", "post")]
    assert [request for request in asked if send(request) >= 500] == []


def send(request: Sent, client: Client | None = None) -> int:
    """The status of the answer to one request of a client's, else the owner's, who would see an exception as a 500."""
    client = client or visitor()
    client.raise_request_exception = False
    words = {name: text.encode("utf-8", "surrogatepass").decode("latin-1") for name, text in request.query.items()}
    query = "&".join(f"{name}={quoted(text)}" for name, text in words.items())
    target = f"{request.address}?{query}" if query else request.address
    if request.raw:
        body, kind = request.raw
        response = client.generic(request.method.upper(), target, body, content_type=kind, headers=request.headers)
    elif request.method == "post":
        fields = {name: writable(value) for name, value in request.fields.items()}
        response = client.post(target, fields, headers=request.headers)
    else:
        response = getattr(client, request.method)(target, headers=request.headers)
    return int(response.status_code)


def quoted(text: str) -> str:
    """A text as it stands in an address, byte for byte."""
    return "".join(f"%{byte:02x}" for byte in text.encode("latin-1"))


def writable(value: Any) -> Any:
    """A field's value as a client can send it."""
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
