"""Who may see what: pictures belong to the browser session that uploaded them; anybody else's do not exist.

Where the site has accounts, an owner may share a picture (``Share``): whoever may edit it may do all with it but delete
it or share it on; whoever may look sees what ``accounts`` shows them, and nothing here.
"""

from __future__ import annotations

import time
import uuid

from django.conf import settings
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from datafolder.room import describe_lack
from editor import ending
from editor.models import Job, Picture, RecipeRun, Revision, SavedRecipe, Share, Visual

VISITOR = "visitor"
RENEWED = "renewed"  # when the session's age was last set back, in seconds since 1970
DAY = 24 * 3600  # seconds


def ensure_owner(request: HttpRequest) -> str:
    """The owner name of whoever asks; a new one is kept in the session where there was none."""
    owner = read_owner(request)
    if not owner:
        owner = request.session[VISITOR] = uuid.uuid4().hex
        renew(request, owner)
    return owner


def read_owner(request: HttpRequest) -> str:
    """The owner name of whoever asks, empty where there is none.

    Once a day the session is saved anew, so that nobody who comes now and then loses the pictures.
    """
    owner = str(request.session.get(VISITOR, ""))
    if (
        owner
        and time.time() - request.session.get(RENEWED, 0) > DAY
        and not describe_lack(settings.DATA, settings.FREE_BYTES)
    ):
        renew(request, owner)
    return owner


def renew(request: HttpRequest, owner: str) -> None:
    """Have the session live on from now, and remember the visit."""
    request.session[RENEWED] = int(time.time())
    ending.note_visit(owner)


def picture_read(request: HttpRequest, pk: int) -> Picture:
    """The picture, or 404 unless whoever asks may edit it."""
    return editable_picture(Picture.objects.all(), request, pk)


def picture_owned(request: HttpRequest, pk: int) -> Picture:
    """The picture, or 404 unless it belongs to whoever asks."""
    owner = read_owner(request)
    return find_picture(Picture.objects.filter(owner=owner), owner, pk)


def workspace_read(request: HttpRequest, pk: int) -> Picture:
    """As ``picture_read``, with what a page shows of the current revision."""
    pictures = Picture.objects.select_related("current__visual", "current__parent")
    return editable_picture(pictures.defer(*Picture.OF_THE_FILE), request, pk)


def editable_picture(pictures: QuerySet[Picture], request: HttpRequest, pk: int) -> Picture:
    """The picture among those that whoever asks may edit, or 404."""
    owner = read_owner(request)
    return find_picture(pictures.filter(is_editable_by(owner)), owner, pk)


def find_picture(pictures: QuerySet[Picture], owner: str, pk: int) -> Picture:
    """The picture among these of an owner, or 404; nobody has any."""
    picture = pictures.filter(pk=pk).first()
    if not owner or picture is None:
        raise Http404("There is no such picture here.")
    return picture


def is_editable_by(owner: str, path: str = "") -> Q:
    """What holds of the pictures that an owner may edit; ``path`` leads to them from other rows: ``picture__``."""
    own = Q(**{f"{path}owner": owner})
    if not settings.ACCOUNTS:
        return own
    return own | Q(**{f"{path}pk__in": Share.objects.filter(owner=owner, may_edit=True).values("picture")})


def revision_read(request: HttpRequest, pk: int, number: int) -> Revision:
    """A revision of a picture that whoever asks may edit, or 404."""
    picture = picture_read(request, pk)
    revision = picture.revisions.select_related("visual").filter(number=number).first()
    if revision is None:
        raise Http404("This picture has no such revision.")
    return revision


def visual_read(request: HttpRequest, pk: int, visual_pk: int) -> Visual:
    """What is known about an image of such a picture, or 404."""
    visual = picture_read(request, pk).visuals.filter(pk=visual_pk).first()
    if visual is None:
        raise Http404("Nothing is known about such an image.")
    return visual


def job_read(request: HttpRequest, pk: int, job_id: uuid.UUID) -> Job:
    """A job of such a picture, or 404."""
    job = picture_read(request, pk).jobs.select_related("base").filter(pk=job_id).first()
    if job is None:
        raise Http404("This picture has no such job.")
    return job


def recipe_read(request: HttpRequest, pk: int) -> SavedRecipe:
    """The recipe, or 404 unless it belongs to whoever asks."""
    owner = read_owner(request)
    recipe = SavedRecipe.objects.filter(owner=owner, pk=pk).first()
    if not owner or recipe is None:
        raise Http404("There is no such recipe here.")
    return recipe


def run_read(request: HttpRequest, pk: int) -> RecipeRun:
    """What was done by a recipe, or 404 unless whoever asks did it."""
    owner = read_owner(request)
    run = RecipeRun.objects.filter(owner=owner, pk=pk).first()
    if not owner or run is None:
        raise Http404("There is no such run of a recipe here.")
    return run
