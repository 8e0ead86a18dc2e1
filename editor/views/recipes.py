"""The recipes of a person: their list, one of them with the pictures to apply it to, and making one of a revision."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from editor import exports, gallery
from editor.access import ensure_owner, picture_read, read_owner, recipe_read, revision_read, run_read
from editor.forms import NameForm, RecipeFileForm
from editor.http import read_key
from editor.limits import LimitReached
from editor.models import RecipeRun, Revision, SavedRecipe
from editor.recipes import applying, choices, making, runs, saved, wording
from editor.recipes.choices import RecipeForm
from editor.recipes.steps import NoRecipe
from editor.refusals import first_error
from editor.service import capabilities
from editor.views.picture_choices import describe_choice, read_chosen
from editor.views.recipe_runs import build_run
from recipes import writing
from recipes.model import SUFFIX, Recipe

JSON = "application/json"


@require_http_methods(["GET", "HEAD", "POST"])
def collection(request: HttpRequest) -> HttpResponse:
    """The recipes, and a form to bring one along as a file."""
    if request.method != "POST":
        return render_list(request)
    form = RecipeFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return render_list(request, 422, refusal=first_error(form))
    file = form.cleaned_data["recipe"]
    try:
        recipe = saved.read_file(file.read(form.MOST_BYTES + 1))
        saved.keep(ensure_owner(request), recipe, recipe.name or saved.name_of_file(file.name))
    except (NoRecipe, LimitReached) as error:
        return render_list(request, 422, refusal=str(error))
    return redirect("recipes")


def render_list(request: HttpRequest, status: int = 200, **context: object) -> HttpResponse:
    """The page with all recipes and the latest runs; nobody has none."""
    owner = read_owner(request)
    kept = saved.list_kept(owner) if owner else []
    shown = {
        "recipes": [(row, wording.describe_list(row.outline, row.step_count)) for row in kept],
        "runs": RecipeRun.objects.filter(owner=owner, is_preview=False)[:10] if owner else [],
    }
    return render(request, "recipes/list.html", {**shown, **context}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def recipe(request: HttpRequest, recipe_pk: int) -> HttpResponse:
    """One recipe, and the pictures to choose from; or the run over those that were chosen."""
    row = recipe_read(request, recipe_pk)
    if request.method != "POST":
        return render_recipe(request, row)
    chosen = read_chosen(request)
    if not chosen:
        return render_recipe(request, row, 422, refusal=True)
    try:
        run = runs.start(row.owner, saved.open_saved(row), chosen)
    except LimitReached as error:
        return render_recipe(request, row, 422, error=str(error))
    return redirect("recipe_run", run.pk)


def render_recipe(request: HttpRequest, row: SavedRecipe, status: int = 200, **context: object) -> HttpResponse:
    """The page of a recipe; what was chosen stays so."""
    opened = saved.open_saved(row)
    facts = {
        "recipe": row,
        "steps": wording.describe_steps(opened),
        "hides_faces": any(step.do == "hide_faces" and "faces" not in step.fields for step in opened.steps),
        "ability": applying.find_ability(opened),
        "orders": applying.count_orders(opened),
        **describe_choice(request),
    }
    return render(request, "recipes/recipe.html", {**facts, **context}, status=status)


@require_safe
def file(request: HttpRequest, recipe_pk: int) -> HttpResponse:
    """A recipe as a file."""
    row = recipe_read(request, recipe_pk)
    return send_file(saved.open_saved(row))


def send_file(sent: Recipe) -> HttpResponse:
    """The file of a recipe, to be saved."""
    disposition = exports.disposition(exports.file_name(sent.name, SUFFIX))
    return HttpResponse(writing.write(sent), content_type=JSON, headers={"Content-Disposition": disposition})


@require_http_methods(["GET", "HEAD", "POST"])
def name(request: HttpRequest, recipe_pk: int) -> HttpResponse:
    """Give a recipe another name."""
    row = recipe_read(request, recipe_pk)
    if request.method != "POST":
        return render(request, "recipes/name.html", {"recipe": row, "value": row.name})
    form = NameForm(request.POST)
    if not form.is_valid():
        given = {"recipe": row, "value": request.POST.get("name", ""), "error": first_error(form)}
        return render(request, "recipes/name.html", given, status=422)
    row.rename(form.cleaned_data["name"])
    return redirect("recipes")


@require_http_methods(["GET", "HEAD", "POST"])
def deletion(request: HttpRequest, recipe_pk: int) -> HttpResponse:
    """The question whether a recipe is to go, and its deletion."""
    row = recipe_read(request, recipe_pk)
    if request.method != "POST":
        return render(request, "recipes/deletion.html", {"recipe": row})
    row.delete()
    return redirect("recipes")


@require_http_methods(["GET", "HEAD", "POST"])
def of_revision(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A recipe out of a revision: what of it is to be kept, tried on a picture, saved or downloaded."""
    revision = revision_read(request, pk, number)
    try:
        recorded = making.record(revision)
    except NoRecipe as error:
        return render(request, "recipes/making.html", {"revision": revision, "refusal": str(error)})
    given = read_given(request)
    form = RecipeForm(recorded, given or None, rules=choices.list_rules(), initial={"name": name_for(revision)})
    if request.method == "POST":
        return act(request, revision, form)
    return render_making(request, revision, form)


