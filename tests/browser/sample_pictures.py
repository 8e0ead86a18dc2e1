"""What is made before the screens are taken: pictures, steps, branches and a failure."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Error as BrowserError
from playwright.sync_api import Page, expect

from harness.journey import Journey
from harness.photos import large_photo, meadow
from harness.processes import started
from tests.browser.screen_registry import BADGES, ring

PATIENCE = 60_000  # milliseconds for anything on a page while pictures are prepared
JOB = """
from editor.jobs.running import UNKNOWN
from editor.service.errors import AWAY
from editor.models import Job, Picture
base = Picture.objects.get(pk={picture}).revisions.get()
ended = {{"status": "{status}", "error": {error}, "params": {{"tool": "erase"}}}}
Job.objects.create(picture=base.picture, base=base, kind="edit", key="{status}", **ended)
"""
LATE = """
from editor.models import Job
Job.objects.filter(picture={picture}, kind="edit").update(seen=False)
"""


class Preparing(Journey):
    """A person who makes what is to be seen: pictures, steps, branches and a failure."""

    def __init__(self, page: Page, work: Path, hosted: str) -> None:
        super().__init__(page)
        self.work = work
        self.elsewhere = hosted
        self.failures: list[str] = []
        page.set_default_timeout(PATIENCE)

    def prepare(self) -> dict[str, str]:
        """The addresses of the pictures by name; what could not be made is told in ``failures``."""
        plain = [self.hosted, self.large, self.meadow, self.coffee, self.failed, self.unknown, self.late]
        pictures = {}
        for making in [*plain, self.astronaut, self.changed, self.cat, self.cutout, self.branched]:
            try:
                making()
            except (BrowserError, AssertionError) as error:
                self.failures.append(f"The picture {making.__name__} could not be made: {error}")
            pictures[making.__name__] = self.page.url
        return pictures

    def opens(self, sample: str) -> None:
        """Open a sample: here there may be pictures of that name already."""
        self.page.goto("/")
        self.page.locator(".sample", has_text=sample).click()
        self.is_in_the_editor()

    def large(self) -> None:
        self.uploads(large_photo(self.work))

    def coffee(self) -> None:
        self.opens("Coffee")

    def meadow(self) -> None:
        self.uploads(meadow(self.work))

    def hosted(self) -> None:
        """At a studio that asks this one as if it were a service."""
        self.page.goto(self.elsewhere)
        self.page.locator(".sample", has_text="Coffee").click()
        self.is_in_the_editor()

    def failed(self) -> None:
        self.opens("Coffee")
        self.runs(JOB, status="failed", error="AWAY")

    def unknown(self) -> None:
        self.opens("Coffee")
        self.runs(JOB, status="unknown", error="UNKNOWN")

    def late(self) -> None:
        self.opens("Cat")
        self.clicks_at(0.3, 0.4)
        self.erases()
        self.button("Undo").click()
        self.stands_at(1)
        self.runs(LATE)

    def runs(self, script: str, **values: str) -> None:
        """Run a script in the studio's shell; it knows the number of the picture that is open."""
        code = script.format(picture=urlsplit(self.page.url).path.strip("/").split("/")[-1], **values)
        data = str(self.work / "data")
        log = self.work / "shell.log"
        with started("manage.py", "shell", "--verbosity", "0", "-c", code, log=log, STUDIO_DATA=data) as process:
            process.wait()

    def astronaut(self) -> None:
        self.opens("Astronaut")

    def changed(self) -> None:
        self.opens("Astronaut")
        self.page.get_by_role("tab", name="People").click()
        self.page.get_by_role("combobox", name="Hair colour").first.select_option(label="Red")
        self.button("Apply").click()
        self.stands_at(2)

    def cat(self) -> None:
        self.opens("Cat")
        self.clicks_at(0.3, 0.4)
        self.erases()

    def cutout(self) -> None:
        self.opens("Cat")
        self.page.keyboard.press("g")
        self.page.locator("background-panel[data-shown]").wait_for()
        self.page.locator("#apply-background").click()
        self.stands_at(2)

    def circles(self, across: float, down: float, radius: float) -> None:
        """Draw a lasso around a place."""
        self.page.keyboard.press("l")
        places = ring(across, down, radius)
        self.points_at(*places[0])
        self.page.mouse.down()
        for place in places[1:]:
            self.points_at(*place)
        self.page.mouse.up()
        self.page.keyboard.press("v")

    def branched(self) -> None:
        self.opens("Astronaut")
        for badge in BADGES:
            self.circles(*badge)
            self.erases()
        self.button("Undo").click()
        self.stands_at(2)
        self.clicks_at(0.75, 0.4)
        self.erases()
        self.page.locator("#step-3").focus()
        self.page.keyboard.press("F2")
        self.page.get_by_label("Name of step 3").fill("Without badges")
        self.page.keyboard.press("Enter")
        expect(self.history.nth(2)).to_contain_text("Without badges")
