"""What can be done with one step of the history: name it, delete it with all that was made from it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from editor.access import revision_read
from editor.forms import StepForm
from editor.history import branches
from editor.http import HtmxRequest
from editor.refusals import first_error
from editor.views.page import respond


@require_http_methods(["GET", "HEAD", "POST"])
def name(request: HtmxRequest, pk: int, number: int) -> HttpResponse:
    """The form to call a step something else, and what it asks for."""
    revision = revision_read(request, pk, number)
    if request.method != "POST":
        return render_form(request, "step_name", {"revision": revision, "value": revision.label})
    form = StepForm(request.POST)
    if not form.is_valid():
        given = {"revision": revision, "value": request.POST.get("name", ""), "error": first_error(form)}
        return render_form(request, "step_name", given, status=422)
    wish = form.cleaned_data["name"]
    revision.rename("" if wish == revision.title else wish)
    return respond(request, pk)


@require_http_methods(["GET", "HEAD", "POST"])
def deletion(request: HtmxRequest, pk: int, number: int) -> HttpResponse:
    """The question whether a step is to go with all that was made from it, and the deletion."""
    revision = revision_read(request, pk, number)
    if revision.parent_id is None:
        raise Http404("The original goes only with its picture.")
    if request.method != "POST":
        return render_form(request, "branch_deletion", {"revision": revision, "count": branches.count_steps(revision)})
    branches.delete(revision)
    return respond(request, pk)


def render_form(request: HtmxRequest, form: str, context: dict[str, object], status: int = 200) -> HttpResponse:
    """A form as a part of the editor, or on a page of its own where there is no script."""
    context |= {"form_template": f"editor/_{form}.html"}
    template = f"editor/_{form}.html" if request.htmx else "editor/question.html"
    response = render(request, template, context, status=status)
    # The link that asked is one that htmx follows, and would put into the address bar: a reload would leave the editor.
    response.headers["HX-Push-Url"] = "false"
    return response
