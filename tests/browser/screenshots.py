"""Take pictures of every screen and state: ``python -m tests.browser.screenshots [--readme] [WORD ...]``.

A studio of its own is started, with the embedded engine and data that are thrown away. Everything is taken at 1440x900
in light colours, what is common also at other sizes, in other colours and in other languages. With words only the
screens and looks are taken whose file names have one of them in it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import Error as BrowserError

from harness import chromium
from harness.browser import launched
from harness.processes import ROOT, temporary_folder
from harness.studio import run_studio
from tests.browser import error_scenes, screens
from tests.browser.sample_pictures import Preparing
from tests.browser.screen_registry import SCREENS, Missing, Screen, Visit

NOTED = screens, error_scenes  # which enter what is taken into SCREENS
FOLDER = ROOT / "docs" / "screenshots"
LOOK_PATIENCE = 20_000  # milliseconds for anything on a page that is only looked at
TOUCH: dict[str, Any] = {"device_scale_factor": 2, "has_touch": True, "is_mobile": True}
PHONE = {**TOUCH, "viewport": {"width": 390, "height": 844}}
SMALL = {**TOUCH, "viewport": {"width": 320, "height": 640}}
LYING = {**TOUCH, "viewport": {"width": 844, "height": 390}}
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
TABLET = {"viewport": {"width": 1024, "height": 768}}
JPEG: dict[str, Any] = {"quality": 88, "subsampling": 0}  # of a picture in the README: texts stay crisp
README = {
    "docs/editor.jpg": ["1440-light/readme.png"],
    "docs/more.jpg": [
        "1440-light/background-strokes.png",
        "1440-dark/compare-slider.png",
        "390-light/select-regions.png",
    ],
    "docs/many.jpg": ["1440-light/face-check.png", "390-dark/recipe-run.png"],
}
README_HEIGHT = {1: 800, 2: 560, 3: 640}  # pixels of a picture in the README, by how many stand in a row
GAP = 16  # pixels between two


@dataclass(frozen=True)
class Look:
    """How the studio is looked at: a size, colours, a language. ``is_whole`` where every screen is taken."""

    name: str
    options: dict[str, Any]
    is_whole: bool = False


LOOKS = [
    Look("1440-light", DESKTOP, is_whole=True),
    Look("1440-dark", {**DESKTOP, "color_scheme": "dark"}),
    Look("1440-forced", {**DESKTOP, "forced_colors": "active", "color_scheme": "dark"}),
    Look("1024-light", TABLET),
    Look("390-light", PHONE),
    Look("390-dark", {**PHONE, "color_scheme": "dark"}),
    Look("1440-german", {**DESKTOP, "locale": "de-DE"}),
    Look("1440-hebrew", {**DESKTOP, "locale": "he-IL"}),
    Look("390-german", {**PHONE, "locale": "de-DE"}),
    Look("390-hebrew", {**PHONE, "locale": "he-IL"}),
    Look("320-light", SMALL),
    Look("844-german", {**LYING, "locale": "de-DE"}),
]


def main() -> int:
    """Take them all; 1 where one could not be taken."""
    options = parse_arguments()
    path = chromium.find()
    if path is None:
        sys.exit("There is no Chromium: install it, or set CHROMIUM to its path")
    with (
        temporary_folder("studio-screens-") as folder,
        run_studio(folder / "data") as studio,
        hosted(folder / "hosted", studio.address) as elsewhere,
        launched(path) as browser,
    ):
        failures = Taking(browser, studio.address, elsewhere, folder, options).take_all()
    if options.readme:
        make_readme_pictures(options.folder)
    sys.stderr.writelines(f"{failure}\n" for failure in failures)
    return int(bool(failures))


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.screenshots", description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--readme", action="store_true", help="make the README's pictures of them")
    parser.add_argument("words", nargs="*", metavar="WORD")
    return parser.parse_args()


@contextmanager
def hosted(folder: Path, service: str) -> Iterator[str]:
    """The address of a studio that asks another one as a service; of another host, so that its cookies are its own."""
    with run_studio(folder, BRIA_API_URL=service, BRIA_API_TOKEN="local") as studio:
        yield studio.address.replace("127.0.0.1", "localhost")


class Taking:
    """One run over all looks and screens."""

    def __init__(self, browser: Browser, address: str, elsewhere: str, work: Path, options: argparse.Namespace) -> None:
        self.browser = browser
        self.address = address
        self.elsewhere = elsewhere
        self.work = work
        self.folder: Path = options.folder
        self.words: list[str] = options.words
        self.notes = work / "notes.txt"
        self.notes.write_text("Not a photo.")

    def take_all(self) -> list[str]:
        """What could not be taken, as sentences."""
        with self.context(DESKTOP) as context:
            preparing = Preparing(context.new_page(), self.work, self.elsewhere)
            pictures = preparing.prepare()
            self.cookies = context.cookies()
        return preparing.failures + [failure for look in LOOKS for failure in self.take_look(look, pictures)]

    def take_look(self, look: Look, pictures: dict[str, str]) -> list[str]:
        """All screens of one look."""
        screens = [screen for screen in SCREENS if (look.is_whole or screen.is_common) and self.is_wanted(look, screen)]
        if not screens:
            return []
        with self.context(look.options) as context:
            context.add_cookies(self.cookies)  # type: ignore[arg-type]
            context.add_init_script("localStorage.clear()")
            visit = Visit(context.new_page(), pictures, self.notes)
            visit.page.set_default_timeout(LOOK_PATIENCE)
            return [failure for screen in screens if (failure := self.take(look, screen, visit))]

    def is_wanted(self, look: Look, screen: Screen) -> bool:
        """True without words, or where the file's name has one of them in it."""
        return not self.words or any(word in f"{look.name}/{screen.name}" for word in self.words)

    def take(self, look: Look, screen: Screen, visit: Visit) -> str:
        """Take one picture; what went wrong, as a sentence, or nothing."""
        path = self.folder / look.name / f"{screen.name}.png"
        try:
            screen.show(visit)
        except Missing as reason:
            return f"{look.name}/{screen.name}: {reason}"
        except BrowserError as error:
            self.shoot(visit.page, path.with_name(f"{screen.name}-FAILED.png"))
            return f"{look.name}/{screen.name}: {error.message}"
        self.shoot(visit.page, path)
        return ""

    def shoot(self, page: Page, path: Path) -> None:
        """Save what is seen, on a phone the whole page."""
        page.wait_for_timeout(400)  # for colours and images on their way
        is_narrow = page.viewport_size is not None and page.viewport_size["width"] < 600
        page.screenshot(path=path, full_page=is_narrow and not page.locator("dialog[open]").count())

    @contextmanager
    def context(self, options: dict[str, Any]) -> Iterator[BrowserContext]:
        """A browser's session with some options."""
        context = self.browser.new_context(**{"locale": "en-US", **options}, base_url=self.address)
        yield context
        context.close()


def make_readme_pictures(folder: Path) -> None:
    """The pictures that the README shows, beside each other, where all of them were taken."""
    for target, names in README.items():
        paths = [folder / name for name in names]
        if all(path.exists() for path in paths):
            row([Image.open(path).convert("RGB") for path in paths]).save(ROOT / target, **JPEG)


def row(images: list[Image.Image]) -> Image.Image:
    """Images in a row, equally high; of a phone's long page the top."""
    scaled, room = [], README_HEIGHT[len(images)]
    for image in images:
        width, height = image.size
        top = image.crop((0, 0, width, min(height, width * 844 // 390)))
        scaled.append(top.resize((top.width * room // top.height, room), Image.Resampling.LANCZOS))
    together = Image.new("RGB", (sum(image.width + GAP for image in scaled) - GAP, room), "white")
    place = 0
    for image in scaled:
        together.paste(image, (place, 0))
        place += image.width + GAP
    return together


if __name__ == "__main__":
    sys.exit(main())
