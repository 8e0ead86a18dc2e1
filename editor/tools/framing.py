"""How large a picture may become, for the panels that change its frame, and for what is refused before it is sent."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from editor.jobs.estimates import describe_duration
from editor.models import Revision
from editor.service.capabilities import HINTS, Abilities

# Limits as Bria documents them; the studio's engine tells its own.
MOST_CANVAS = 5000 * 5000  # pixels of an expanded picture
MOST_RESULT = 8192 * 8192  # pixels of an enlarged one
MOST_EDITED = 50_000_000  # pixels of a picture that can be edited
FACTORS = (2, 4)
# Seconds per megapixel that is doubled by the network for photos, and by the other method, on one core of an ordinary
# computer: what is expected until some were done here.
PHOTO_SECONDS, FAST_SECONDS = 8.5, 0.8
LEAST_ENLARGED = 16  # pixels a side that the studio's engine needs; Bria has such a limit and does not publish it


@dataclass(frozen=True)
class Enlargement:
    """One of the FACTORS, the size it leads to, and why it is not possible where it is not."""

    factor: int
    width: int
    height: int
    reason: str = ""


@dataclass(frozen=True)
class Doublings:
    """Megapixels that are doubled on the way to an enlargement: by the network for ``photos``, and by the ``other``
    method."""

    photos: float
    other: float

    @property
    def work(self) -> float:
        """All of them, as megapixels of the method that does most."""
        weight = FAST_SECONDS / PHOTO_SECONDS
        return self.photos + weight * self.other if self.photos else self.other

    @property
    def seconds(self) -> float:
        """How long they may take."""
        return PHOTO_SECONDS * self.photos + FAST_SECONDS * self.other

    @property
    def duration(self) -> str:
        """The same, in words."""
        return describe_duration(self.seconds)


@dataclass(frozen=True)
class Framing:
    """What an engine with these abilities can make of a revision's frame."""

    revision: Revision
    abilities: Abilities

    @property
    def most_canvas(self) -> int:
        """Pixels of an expanded picture."""
        return self.abilities.limit("canvas_pixels", MOST_CANVAS)

    @property
    def most_result(self) -> int:
        """Pixels of an enlarged or padded picture."""
        return self.abilities.limit("result_pixels", MOST_RESULT)

    @property
    def previews(self) -> bool:
        """True where looking for the subject costs nothing: with an engine of the studio's kind."""
        return self.abilities[HINTS].available

    @property
    def enlargements(self) -> list[Enlargement]:
        """All FACTORS, those that are not possible with a reason."""
        width, height = self.revision.width, self.revision.height
        return [Enlargement(factor, factor * width, factor * height, self.reason(factor)) for factor in FACTORS]

    @property
    def photo_pixels(self) -> int:
        """Pixels of the largest picture that the engine enlarges by its network for photos; 0 where it has none."""
        return self.abilities.limit("photo_pixels", 0)

    @property
    def takes_photos(self) -> bool:
        """True where this picture can be enlarged by that network."""
        return self.revision.width * self.revision.height <= self.photo_pixels

    @property
    def photo_reason(self) -> str:
        """Why not; empty where it can."""
        if self.takes_photos:
            return ""
        return _("This method takes pictures of up to {most} megapixels.").format(most=megapixels(self.photo_pixels))

    def doublings(self, factor: int, *, fast: bool) -> Doublings:
        """What is to be done to enlarge the picture so many times, as the studio's engine does it."""
        sizes = [self.revision.width * self.revision.height * 4**number for number in range(FACTORS.index(factor) + 1)]
        photos = [size for size in sizes if size <= self.photo_pixels and not fast]
        return Doublings(sum(photos) / 1e6, (sum(sizes) - sum(photos)) / 1e6)

    @property
    def photo_durations(self) -> str:
        """How long each possible enlargement may take by the network for photos."""
        return self.durations(fast=False)

    @property
    def fast_durations(self) -> str:
        """How long each possible enlargement may take by the other method."""
        return self.durations(fast=True)

    def durations(self, *, fast: bool) -> str:
        """The FACTORS that are possible, and how long each may take."""
        possible = [each.factor for each in self.enlargements if not each.reason]
        return " · ".join(f"{factor}×: {self.doublings(factor, fast=fast).duration}" for factor in possible)

    @property
    def can_enlarge(self) -> bool:
        """True where one of the FACTORS is possible."""
        return any(not each.reason for each in self.enlargements)

    @property
    def only_for_looking(self) -> bool:
        """True where an enlargement is possible that is too large to be edited any further."""
        most = self.abilities.limit("image_pixels", MOST_EDITED)
        return any(each.width * each.height > most for each in self.enlargements if not each.reason)

    def reason(self, factor: int) -> str:
        """Why the picture cannot be enlarged so much; empty where it can."""
        width, height = self.revision.width, self.revision.height
        if self.previews and min(width, height) < LEAST_ENLARGED:
            return _("Each side must be at least {least} pixels.").format(least=LEAST_ENLARGED)
        if width * height * factor**2 > self.most_result:
            return _("Results can have at most {most} megapixels.").format(most=megapixels(self.most_result))
        return ""


def megapixels(pixels: int) -> str:
    """Millions of pixels as a person reads them, with one decimal below 100."""
    millions = pixels / 1e6
    return number_format(round(millions, 1) if millions % 1 and millions < 100 else round(millions))
