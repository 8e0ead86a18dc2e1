"""What a control does, as a row of faces: which values it shows, and what each of them asks for."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
from PIL import Image

from editor import attributes, face_strips
from editor.imaging import portraits
from tests.editor.factories import EVA, person


def card(in_force: dict[str, Any] | None = None, **actions: Any) -> attributes.Card:
    return attributes.build_card(person(EVA, **actions), 1, in_force or {})


def control(key: str, **actions: Any) -> attributes.Control:
    return next(control for control in card(**actions).controls if control.key == key)


def test_a_slider_is_shown_at_even_steps_from_end_to_end() -> None:
    assert face_strips.strip_values(control("age", age=["x"])) == ("-10", "-5", "0", "5", "10")


def test_a_choice_is_shown_by_its_names() -> None:
    assert face_strips.strip_values(control("haircolor", haircolor=["red", "gray"])) == ("red", "gray")


def test_a_strength_alone_shows_nothing() -> None:
    assert face_strips.strip_values(control("diversity.strength", diversity=["france"])) == ()


def test_a_value_comes_on_top_of_what_is_in_force() -> None:
    now: attributes.Changes = {EVA: {"haircolor": "red"}}
    changed = face_strips.changes_at(
        card(now[EVA], age=["x"], haircolor=["red"]), control("age", age=["x"], haircolor=["red"]), "5", now
    )
    assert changed == {"age": 5.0, "haircolor": "red"}


def test_zero_takes_back_what_is_in_force() -> None:
    now: attributes.Changes = {EVA: {"age": 4.0}}
    assert face_strips.changes_at(card(now[EVA], age=["x"]), control("age", age=["x"]), "0", now) == {}


def test_one_expression_puts_the_others_out() -> None:
    now: attributes.Changes = {EVA: {"expression": {"happy": 1.0}}}
    names = ["happy", "sad"]
    mine = card(now[EVA], expression=names)
    changed = face_strips.changes_at(mine, control("expression.sad", expression=names), "1.5", now)
    assert changed == {"expression": {"sad": 1.5}}


def test_a_sheet_holds_the_face_again_and_again() -> None:
    sheet = Image.open(io.BytesIO(portraits.draw_sheet(halves(), {"x": 40, "y": 40, "w": 20, "h": 20}, 3)))
    side = portraits.SHEET_SIDE
    tiles = [np.asarray(sheet.crop((side * place, 0, side * (place + 1), side))) for place in range(3)]
    assert sheet.size == (3 * side, side)
    assert (tiles[0] == tiles[1]).all() and (tiles[0] == tiles[2]).all()
    assert tiles[0][128, 20].tolist() == [255, 0, 0] and tiles[0][128, -20].tolist() == [0, 0, 255]


def test_a_strip_cuts_its_faces_as_close_as_a_card_does() -> None:
    strip = Image.open(
        io.BytesIO(portraits.cut_strip(portraits.draw_sheet(halves(), {"x": 40, "y": 40, "w": 20, "h": 20}, 2)))
    )
    assert strip.size == (2 * strip.height, strip.height)
    assert abs(strip.height - portraits.SHEET_SIDE * portraits.SHOWN) <= 1


def halves() -> bytes:
    """100 x 100 pixels, red on the left and blue on the right."""
    picture = np.zeros((100, 100, 3), np.uint8)
    picture[:, :50, 0] = picture[:, 50:, 2] = 255
    target = io.BytesIO()
    Image.fromarray(picture).save(target, "PNG")
    return target.getvalue()
