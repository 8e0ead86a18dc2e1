from __future__ import annotations

import json

import pytest

from bria.answers.json_body import decode_body


@pytest.mark.parametrize("text", ["<html>", "", '{"cut": '])
def test_what_is_no_json_stays_text(text: str) -> None:
    assert decode_body(text) == text


def test_ordinary_json_is_left_alone() -> None:
    entries = [{"id": "c6bb", "rect": {"x": 1134.13}, "labels": ["glasses"], "makeup": None}]
    assert decode_body(json.dumps(entries)) == entries
