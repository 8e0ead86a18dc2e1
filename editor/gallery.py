"""The pictures of a person as the start page lists them: newest first, searched by name, a pageful at a time."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from editor.models import Picture

PAGE = 60  # pictures: more than a screen shows, and their thumbnails are loaded as they come into view
MOST = 100_000  # pictures shown at once, whatever an address says
NUMBER = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class Gallery:
    """What ``owner`` sees: the first ``shown`` of the pictures whose names hold all words of ``query``."""

    owner: str
    query: str = ""
    shown: int = PAGE

    @cached_property
    def names(self) -> list[tuple[int, str]]:
        """The keys and names of all pictures."""
        return list(Picture.objects.filter(owner=self.owner).values_list("pk", "name")) if self.owner else []

    @cached_property
    def found(self) -> list[int]:
        """The keys of the pictures that fit."""
        # Here rather than in the database: SQLite knows upper and lower case of ASCII alone.
        words = fold(self.query).split()
        return [pk for pk, name in self.names if all(word in fold(name) for word in words)]

    @cached_property
    def pictures(self) -> list[Picture]:
        """The pictures on the page."""
        rows = Picture.objects.select_related("current").defer(*Picture.OF_THE_FILE)
        return list(rows.filter(pk__in=self.found[: self.shown]))

    @property
    def total(self) -> int:
        """How many pictures there are, whatever their names."""
        return len(self.names)

    @property
    def further(self) -> int:
        """How many to ask for to see a page more; 0 where all are shown."""
        return self.shown + PAGE if len(self.found) > self.shown else 0


def parse_gallery(owner: str, query: str, shown: str) -> Gallery:
    """The gallery that an address asks for."""
    count = int(shown) if NUMBER.fullmatch(shown) else PAGE
    return Gallery(owner, query.strip()[:200], min(max(count, PAGE), MOST))


def fold(text: str) -> str:
    """A text without what a person who searches leaves out: capitals, and the accents of letters."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).casefold()