def read_given(request: HttpRequest) -> QueryDict:
    """What was entered: it is posted, or stands in the address while a preview of it is shown."""
    if request.method == "POST":
        return request.POST
    return request.GET if "preview" in request.GET else QueryDict()


def name_for(revision: Revision) -> str:
    """What a recipe is called where nobody says."""
    return revision.name or revision.picture.name


def render_making(
    request: HttpRequest, revision: Revision, form: RecipeForm, status: int = 200, **context: object
) -> HttpResponse:
    """The page on which a recipe is made."""
    owner = read_owner(request)
    tried = request.GET.get("preview", "")
    shown = {
        "revision": revision,
        "form": form,
        "pictures": gallery.Gallery(owner, shown=gallery.PAGE).pictures,
        "tried_on": request.POST.get("picture") or request.GET.get("picture", ""),
        "run": build_run(run_read(request, number)) if (number := read_key(tried)) else None,
        "ability": capabilities.abilities()[capabilities.RECIPES],
    }
    return render(request, "recipes/making.html", {**shown, **context}, status=status)


def act(request: HttpRequest, revision: Revision, form: RecipeForm) -> HttpResponse:
    """Save, download or try what was chosen; what cannot be is said on the page, with all that was entered."""
    if not form.is_valid():
        return render_making(request, revision, form, 422)
    try:
        made = making.complete(revision, form.chosen, form.cleaned_data["name"], is_whole=form.is_whole)
        if "try" in request.POST:
            return try_on(request, revision, made)
        if "download" in request.POST:
            return send_file(made)
        row = saved.keep(ensure_owner(request), made, made.name)
    except (NoRecipe, LimitReached) as error:
        return render_making(request, revision, form, 422, refusal=str(error))
    return redirect("recipe", row.pk)


def try_on(request: HttpRequest, revision: Revision, made: Recipe) -> HttpResponse:
    """Begin a preview, and lead to the page that shows it, with what was entered in its address."""
    chosen = request.POST.get("picture", "")
    picture = picture_read(request, read_key(chosen)) if read_key(chosen) else revision.picture
    run = runs.preview(ensure_owner(request), made, picture)
    entered = {name: value for name, value in request.POST.items() if name not in ("csrfmiddlewaretoken", "try")}
    address = reverse("revision_recipe", args=[revision.picture_id, revision.number])
    return redirect(f"{address}?{urlencode({**entered, 'preview': run.pk})}#preview")
