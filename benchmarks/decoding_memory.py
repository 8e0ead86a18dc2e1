"""What opening a photo takes of memory, over what is reserved for it, by every kind of file."""

from __future__ import annotations

import os
import sys

from benchmarks.figures import Absent, Figure, figure
from harness.file_kinds import KINDS, measure_growth
from imagefiles import decoding
from imagefiles.children import Children

SIZE = 8160, 6120  # 49.9 megapixels, of 50 that are taken
FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF")


@figure("decoding_memory", "<= 1")
def decoding_memory() -> Figure:
    """The most that any kind takes over what is reserved; each is told on standard error, in bytes for each pixel."""
    if sys.platform != "linux":
        raise Absent("what a process held is read from /proc, which Linux has")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "briastudio.settings")
    children = Children()
    children.start("briastudio.decoding_site")
    shares = {kind: measure_share(children, kind) for kind in KINDS}
    children.stop()
    return Figure("decoding_memory", max(shares.values()), "times")


def measure_share(children: Children, kind: str) -> float:
    """What a file of a kind takes of what is reserved for it."""
    from editor.imaging.uploads import accept  # which reads the settings

    data, pixels = KINDS[kind](SIZE), SIZE[0] * SIZE[1]
    reserved = decoding.weigh(data, FORMATS, pixels)
    taken = measure_growth(children, accept, data, "photo")
    sys.stderr.write(f"{kind}: {taken / pixels:.1f} of {reserved / pixels:.0f}\n")
    return taken / reserved
