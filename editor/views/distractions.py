"""What may distract in a picture, for whoever looks for it."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from editor import files
from editor.access import visual_read
from editor.http import DECODING
from editor.imaging import distractions, hierarchy, panoptic
from editor.models import Visual

WHILE = "private, max-age=600"  # seconds: the regions of a visual never change, its people may still be found


@require_GET
def collection(request: HttpRequest, pk: int, visual_pk: int) -> JsonResponse:
    """The regions of each thing that may distract, the surest first."""
    visual = visual_read(request, pk, visual_pk)
    with DECODING:
        things = found(visual)
    return JsonResponse({"things": [thing.ids for thing in things]}, headers={"Cache-Control": WHILE})


def found(visual: Visual) -> list[distractions.Thing]:
    """What may distract in a visual's image; nothing where its regions are not known."""
    if not visual.regions:
        return []
    label_map = panoptic.from_wire(files.read(visual.regions))
    faces = [person["rect"] for person in visual.people or [] if person["rect"]]
    return distractions.find_distractions(label_map, hierarchy.reduce_picture(files.read(visual.image)), faces)
