"""What regions are called, and how one walks among them."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from harness.journey import Journey

pytestmark = pytest.mark.browser

# Region 3 lies inside 1; 6 touches nothing.
MAP = """
  const rows = ["111122..", "133122..", "133122..", "444422.6"];
  const labels = Uint8Array.from(rows.join("").replaceAll(".", "0"));
  const anchors = { 1: [1, 0], 2: [1, 4], 3: [1, 2], 4: [3, 2], 6: [3, 7] };
  const region = ([id, anchor]) => ({ id: Number(id), anchor, share: 0.05 * id, colour: "red" });
  const regions = Object.entries(anchors).map(region);
  const map = { rows: 4, columns: 8, labels, regions };
"""


def asked(journey: Journey, module: str, code: str) -> Any:
    """What ``code`` returns that uses what a module of the studio exports, ``lib``, and ``map``, a map of regions."""
    journey.opens("Cat")
    script = 'await import(document.querySelector("script[type=module]").src)'
    return journey.page.evaluate(f"async () => {{ const {{ $js_lib_{module}: lib }} = {script}; {MAP} {code} }}")


def test_arrow_keys_lead_to_what_touches_on_that_side_else_to_the_nearest_there(journey: Journey) -> None:
    code = """
      const neighbours = new lib.Neighbours(map);
      const walk = (id, ...ways) => ways.map((way) => neighbours.towards(id, way, (other) => other !== gone));
      let gone = 0;
      const from = { 1: walk(1, "left", "right", "up", "down"), 2: walk(2, "left", "right"), 3: walk(3, "left", "up") };
      gone = 2;
      return { ...from, without: walk(4, "right"), touching: [...neighbours.of(4)].sort() };
    """
    found = asked(journey, "neighbours", code)
    assert found["1"] == [3, 2, 0, 4]
    assert found["2"] == [1, 6]
    assert found["3"] == [1, 1]
    assert found["without"] == [6]
    assert found["touching"] == [1, 2, 3]


def test_names_tell_size_colour_place_and_share_and_differ(journey: Journey) -> None:
    code = """
      const spoken = (key, values) => [key, ...Object.values(values ?? {})].join(" ");
      const twin = { ...map.regions[0] };
      const old = { ...map.regions[4], colour: undefined };
      return lib.nameRegions({ ...map, regions: [map.regions[0], twin, old] }, spoken, (share) => share);
    """
    first, second, old = asked(journey, "region_names", code)
    assert first == "region-of-colour size-medium place-top-left 0.05 colour-red"
    assert second == f"{first} (2)"
    assert old.startswith("region size-large place-bottom-right 0.3")


def test_the_list_is_walked_by_neighbours_by_its_order_and_by_typing(journey: Journey) -> None:
    journey.opens("Cat")
    options, focused = journey.regions, journey.page.locator("[role=option]:focus")
    options.first.focus()
    keys = journey.page.keyboard
    keys.press("Control+ArrowDown")
    expect(options.nth(1)).to_be_focused()
    keys.press("PageDown")
    expect(options.nth(11)).to_be_focused()
    keys.press("End")
    expect(options.last).to_be_focused()
    keys.press("Home")
    keys.type("tiny")
    expect(focused).to_contain_text("Tiny")
    name = focused.inner_text()
    keys.press("ArrowUp")
    expect(focused).not_to_have_text(name)
    expect(journey.page.locator("[role=option][data-hovered]:focus")).to_have_count(1)
    keys.press(" ")
    expect(journey.page.locator("selection-bar [data-summary]")).to_contain_text("1 region, ")
    assert journey.violations() == []
