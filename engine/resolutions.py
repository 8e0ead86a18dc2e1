"""``desired_resolution``: the names of screen sizes that an edit's result can be asked for in (docs.bria.ai)."""

from __future__ import annotations

from engine.calls import Call
from engine.fields import Choice

# Width, height in pixels. The names are Bria's ("had" is spelled so in its documents), the sizes those of the display
# standards they name. The result is made to fit, its aspect ratio kept.
SIZES = {
    "nhd": (640, 360),
    "svga": (800, 600),
    "xga": (1024, 768),
    "had": (1280, 720),
    "hd": (1280, 720),
    "wuxga": (1920, 1200),
    "uwfhd": (2560, 1080),
    "wqxga": (2560, 1600),
    "uwqhd": (3440, 1440),
    "uhd": (3840, 2160),
}
DESIRED_RESOLUTION = Choice("desired_resolution", "The screen that the result is made to fit.", ("original", *SIZES))


def read_resolution(call: Call) -> tuple[int, int] | None:
    """The size (width, height) that the result is to fit; None for the original's.

    Raises:
        BadRequest: no such name.
    """
    return SIZES.get(DESIRED_RESOLUTION.read(call))
