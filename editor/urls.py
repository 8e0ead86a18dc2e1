"""The addresses of the studio's pages; each names a resource."""

from django.urls import path

from editor import sharing
from editor.views import (
    background_preview,
    distractions,
    edits,
    exports,
    frames,
    history,
    layers,
    masks,
    media,
    people,
    pictures,
    revisions,
)

PICTURE = "pictures/<int:pk>/"
REVISION = f"{PICTURE}revisions/<int:number>/"
JOB = f"{PICTURE}jobs/<uuid:job_id>/"

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
    path(f"{JOB}cancellation/", edits.cancellation, name="cancellation"),
    path(f"{JOB}retrial/", edits.retrial, name="retrial"),
    path(f"{JOB}dismissal/", edits.dismissal, name="dismissal"),
    path(f"{JOB}file", layers.file, name="job_file"),
    path(f"{PICTURE}visuals/<int:visual_pk>/regions", masks.regions, name="regions"),
    path(f"{PICTURE}visuals/<int:visual_pk>/distractions", distractions.collection, name="distractions"),
    path(f"{REVISION}image", media.image, name="image"),
    path(f"{REVISION}thumbnail", media.thumbnail, name="thumbnail"),
    path(f"{REVISION}screen", media.screen, name="screen"),
    path(f"{REVISION}veil", background_preview.veil, name="veil"),
    path(f"{REVISION}subject", frames.subject, name="subject"),
    path(f"{REVISION}people/<int:place>/face", people.face, name="face"),
    path(f"{REVISION}people/<int:place>/strips/<str:key>", people.strip, name="strip"),
    path(f"{REVISION}name/", revisions.name, name="step_name"),
    path(f"{REVISION}deletion/", revisions.deletion, name="branch_deletion"),
    path(f"{REVISION}export/", exports.file, name="export"),
    path(f"{REVISION}download", exports.download, name="download"),
    path("shared/<str:signed>", sharing.shared_image, name="shared_image"),
]
