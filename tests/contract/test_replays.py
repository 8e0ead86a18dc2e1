"""A recipe makes of a picture, byte for byte, what the API's own routes make of it, whatever its steps are."""

from __future__ import annotations

import pytest

from engine.recipes.operations import OPERATIONS
from harness.contract.service import Service
from harness.replays import REPLAYS, Replay


@pytest.mark.parametrize("replay", REPLAYS, ids=lambda replay: replay.name)
@pytest.mark.django_db(transaction=True)
def test_the_same_comes_of_a_recipe(replay: Replay, inside: Service) -> None:
    replay.check(inside)


def test_no_step_is_left_out() -> None:
    assert {step["do"] for replay in REPLAYS for step in replay.steps} == set(OPERATIONS)
