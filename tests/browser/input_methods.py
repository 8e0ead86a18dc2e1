"""People who have a keyboard alone, or nothing but their fingers; whatever else is used, the console complains of."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from harness.journey import Journey

STOPS = 120  # presses of Tab after which a person gives up
# What comes from no key: a press, and a focus that neither a key nor the studio has put there.
KEYS_ALONE = """
  let held = false;
  let moving = 0;
  const dialogs = [[HTMLDialogElement, "showModal"], [HTMLDialogElement, "close"]];
  const moves = [[HTMLElement, "focus"], [HTMLInputElement, "select"], ...dialogs];
  for (const [{ prototype }, name] of moves) {
    const { [name]: given } = prototype;
    prototype[name] = function (...values) {
      moving += 1;
      try { return given.apply(this, values); } finally { moving -= 1; }
    };
  }
  const note = (told, { target }) => console.error(`${told}: ${target.outerHTML?.slice(0, 120)}`);
  addEventListener("keydown", () => { held = true; }, true);
  addEventListener("keyup", () => { held = false; }, true);
  addEventListener("pointerdown", (event) => event.isTrusted && note("pressed without a key", event), true);
  addEventListener("focusin", (event) => held || moving || note("focused without a key", event), true);
"""
FINGERS_ALONE = """
  addEventListener("pointerdown", (event) => {
    if (event.isTrusted && event.pointerType !== "touch") console.error(`touched with a ${event.pointerType}`);
  }, true);
"""


class Typist(Journey):
    """A person who has a keyboard alone."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        page.add_init_script(KEYS_ALONE)

    def presses(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def types(self, text: str) -> None:
        """Write over what a field holds."""
        self.presses("Control+a")
        self.page.keyboard.type(text)

    def tabs_to(self, goal: Locator, key: str = "Tab") -> None:
        """Press Tab, or another key, until this has the focus."""
        for _ in range(STOPS):
            self.presses(key)
            if goal.evaluate("(element) => element === document.activeElement"):
                return
        raise AssertionError(f"{goal} is not reached by {key}")

    def opens(self, sample: str) -> None:
        """Open a sample and wait until everything about it was looked up."""
        self.comes()
        self.tabs_to(self.page.get_by_role("button", name=sample))
        self.presses("Enter")
        self.is_in_the_editor()

    def turns_to(self, panel: str) -> None:
        """Open a panel, by walking along the rail."""
        self.tabs_to(self.page.locator("[role=tab][aria-selected=true]"))
        self.tabs_to(self.page.get_by_role("tab", name=panel), "ArrowRight")


class Phone(Journey):
    """A person with a phone. What a tap does comes a moment after it, so whoever looks at once has to wait for that."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        page.add_init_script(FINGERS_ALONE)

    def opens(self, sample: str) -> None:
        """Open a sample and wait until everything about it was looked up."""
        self.comes()
        self.page.get_by_role("button", name=sample).tap()
        self.is_in_the_editor()

    def turns_to(self, panel: str) -> None:
        """Open a panel."""
        self.opens_tab(self.page.get_by_role("tab", name=panel))

    def opens_tab(self, tab: Locator) -> None:
        """Tap a tab of the rail."""
        tab.tap()
        expect(tab).to_have_attribute("aria-selected", "true")

    def chooses(self, name: str) -> None:
        """Tap one of a few, side by side; its label lies over it."""
        choice = self.page.get_by_role("radio", name=name, exact=True)
        choice.tap(force=True)
        expect(choice).to_be_checked()

    def writes(self, field: Locator, text: str) -> None:
        """Tap a field and write over what it holds."""
        field.tap()
        expect(field).to_be_focused()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def taps_at(self, across: float, down: float) -> None:
        """Tap the picture, at shares of its width and height."""
        self.touches([[self.place(across, down)]])

    def draws_along(self, *places: tuple[float, float]) -> None:
        """Move a finger over the picture, along shares of its width and height."""
        self.touches([[self.place(*place)] for place in places])

    def spreads_two_fingers(self) -> None:
        """Zoom: two fingers on the middle of the picture go apart."""
        x, y = self.place(0.5, 0.5)
        self.touches([[(x - part, y), (x + part, y)] for part in (20, 40, 60)])
