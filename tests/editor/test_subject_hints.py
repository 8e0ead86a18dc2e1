"""What is said of a picture's subject, as the page posts it, as jobs keep it, and as the engine is sent it."""

from __future__ import annotations

import json

import pytest

from editor.models import Revision
from editor.tools.subject_hints import HINT_SIDE, StrokesField, SubjectHints
from tests.editor import factories, fake_service

KEEP = {"kind": "brush", "add": True, "radius": 5.0, "points": [20.0, 30.0, 40.0, 30.0]}
REMOVE = {"kind": "brush", "add": False, "radius": 2.0, "points": [30.0, 30.0]}
OLD_KEEP = {"kind": "keep", "width": 10, "points": [20.0, 30.0, 40.0, 30.0]}
OLD_REMOVE = {"kind": "remove", "width": 4, "points": [30.0, 30.0]}


def revision(width: int, height: int) -> Revision:
    return Revision(width=width, height=height)


def test_strokes_of_a_page_from_before_they_were_steps_of_a_selection_are_taken() -> None:
    regions = {"kind": "remove", "regions": [2]}
    cleaned = StrokesField().clean(json.dumps([OLD_KEEP, OLD_REMOVE, regions, KEEP]))
    assert cleaned == [KEEP, REMOVE, {"kind": "regions", "add": False, "ids": [2]}, KEEP]


def test_a_job_from_before_strokes_were_steps_of_a_selection_says_the_same() -> None:
    base = revision(80, 60)
    hints = SubjectHints(base, {"strokes": [OLD_KEEP, OLD_REMOVE]}).draw()
    assert hints is not None
    assert hints == SubjectHints(base, {"strokes": [KEEP, REMOVE]}).draw()


def test_a_dot_on_a_large_picture_is_drawn_small_and_marks_a_pixel() -> None:
    dot = {"kind": "brush", "add": True, "radius": 0.5, "points": [400.0, 400.0]}
    hints = SubjectHints(revision(8 * HINT_SIDE, 4 * HINT_SIDE), {"strokes": [dot]}).draw()
    assert hints is not None and isinstance(hints.keep, bytes)
    keep = fake_service.decoded_png(hints.keep)
    assert (keep.shape, keep[50, 50]) == ((HINT_SIDE // 2, HINT_SIDE), 255)
    assert hints.remove is None


@pytest.mark.django_db
def test_nothing_is_sent_where_nothing_was_said() -> None:
    base = factories.picture().current
    assert base is not None
    assert SubjectHints(base, {}).draw() is None
