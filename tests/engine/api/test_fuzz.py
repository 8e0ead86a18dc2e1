"""Nonsense on every route of the OpenAPI document: the engine never breaks, and answers only what it documents.

The cases are the same on every run; ``FUZZ_CASES`` makes more of them.
"""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from engine import urls
from engine.openapi.document import document
from tests.engine.api.conftest import Api, base64_of, png

CASES = int(os.environ.get("FUZZ_CASES", "1000"))
SMALL = png(np.random.default_rng(1).integers(0, 256, (24, 32, 3), dtype=np.uint8))
MASK = png(np.pad(np.full((8, 8), 255, np.uint8), 8))
NONSENSE: list[Any] = [
    *(None, "", [], {}, True, False, 0, -1, 1, 3, 255, 2**31, 2**70, 1e308, 0.5, float("nan"), float("inf")),
    *("x", "a" * 10_000, "\x00", "\ud800", "ünïcödé 🎨", "../../etc/passwd", "'; drop table", "%00", "null"),
    *(
        "http://",
        "http://[::1",
        "http://127.0.0.1/",
        "file:///etc/passwd",
        "data:,",
        "data:image/png;base64,AAAA",
        "AAAA",
    ),
    *([None], [1, 2], [[1]], ["x"] * 3, {"a": None}, {"id": []}, [{}], [{"id": 1, "actions": []}], {"remove": "x"}),
    *("16:9", "red", "#ff0000", "original", "true", "1,2", "[1, 2]"),
]
GOOD: dict[str, list[Any]] = {
    "image": [base64_of(SMALL)],
    "mask": [base64_of(MASK), base64_of(SMALL)],
    "prompt": ["red", "blue to white"],
    "changes": [[{"mask_id": 1}], [{"id": "f" * 64, "actions": {"age": 3}}], [{"mask_url": "AAAA"}]],
}
LIKELY_GOOD = 0.75  # of images, masks and prompts: else few cases would get beyond them


@pytest.fixture(scope="module")
def described() -> Any:
    return document("http://localhost", urls.urlpatterns)


def test_no_case_breaks_the_engine(api: Api, described: Any, capfd: Any) -> None:
    known = api.register(SMALL)
    faults = [fault for case in cases(described, known) if (fault := fault_of(api, *case))]
    assert faults == []


def cases(described: Any, known: str) -> Iterator[tuple[str, str, Any, list[str]]]:
    """Method, path, body, and the statuses that are documented for them."""
    dice = random.Random(0)
    routes = [(path, method) for path, item in described["paths"].items() for method in item if method != "parameters"]
    for number in range(CASES):
        path, method = routes[number % len(routes)]
        operation = described["paths"][path][method]
        visual_id = known if dice.random() < 0.9 else "0123456789abcdef"
        where = path.replace("{visual_id}", visual_id).replace("{request_id}", dice.choice(["x", "%00", visual_id]))
        yield method, where, body_for(operation, dice), list(operation["responses"])


def body_for(operation: Any, dice: random.Random) -> Any:
    """Some of the fields, some of them with sense."""
    forms = operation.get("requestBody", {}).get("content", {})
    if not forms or dice.random() < 0.03:
        return dice.choice(NONSENSE)
    properties = next(iter(forms.values()))["schema"]["properties"]
    needed = [name for name in properties if kind_of(name)]
    optional = dice.sample(sorted(properties), dice.randint(0, min(3, len(properties))))
    return {name: value_for(name, dice) for name in [*needed, *optional]}


def kind_of(name: str) -> str:
    """What there is a good value for: an image, a mask, a prompt, changes; else nothing."""
    return next((kind for kind in ("mask", "image", "prompt", "changes") if name in (kind, f"{kind}_url", "file")), "")


def value_for(name: str, dice: random.Random) -> Any:
    kind = "image" if name == "file" else kind_of(name)
    return dice.choice(GOOD[kind] if kind and dice.random() < LIKELY_GOOD else NONSENSE)


def fault_of(api: Api, method: str, path: str, body: Any, documented: list[str]) -> str:
    """What is wrong with the answer; empty where nothing is."""
    content = json.dumps(body).encode()
    response = api.client.generic(method.upper(), path, content, content_type="application/json")
    status = str(response.status_code)
    if status in documented and int(status) < 500:
        return ""
    return f"{method} {path} {content[:300]!r}: {status} {response.content[:200]!r}"
