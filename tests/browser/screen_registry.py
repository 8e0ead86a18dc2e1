"""What a screen is that ``make screenshots`` takes, and how one gets there."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, Route

# In the sample Astronaut, a square: (across, down, radius) as shares of its side.
BADGES = [(0.333, 0.757, 0.08), (0.594, 0.698, 0.055)]


class Missing(Exception):
    """The screen needs something that this studio does not have."""


@dataclass
class Visit:
    """A person at a page, with the pictures that were prepared before: their paths by name."""

    page: Page
    pictures: dict[str, str]
    notes: Path  # a file that is no picture

    def opens(self, name: str) -> None:
        """Open a picture that was prepared, and wait until it is seen."""
        self.page.goto(self.pictures[name])
        self.page.locator("picture-stage[data-shown]").wait_for()
        self.page.locator("region-list [data-mask-id]").first.wait_for(state="attached")

    def tab(self, slug: str) -> None:
        """Open a panel."""
        tab = self.page.locator(f"#tab-{slug}")
        if not tab.count():
            raise Missing(f"there is no panel {slug}")
        tab.click()
        self.page.wait_for_timeout(700)  # for what a panel asks of the server when it is opened

    def region(self, place: int) -> Locator:
        """An option of the list of regions, the largest first."""
        return self.page.locator("region-list [data-mask-id]").nth(place)

    def points_at(self, across: float, down: float) -> None:
        """Move the mouse over the picture, to shares of its width and height."""
        box = self.page.locator("[data-canvas]").bounding_box()
        assert box is not None
        self.page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"], steps=5)

    def answers(self, pattern: str, status: int) -> None:
        """From now on the studio says that to what is posted, whatever it is."""
        self.page.route(pattern, lambda route: route.fulfill(status=status) if posted(route) else route.fallback())

    def draws(self, *places: tuple[float, float]) -> None:
        """Drag the mouse from place to place."""
        self.points_at(*places[0])
        self.page.mouse.down()
        for place in places[1:]:
            self.points_at(*place)
        self.page.mouse.up()


@dataclass(frozen=True)
class Screen:
    """One picture to be taken; ``is_common`` where it is worth seeing at every size and in every colour."""

    name: str
    show: Callable[[Visit], None]
    is_common: bool


SCREENS: list[Screen] = []


def screen(*, common: bool = False) -> Callable[[Callable[[Visit], None]], Callable[[Visit], None]]:
    """Enter the decorated function into the table, under its own name."""

    def enter(show: Callable[[Visit], None]) -> Callable[[Visit], None]:
        SCREENS.append(Screen(show.__name__.replace("_", "-"), show, common))
        return show

    return enter


def posted(route: Route) -> bool:
    """True for what a form sends."""
    return route.request.method == "POST"


def ring(across: float, down: float, radius: float) -> list[tuple[float, float]]:
    """Places around another one."""
    angles = [step * math.tau / 20 for step in range(20)]
    return [(across + radius * math.cos(angle), down + radius * math.sin(angle)) for angle in angles]
