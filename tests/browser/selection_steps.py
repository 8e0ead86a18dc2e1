"""How journeys select: with a tool in the hand, by strokes; and what is selected then."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from playwright.sync_api import Locator

from harness.journey import Journey

NOTHING = "Nothing selected"
# The shares of the picture that are selected, at points given as shares of its width and height.
SELECTED_AT = """async (places) => {
  const { $js_selection: { selection } } = await import(document.querySelector("script[type=module]").src);
  if (!selection.bitmap) return places.map(() => null);
  const { pixels, width, height } = selection.bitmap.shown;
  return places.map(([x, y]) => pixels[Math.floor(y * height) * width + Math.floor(x * width)]);
}"""


def takes(journey: Journey, tool: str) -> None:
    """Take a tool in the hand."""
    journey.page.get_by_role("radio", name=tool, exact=True).check(force=True)


def drags(journey: Journey, *places: tuple[float, float]) -> None:
    """Move the pressed mouse over the picture."""
    journey.points_at(*places[0])
    journey.page.mouse.down()
    for place in places[1:]:
        journey.points_at(*place)
    journey.page.mouse.up()


def selected_at(journey: Journey, *places: tuple[float, float]) -> list[Any]:
    """How much is selected at places of the picture, 0 to 255."""
    return list(journey.page.evaluate(SELECTED_AT, list(places)))


def summary(journey: Journey) -> Locator:
    """What is said to be selected."""
    return journey.page.locator("selection-bar output")


def sent(journey: Journey) -> dict[str, Any]:
    """The selection that Erase would send."""
    value = journey.page.locator("selection-bar [name=selection]").input_value()
    return dict(json.loads(value)) if value else {}


def kinds(steps: Iterable[dict[str, Any]]) -> list[tuple[str, Any]]:
    """What the steps are, in short."""
    return [(step["kind"], step.get("add")) for step in steps]
