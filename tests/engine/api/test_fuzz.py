"""Every operation of the OpenAPI document, asked with what the document allows, with what it does not, and with
nonsense: the engine never breaks, and answers only what it documents.

The cases are the same on every run; ``FUZZ_CASES`` makes more of them.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy
from schemathesis import BaseSchema, Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from engine import urls
from engine.image_fields import IMAGE_FORMAT, MASK_FORMAT
from engine.views.openapi import describe
from harness.images import base64_of, png
from tests.engine.api.conftest import Api

PATHS = describe("http://localhost", urls.urlpatterns)["paths"]
OPERATIONS = [(path, method) for path, item in PATHS.items() for method in item if method != "parameters"]
SENT: Counter[int] = Counter()  # answers by status, over all tests
EACH = -(-int(os.environ.get("FUZZ_CASES", "1000")) // len(OPERATIONS))

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]

# Large enough for v1's backgrounds and canvases, and one that is done in no time.
LARGE = png(np.add.outer(np.arange(216), np.arange(288)).astype(np.uint8)[..., None].repeat(3, axis=2))
SMALL = png(np.random.default_rng(1).integers(0, 256, (24, 32, 3), dtype=np.uint8))
MASK = png(np.pad(np.full((8, 8), 255, np.uint8), ((8, 8), (12, 12))))
UNSPEAKABLE = ("NaN", "-Infinity", "1e999", '"\\ud800"')  # what decoders take and no client sends
PROMPTS = ("red", "#ff8800", "dark green to white", "fill from surroundings", "a palm tree")
NONSENSE: tuple[Any, ...] = (
    *(None, "", [], {}, True, 0, -1, 255, 2**31, 2**70, 1e308, 0.5),
    *("x", "a" * 10_000, "\x00", "ünïcödé 🎨", "../../etc/passwd", "%00", "null", "16:9", "1,2", "[1, 2]"),
    *("http://", "http://[::1", "http://127.0.0.1/", "file:///etc/passwd", "data:,", "data:image/png;base64,AAAA"),
    *([None], [[1]], ["x"] * 3, {"a": None}, [{}], [{"id": 1, "actions": []}], [{"mask_id": 1}], {"remove": "x"}),
)

schemathesis.openapi.format(IMAGE_FORMAT, st.sampled_from([base64_of(SMALL)] * 3 + [base64_of(LARGE)]))
schemathesis.openapi.format(MASK_FORMAT, st.just(base64_of(MASK)))


@pytest.fixture(scope="module", autouse=True)
def count() -> Iterator[None]:
    """Print how many requests were answered how."""
    yield
    sys.stdout.write(f"\nanswers by status: {dict(SENT)}\n")


def from_here(environ: dict[str, Any], start_response: Any) -> Any:
    """The engine, asked from this machine by somebody with a token."""
    return WSGIHandler()({**environ, "REMOTE_ADDR": "127.0.0.1", "HTTP_API_TOKEN": "alice"}, start_response)


@pytest.fixture
def visual(api: Api, portrait: bytes, path: str) -> str:
    """A registered image, with a person where people are changed."""
    return api.register(portrait if path.endswith("/create") else SMALL)


@pytest.fixture
def person(api: Api, visual: str) -> str:
    """The person in it, if there is one."""
    return next((str(person["id"]) for person in api.get(f"/v1/{visual}/person/info").json()), "")


@pytest.fixture
def schema(api: Api, visual: str, person: str) -> BaseSchema:
    """The document as it is served; its cases are made to get beyond the first check of their fields."""
    found = schemathesis.openapi.from_wsgi("/openapi.json", from_here)

    @found.hook
    def flatmap_path_parameters(context: Any, parameters: dict[str, Any] | None) -> SearchStrategy[Any]:
        return st.sampled_from([*[dict.fromkeys(parameters or (), visual)] * 4, parameters])

    @found.hook
    def flatmap_body(context: Any, body: Any) -> SearchStrategy[Any]:
        return likely(body, person) if isinstance(body, dict) else st.just(body)

    return found


def likely(body: dict[str, Any], person: str) -> SearchStrategy[Any]:
    """``body`` with a prompt and a person that may exist, as often as not with nonsense in one field."""
    prompts = st.sampled_from(PROMPTS).map(lambda prompt: {name: prompt for name in body if name.endswith("prompt")})
    bodies = prompts.map(lambda known: {**body, **known, **known_person(body, person)})
    spoilt = st.tuples(bodies, st.sampled_from([*body, "sync"]), st.sampled_from(NONSENSE))
    return st.one_of(bodies, spoilt.map(lambda parts: {**parts[0], parts[1]: parts[2]}))


def known_person(body: dict[str, Any], person: str) -> dict[str, Any]:
    """The changes in ``body``, made to ``person``."""
    changes = body.get("changes")
    if not isinstance(changes, list) or not person:
        return {}
    return {"changes": [{**change, "id": person} for change in changes if isinstance(change, dict)]}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_no_case_breaks_the_engine(schema: BaseSchema, path: str, method: str) -> None:
    operation = schema[path][method]
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)

    @given(case=st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in modes)))
    @settings(
        max_examples=EACH,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case: Case[Any]) -> None:
        response = case.call()
        SENT[response.status_code] += 1
        case.validate_response(response, checks=CHECKS)

    ask()


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_numbers_and_letters_that_there_are_not_break_nothing(api: Api, path: str, method: str) -> None:
    body = PATHS[path][method].get("requestBody", {"content": {}})["content"].get("application/json", {})
    known = {"image": base64_of(SMALL), "mask": base64_of(MASK), "prompt": "red", "image_url": base64_of(SMALL)}
    address = path.replace("{visual_id}", api.register(SMALL))
    for name in body.get("schema", {}).get("properties", ()):
        others = json.dumps({field: value for field, value in known.items() if field != name})
        for odd in UNSPEAKABLE:
            content = f'{others[:-1]}, "{name}": {odd}}}'
            response = api.client.generic("POST", address, content, content_type="application/json")
            assert response.status_code < 500, (content[-100:], response.content)
