from __future__ import annotations

import json

import pytest

from bria.answers.json_body import as_float, decode_body


@pytest.mark.parametrize("text", ["<html>", "", '{"cut": '])
def test_what_is_no_json_stays_text(text: str) -> None:
    assert decode_body(text) == text


def test_ordinary_json_is_left_alone() -> None:
    entries = [{"id": "c6bb", "rect": {"x": 1134.13}, "labels": ["glasses"], "makeup": None}]
    assert decode_body(json.dumps(entries)) == entries


@pytest.mark.parametrize(("value", "number"), [(3, 3.0), (0.5, 0.5), ("3", 0.0), (None, 0.0), (10**400, 0.0)])
def test_a_number_that_no_float_holds_is_none(value: object, number: float) -> None:
    assert as_float(value) == number
