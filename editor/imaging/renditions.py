"""What is shown of a picture where its own size is not needed: as a whole on a screen, and in lists."""

from __future__ import annotations

from dataclasses import dataclass

from editor.imaging import pixels

SCREEN_SIDE = 2048  # pixels: what a large screen shows of a picture as a whole
THUMBNAIL_SIDE = 320  # pixels: twice the largest size it is shown at


@dataclass(frozen=True)
class Renditions:
    """A picture's size in pixels, whether anything shows through it, and its renditions as WEBP files.

    A picture that is no larger than a screen has no rendition for it: there it is shown itself.
    """

    width: int
    height: int
    is_transparent: bool
    screen: bytes | None
    thumbnail: bytes


def make_renditions(image: bytes) -> Renditions:
    """The renditions of a picture as the studio itself stores it.

    Raises:
        NotAPicture: it is none, or it is damaged.
    """
    width, height = pixels.read_size(image)
    screen = pixels.make_thumbnail(image, SCREEN_SIDE) if max(width, height) > SCREEN_SIDE else None
    thumbnail = pixels.make_thumbnail(screen or image, THUMBNAIL_SIDE)
    return Renditions(width, height, pixels.open_picture(thumbnail).mode == "RGBA", screen, thumbnail)
