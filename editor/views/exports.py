"""A revision as a file of one's own wishes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from editor import exports
from editor.access import revision_read
from editor.forms import LOSSY, ExportForm
from editor.http import HtmxRequest
from editor.models import Revision
from editor.recipes import making
from editor.recipes.steps import NoRecipe
from recipes import writing


@require_safe
def file(request: HtmxRequest, pk: int, number: int) -> HttpResponse:
    """The form to wish in, or, once something is wished, the file; a wish that cannot be met is said at its field."""
    revision = revision_read(request, pk, number)
    size = (revision.width, revision.height)
    if "format" not in request.GET:
        return render_form(request, revision, ExportForm(initial=defaults(revision), size=size))
    form = ExportForm(request.GET, size=size)
    if not form.is_valid():
        return render_form(request, revision, form, status=422)
    try:
        text = write_recipe(revision) if form.cleaned_data["recipe"] else ""
    except NoRecipe as error:
        form.add_error("recipe", str(error))
        return render_form(request, revision, form, status=422)
    if form.cleaned_data["recipe"] == "beside":
        return send(exports.pack(exports.export(revision, **form.wish), text))
    return send(exports.export(revision, recipe=text, **form.wish))


def write_recipe(revision: Revision) -> str:
    """The text of the recipe of a revision.

    Raises:
        NoRecipe: it has none.
    """
    return writing.write(making.make(revision, revision.picture.name)).decode()


@require_safe
def download(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The revision as a file in the picture's own format."""
    return send(exports.export(revision_read(request, pk, number)))


def defaults(revision: Revision) -> dict[str, object]:
    """What is wished where nothing was changed: the picture as it came."""
    longest = max(revision.width, revision.height)
    kept = {"location": True, "metadata": True}
    return {"format": revision.picture.format, "scale": "same", "side": longest, "percent": 100, **kept}


def send(exported: exports.Exported) -> HttpResponse:
    """The file, to be saved."""
    disposition = {"Content-Disposition": exported.disposition}
    return HttpResponse(exported.data, content_type=exported.content_type, headers=disposition)


def render_form(request: HttpRequest, revision: Revision, form: ExportForm, status: int = 200) -> HttpResponse:
    """The form as a part of the editor, or on a page of its own where there is no script."""
    is_part = "HX-Request" in request.headers
    context = {"form": form, "revision": revision, "lossy": " ".join(LOSSY), "form_template": "editor/_export.html"}
    return render(request, "editor/_export.html" if is_part else "editor/question.html", context, status=status)
