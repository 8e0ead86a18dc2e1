"""The addresses of the studio's pages; each names a resource."""

from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, register_converter
from django.urls.converters import IntConverter

from editor.http import moved_to
from editor.views import (
    edits,
    exports,
    face_checks,
    files,
    fills,
    history,
    jobs,
    people,
    pictures,
    previews,
    recipe_runs,
    recipes,
    revisions,
    visuals,
)


class Int64Converter(IntConverter):
    """A whole number that a database's column can hold; there is nothing under any other."""

    regex = "[0-9]{1,18}"


register_converter(Int64Converter, "int64")

PICTURE = "pictures/<int64:pk>/"
REVISION = f"{PICTURE}revisions/<int64:number>/"
JOB = f"{PICTURE}jobs/<uuid:job_id>/"

# Addresses of yesterday, for pages that are still open.
MOVED = [
    path(f"{JOB}retrial/", moved_to("retry")),
    path(f"{REVISION}veil", moved_to("background_preview")),
]

urlpatterns = [
    path("", pictures.start, name="start"),
    path("pictures/", pictures.collection, name="pictures"),
    path(PICTURE, pictures.editor, name="editor"),
    path(f"{PICTURE}name/", pictures.name, name="name"),
    path(f"{PICTURE}deletion/", pictures.deletion, name="deletion"),
    path(f"{PICTURE}current/", history.current, name="current"),
    path(f"{PICTURE}history/", history.lines, name="history"),
    path(f"{PICTURE}revisions/", history.steps, name="revisions"),
    path(f"{PICTURE}edits/", edits.collection, name="edits"),
    path(f"{PICTURE}status/", edits.status, name="status"),
    path(f"{PICTURE}preparation/", edits.preparation, name="preparation"),
    path(f"{JOB}cancellation/", jobs.cancellation, name="cancellation"),
    path(f"{JOB}retry/", jobs.retry, name="retry"),
    path(f"{JOB}dismissal/", jobs.dismissal, name="dismissal"),
    path(f"{JOB}file", jobs.file, name="job_file"),
    path(f"{JOB}fills/<slug:fill>", fills.crop, name="fill"),
    path(f"{JOB}choice/", fills.choice, name="fill_choice"),
    path(f"{PICTURE}visuals/<int64:visual_pk>/regions", visuals.regions, name="regions"),
    path(f"{PICTURE}visuals/<int64:visual_pk>/early-regions", visuals.early_regions, name="early_regions"),
    path(f"{PICTURE}visuals/<int64:visual_pk>/distractions", visuals.distractions, name="distractions"),
    path(f"{REVISION}image", files.image, name="image"),
    path(f"{REVISION}thumbnail", files.thumbnail, name="thumbnail"),
    path(f"{REVISION}screen", files.screen, name="screen"),
    path(f"{REVISION}background-preview", previews.background, name="background_preview"),
    path(f"{REVISION}object", previews.object_outline, name="object_outline"),
    path(f"{REVISION}subject", previews.subject, name="subject"),
    path(f"{REVISION}people/<int64:place>/face", people.face, name="face"),
    path(f"{REVISION}people/<int64:place>/strips/<str:key>", people.strip, name="strip"),
    path(f"{REVISION}name/", revisions.name, name="step_name"),
    path(f"{REVISION}deletion/", revisions.deletion, name="branch_deletion"),
    path(f"{REVISION}recipe/", recipes.of_revision, name="revision_recipe"),
    path(f"{REVISION}export/", exports.file, name="export"),
    path(f"{REVISION}download", exports.download, name="download"),
    path("recipes/", recipes.collection, name="recipes"),
    path("recipes/<int64:recipe_pk>/", recipes.recipe, name="recipe"),
    path("recipes/<int64:recipe_pk>/file", recipes.file, name="recipe_file"),
    path("recipes/<int64:recipe_pk>/name/", recipes.name, name="recipe_name"),
    path("recipes/<int64:recipe_pk>/deletion/", recipes.deletion, name="recipe_deletion"),
    path("recipes/runs/<int64:run_pk>/", recipe_runs.page, name="recipe_run"),
    path("recipes/runs/<int64:run_pk>/act/", recipe_runs.act, name="recipe_run_act"),
    path("recipes/runs/<int64:run_pk>/uses/<int64:use_pk>/image", recipe_runs.tried_image, name="tried_image"),
    path("recipes/runs/<int64:run_pk>/faces/", face_checks.hide, name="hide_checked_faces"),
    path("recipes/runs/<int64:run_pk>/uses/<int64:use_pk>/faces/<int64:place>", face_checks.face, name="found_face"),
    path("faces/", face_checks.collection, name="faces"),
    path("shared/<str:signed>", login_not_required(files.shared_image), name="shared_image"),
    path("", include(MOVED)),
]
