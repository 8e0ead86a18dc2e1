"""The regions of a picture, as the browser looks them up."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from editor.access import visual_read
from editor.http import stored


@require_safe
def regions(request: HttpRequest, pk: int, visual_pk: int) -> HttpResponseBase:
    """Region index and label map as ``editor.imaging.panoptic.to_wire`` writes them; stored compressed, sent so."""
    name = visual_read(request, pk, visual_pk).regions
    if not name:
        raise Http404("The regions of this picture were not found yet.")
    return stored(request, name, "application/octet-stream", {"Content-Encoding": "gzip"})
