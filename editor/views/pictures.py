"""The start page, the editor page, and what can be done with a picture as a whole."""

from __future__ import annotations

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from editor import gallery, pictures
from editor.access import ensure_owner, picture_owned, picture_read, read_owner
from editor.forms import NameForm, UploadForm
from editor.http import HtmxRequest
from editor.imaging import uploads
from editor.jobs import queue
from editor.limits import LimitReached, describe_use
from editor.models import Picture
from editor.refusals import first_error
from editor.signals import picture_deleted
from editor.views.page import render_page

RETRY_AFTER = "5"  # seconds


@require_safe
def start(request: HtmxRequest) -> HttpResponse:
    """Upload a photo, try a sample, or go on with a picture of one's own; for htmx, the pictures alone.

    With ``?src=ADDRESS``, which other pages may link to, it asks whether to open the picture there.
    """
    if request.htmx:
        return render_gallery(request)
    return render(request, "editor/start.html", {**start_context(request), **offer(request.GET.get("src", "").strip())})


def offer(address: str) -> dict[str, object]:
    """What the start page shows of an address that a link brings; nothing is fetched before a person asks for it."""
    if not address:
        return {}
    form = UploadForm({"address": address})
    if not form.is_valid():
        return {"refusal": first_error(form)}
    try:
        pictures.refuse_address(address)
    except uploads.UploadRefused as error:
        return {"refusal": str(error), "address": address}
    return {"offered": address}


def start_context(request: HttpRequest) -> dict[str, object]:
    """What the start page shows."""
    limits = {"most_bytes": settings.PHOTO_BYTES, "limit": uploads.megabytes()}
    shown = {"gallery": read_gallery(request), "samples": pictures.samples(), "use": describe_use(read_owner(request))}
    return {**shown, **limits}


def read_gallery(request: HttpRequest) -> gallery.Gallery:
    """The pictures that were asked for; a form in the gallery brings along what is searched for."""
    sent = request.POST if request.method == "POST" else request.GET
    return gallery.parse_gallery(read_owner(request), sent.get("q", ""), sent.get("shown", ""))


def render_gallery(request: HttpRequest, status: int = 200, **context: object) -> HttpResponse:
    """The list of pictures."""
    return render(request, "editor/_gallery.html", {"gallery": read_gallery(request), **context}, status=status)


def collection(request: HtmxRequest) -> HttpResponse:
    """Make a picture of what was sent and open it; what cannot be used is said where it was asked for."""
    if request.method != "POST":
        return redirect("start")
    if len(request.FILES.getlist("photo")) > 1:
        return create_several(request)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return refuse(request, first_error(form))
    try:
        name, data = read_photo(form)
        picture = create(request, name, data)
    except uploads.UploadBusy as error:
        return put_off(request, str(error))
    except (uploads.UploadRefused, LimitReached) as error:
        return refuse(request, str(error))
    address = reverse("editor", args=[picture.pk])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def create_several(request: HtmxRequest) -> HttpResponse:
    """Make a picture of each file that a browser without script sent at once, and list them."""
    refusals = []
    for file in request.FILES.getlist("photo"):
        try:
            create(request, file.name or "", file.read())
        except uploads.UploadRefused as error:
            refusals.append(str(error))
        except LimitReached as error:
            refusals.append(str(error))
            break
    return refuse(request, " ".join(refusals)) if refusals else redirect("start")


def create(request: HttpRequest, name: str, data: bytes) -> Picture:
    """A picture of the visitor's own, named after its file.

    Raises:
        UploadRefused: it cannot be used.
        NoRoom: others are at work on theirs.
        LimitReached: nothing more is taken at the moment.
    """
    return pictures.create(ensure_owner(request), PurePosixPath(name).stem, uploads.accept_in_child(data, name))


def read_photo(form: UploadForm) -> tuple[str, bytes]:
    """A name and the bytes of what was sent.

    Raises:
        UploadRefused: the address leads to nothing usable.
    """
    photo, address, slug = (form.cleaned_data[name] for name in ("photo", "address", "sample"))
    if photo is not None:
        return photo.name, photo.read()
    if address:
        data = pictures.fetch_photo(address)  # first: it refuses what cannot be taken apart
        return unquote(urlsplit(address).path) or address, data
    sample = next(sample for sample in pictures.samples() if sample.slug == slug)
    return f"{sample.name}.jpg", sample.path.read_bytes()


def refuse(request: HtmxRequest, sentence: str) -> HttpResponse:
    """The start page, or the notice on it, with the reason."""
    context = {"refusal": sentence, "address": request.POST.get("address", "")}
    if request.htmx:
        return render(request, "editor/_refusal.html", context, status=422)
    return render(request, "editor/start.html", {**start_context(request), **context}, status=422)


def put_off(request: HtmxRequest, sentence: str) -> HttpResponse:
    """The same for what may go well in a moment; the pages show what is answered as a refusal."""
    response = refuse(request, sentence)
    response.status_code = response.status_code if request.htmx else 503
    response["Retry-After"] = RETRY_AFTER
    return response


@require_safe
def editor(request: HttpRequest, pk: int) -> HttpResponse:
    """The page on which one picture is edited."""
    response = render_page(request, pk)
    queue.prioritize(pk)
    return response


@require_POST
def name(request: HtmxRequest, pk: int) -> HttpResponse:
    """Give a picture another name."""
    picture = picture_read(request, pk)
    form = NameForm(request.POST)
    if form.is_valid():
        picture.rename(form.cleaned_data["name"])
    if not request.htmx:
        return redirect("start")
    wrong = {} if form.is_valid() else {"wrong": pk, "error": first_error(form)}
    status = 422 if wrong else 200
    if request.htmx.target == "gallery":
        return render_gallery(request, status, **wrong)
    template = "editor/_name.html" if wrong else "editor/_renamed.html"
    return render(request, template, {"picture": picture, **wrong}, status=status)


@require_POST
def deletion(request: HtmxRequest, pk: int) -> HttpResponse:
    """Delete a picture with its history."""
    picture = picture_owned(request, pk)
    picture_deleted.send(Picture, request=request, picture=picture)
    pictures.delete(picture)
    if request.htmx:
        return render_gallery(request)
    return redirect("start")
