"""What a person does in the studio, as words for the journeys."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import ConsoleMessage, Locator, Page, Request, expect
from playwright.sync_api import TimeoutError as BrowserTimeout

from harness import firefox
from harness.browser import PATIENCE
from harness.browsers import kind_of

AXE = Path(__file__).parent / "vendor" / "axe.min.js"
AXE_RUN = """async () => {
  const runOnly = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const { violations } = await axe.run(document, { runOnly });
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`);
}"""
# ``heard``: what a screen reader was told, one after the other; what stands there last may be told at any time.
LISTEN = """{
  window.heard = [];
  const listen = () => {
    const announcer = document.getElementById("announcer");
    const observer = new MutationObserver(() => heard.push(announcer.textContent));
    if (announcer) observer.observe(announcer, { childList: true });
  };
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", listen);
  else listen(); // in WebKit this may come late
}"""
# Playwright's own way to write over a field, by WebDriver BiDi, adds to what a field for numbers holds.
INSERT = """Object.defineProperty(window, "__pw_bidiInsertText", {
  get: () => (text) => void document.execCommand("insertText", false, text),
  set: () => {},
});"""
QUIET = {"log", "info", "debug"}
# What htmx says of a request that was on its way when its page was left, which WebKit alone counts as failed.
LEFT_BEHIND = ("htmx:afterRequest", "htmx:sendError")

expect.set_options(timeout=PATIENCE)


class Journey:
    """A person at a page. ``complaints`` collects what the console or the network should not have shown."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.expected: list[str] = []
        if self.browser == "webkit":
            self.expected.extend(LEFT_BEHIND)
        page.on("console", self.note_message)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self.note_request)
        page.add_init_script(LISTEN)
        page.add_init_script(INSERT)
        # Caught from the start: told in mid-journey, a key can overtake the order.
        page.on("filechooser", lambda _: None)

    def note_message(self, message: ConsoleMessage) -> None:
        """Keep warnings and errors, but for those that the journey says it provokes."""
        if message.type not in QUIET and not any(text in message.text for text in self.expected):
            self.complaints.append(message.text)

    def note_request(self, request: Request) -> None:
        """Keep what was asked; nothing may leave this machine."""
        self.requests.append(request.url)
        if urlsplit(request.url).hostname not in {"127.0.0.1", None}:
            self.complaints.append(f"asked {request.url}")

    @property
    def browser(self) -> str:
        """The kind of the browser: chromium, firefox or webkit."""
        browser = self.page.context.browser
        assert browser is not None
        return kind_of(browser)

    # Start page

    def comes(self) -> None:
        """Open the start page. WebKit's driver now and then misses that a page was loaded, and is asked once more."""
        if self.browser == "webkit":
            with suppress(BrowserTimeout):
                self.page.goto("/", timeout=PATIENCE / 2)
                return
        self.page.goto("/")

    def opens(self, sample: str) -> None:
        """Open a sample and wait until everything about it was looked up."""
        self.comes()
        self.page.get_by_role("button", name=sample).click()
        self.is_in_the_editor()

    def uploads(self, path: str | Path) -> None:
        """Upload a file and wait until everything about it was looked up."""
        self.comes()
        self.page.get_by_label("Upload photos").set_input_files(path)
        self.is_in_the_editor()

    def is_in_the_editor(self) -> None:
        """The editor is open and the picture prepared; from here on the page must stay."""
        self.page.wait_for_url("**/pictures/*/")
        self.page.locator("region-list [data-mask-id]").first.wait_for(
            state="attached"
        )  # seen where the panel Select is open
        expect(self.page.locator("[data-job]")).to_have_count(0)
        self.page.evaluate("window.stays = true")

    # Editor

    def turns_to(self, panel: str) -> None:
        """Open a panel."""
        self.page.get_by_role("tab", name=panel).click()

    @property
    def regions(self) -> Locator:
        """The rows of the list of regions, or of objects."""
        return self.page.locator("region-list [data-mask-id]")

    @property
    def objects(self) -> Locator:
        """The items of the list where it is of objects, and of their parts where they are unfolded."""
        return self.page.get_by_role("tree", name="Regions").get_by_role("treeitem")

    @property
    def selected(self) -> Locator:
        """The rows of the list that are selected."""
        return self.page.locator('region-list [aria-selected="true"]')

    @property
    def history(self) -> Locator:
        """The items of the history."""
        return self.page.get_by_role("list", name="History").get_by_role("listitem")

    @property
    def canvas(self) -> Locator:
        """The picture."""
        return self.page.locator("[data-canvas]")

    def button(self, name: str) -> Locator:
        """A button by its whole name."""
        return self.page.get_by_role("button", name=name, exact=True)

    def place(self, across: float, down: float) -> tuple[float, float]:
        """Where on the page a place of the picture is seen that is given as shares of its width and height."""
        box = self.canvas.bounding_box()
        assert box is not None
        return box["x"] + across * box["width"], box["y"] + down * box["height"]

    def points_at(self, across: float, down: float) -> None:
        """Move the mouse over the picture, to shares of its width and height."""
        self.page.mouse.move(*self.place(across, down))

    def clicks_at(self, across: float, down: float) -> None:
        """Click into the picture."""
        self.points_at(across, down)
        self.page.mouse.down()
        self.page.mouse.up()

    def touches(self, path: list[list[tuple[float, float]]]) -> None:
        """Move fingers over the page; each step says where all of them are."""
        if self.browser == "firefox":
            firefox.move_fingers(self.page.url, path)
            return
        session = self.page.context.new_cdp_session(self.page)
        kinds = ["touchStart", *["touchMove"] * (len(path) - 1)]
        for kind, places in zip(kinds, path, strict=True):
            fingers = [{"x": x, "y": y, "id": finger} for finger, (x, y) in enumerate(places)]
            session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    def walks_to(self, role: str) -> None:
        """Press Tab until something of this role has the focus."""
        for _ in range(60):
            self.page.keyboard.press("Tab")
            if self.page.evaluate("document.activeElement.role") == role:
                return
        raise AssertionError(f"no {role} is reached by the Tab key")

    def erases(self) -> None:
        """Press Erase and wait for the result."""
        steps = self.history.count()
        self.button("Erase").click()
        self.stands_at(steps + 1)

    def stands_at(self, number: int) -> None:
        """The history marks revision ``number`` as the current one, and the picture shows it."""
        expect(self.page.locator(".history__item[aria-current]")).to_contain_text(f"{number}. ")
        expect(self.page.locator(f'picture-stage[data-shown="{number}"]')).to_be_visible()

    def hears(self, sentence: str) -> None:
        """Wait until a screen reader was told this."""
        self.page.wait_for_function("(wanted) => heard.some((text) => text.includes(wanted))", arg=sentence)

    def pixels(self) -> str:
        """A picture of the canvas once it has come to rest, to compare with another."""
        expect(self.page.locator("picture-stage[data-moving]")).to_have_count(0)
        self.draws()
        return str(self.page.evaluate("document.querySelector('[data-canvas]').toDataURL()"))

    def sees(self, pixels: str) -> None:
        """Wait until the canvas shows exactly this."""
        self.page.wait_for_function(
            "wanted => document.querySelector('[data-canvas]').toDataURL() === wanted", arg=pixels
        )

    def sees_other_than(self, pixels: str) -> None:
        """Wait until the canvas shows something else."""
        self.page.wait_for_function("seen => document.querySelector('[data-canvas]').toDataURL() !== seen", arg=pixels)

    def draws(self) -> None:
        """Wait until what was asked for is drawn."""
        self.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def turns_the_light_off(self) -> None:
        """Dark from now on, at once: axe would see colours that are on their way."""
        self.page.emulate_media(color_scheme="dark", reduced_motion="reduce")

    # Promises

    def has_stayed(self) -> bool:
        """True while the page was not loaded anew."""
        return bool(self.page.evaluate("window.stays === true"))

    def violations(self) -> list[str]:
        """What axe finds wrong with the page as it is; asked in Chromium alone, since it crashes Firefox 153."""
        if self.browser != "chromium":
            return []
        if not self.page.evaluate("typeof axe === 'object'"):
            self.page.evaluate(AXE.read_text())
        found: list[Any] = self.page.evaluate(AXE_RUN)
        return [str(violation) for violation in found]
