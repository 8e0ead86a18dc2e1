"""What was found in a picture: its regions, and what may distract in it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from editor import files
from editor.access import visual_read
from editor.http import send_file
from editor.imaging import decoding, panoptic, pixels
from editor.models import Visual
from masks.distractions import Thing

FRESH = "private, max-age=600"  # seconds: the regions of a visual never change, its people may still be found


@require_safe
def regions(request: HttpRequest, pk: int, visual_pk: int) -> HttpResponseBase:
    """Region index and label map as ``editor.imaging.panoptic.to_wire`` writes them; stored compressed, sent so."""
    return send_regions(request, visual_read(request, pk, visual_pk).regions)


@require_safe
def early_regions(request: HttpRequest, pk: int, visual_pk: int) -> HttpResponseBase:
    """The same as it was found at once, before objects were."""
    return send_regions(request, visual_read(request, pk, visual_pk).early_regions)


def send_regions(request: HttpRequest, name: str) -> HttpResponseBase:
    """A stored file of regions, or 404 where there is none."""
    if not name:
        raise Http404("The regions of this picture were not found yet.")
    return send_file(request, name, "application/octet-stream", {"Content-Encoding": "gzip"})


@require_safe
def distractions(request: HttpRequest, pk: int, visual_pk: int) -> JsonResponse:
    """The regions of each thing that may distract, the surest first."""
    visual = visual_read(request, pk, visual_pk)
    things = find_distractions(visual)
    return JsonResponse({"things": [thing.ids for thing in things]}, headers={"Cache-Control": FRESH})


def find_distractions(visual: Visual) -> list[Thing]:
    """What may distract in a visual's image; nothing where its regions are not known."""
    if not visual.regions:
        return []
    faces = [person["rect"] for person in visual.people or [] if person["rect"]]
    image = files.read(visual.image)
    return decoding.run(pixels.measure_use(image), panoptic.find_distractions, files.read(visual.regions), image, faces)
