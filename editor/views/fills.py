"""Other fills of an erased place: the picture of each, and the choice of one."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from editor.access import job_read
from editor.history import fills
from editor.http import HtmxRequest, send_file
from editor.refusals import Refusal
from editor.tools.registry import find_tool
from editor.views.page import respond


@require_safe
def crop(request: HttpRequest, pk: int, job_id: uuid.UUID, fill: str) -> HttpResponseBase:
    """The filled place and what is around it, of the fill that is shown ("first") or of another."""
    job = job_read(request, pk, job_id)
    name = fills.find_crop(job, fill)
    if not name:
        raise Http404("There is no such fill.")
    return send_file(request, name, "image/webp")


@require_POST
def choice(request: HtmxRequest, pk: int, job_id: uuid.UUID) -> HttpResponse:
    """Show another fill from now on, as a step beside the one shown, or keep that. Either puts the rest away."""
    job = job_read(request, pk, job_id)
    key = request.POST.get("fill", "")
    if key != fills.FIRST and not fills.choose(job, key):
        tool = find_tool(job.base.tool)
        sentence = gettext("This fill is not kept any more. Have other fills made again.")
        job.see()
        return respond(request, pk, Refusal(tool.panel if tool else "regions", "", sentence))
    job.see()
    return respond(request, pk)
