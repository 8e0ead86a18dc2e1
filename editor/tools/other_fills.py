"""The tool "other_fills": an erased place is filled in up to three other ways, for a person to choose from."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from editor import files, pictures, proposals
from editor.imaging import fills
from editor.imaging.renditions import make_renditions
from editor.jobs.running import Running
from editor.models import Revision
from editor.refusals import Refused
from editor.service import capabilities
from editor.tools import erase
from editor.tools.tool import Tool

TOOLS = ("erase", "distractions", "spots")  # whose holes can be filled again
VARIANTS = range(4)  # of a fill; 0 is the first one
STEPS = (
    gettext_noop("Making the first other fill"),
    gettext_noop("Making the second other fill"),
    gettext_noop("Making the third other fill"),
)
# Levels of 8 bits by which a fill differs on average from each one before it, or looks the same. Measured on nine holes
# in photos of 0.6 MP: fills of even ground differ by 0.2 to 1.5, which nobody sees, of anything else by 2.8 to 49.
LEAST_DIFFERENCE = 2.0


def is_offered(revision: Revision, abilities: capabilities.Abilities) -> bool:
    """True of what was erased, where the engine makes more than one fill. Services that are paid for do not."""
    return revision.tool in TOOLS and revision.parent is not None and abilities[capabilities.SPOTS].available


def read(request: HttpRequest, base: Revision) -> dict[str, Any]:
    """Nothing has to be chosen.

    Raises:
        Refused: nothing was erased last, or the engine makes one fill only.
    """
    if not is_offered(base, capabilities.abilities()):
        raise Refused("", gettext("There are no other fills of this step."))
    return {}


def run(running: Running) -> None:
    """Make the other fills; those that look like one before them are left out.

    Raises:
        Failure: a region is not there any more, or the engine failed.
    """
    first = running.job.base
    assert first.parent is not None
    erasure = erase.read_erasure(first.parent, first.params)
    mask, shown, found = erasure.area.mask_png, [files.read(first.image)], []
    others = [variant for variant in VARIANTS if variant != first.params.get("variant", 0)]
    for step, variant in zip(STEPS, others, strict=True):
        running.step(step)
        fill = erase.make_fill(running, erasure, variant)
        if all(fills.measure_difference(fill.image_png, other, mask) >= LEAST_DIFFERENCE for other in shown):
            shown.append(fill.image_png)
            found.append(keep_fill(fill, variant, mask))
    proposals.offer(running, {"fills": found, "first": store_crop(shown[0], mask)})


def keep_fill(fill: erase.Fill, variant: int, mask_png: bytes) -> dict[str, Any]:
    """What a job keeps of a fill: the fields of the revision that it may become, and what is shown of it."""
    return {
        "variant": variant,
        "crop": store_crop(fill.image_png, mask_png),
        "sid": fill.sid,
        "stored": pictures.store_image(fill.image_png, make_renditions(fill.image_png)),
    }


def store_crop(image_png: bytes, mask_png: bytes) -> str:
    """The name of the stored picture of a filled place."""
    return files.store(fills.crop_around(image_png, mask_png), ".webp")


TOOL = Tool("other_fills", "regions", _("Making other fills"), read, run, kind=proposals.KIND)
