"""Looking at a picture before a person works on it: register it, find its regions, its people and then its objects."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_noop

import bria
from editor import files
from editor.imaging import panoptic, pixels
from editor.jobs import queue
from editor.jobs.listener import GAVE_WAY, GaveWay, YieldingListener
from editor.jobs.running import Failure, Running
from editor.models import Picture, Revision, Visual
from editor.sentences import error_sentence, sentence
from editor.service import backends, errors, paid_calls, parts, sharing

Answer = TypeVar("Answer")

MASKS = "mask_generator"  # what the order is called in a job's row
ZIP_LIMIT = 200_000_000  # bytes of a mask zip; 250 masks of 50 MP compress to far less

NEEDS_ADDRESS = gettext_noop(
    "For this the service must fetch the picture. Set STUDIO_PUBLIC_URL to an address where it can reach your pictures."
)


def prepare(running: Running) -> Revision:
    """The job "prepare": what Bria knows about the revision's image, stored piece by piece as it is found.

    Raises:
        Failure: neither regions nor people could be looked for; what was said of them stays with the visual.
    """
    revision = running.job.base
    visual = ensure_visual(running, revision)
    look_up(running, visual)
    if not visual.regions and visual.people is None:
        raise Failure(visual.regions_error, "service")
    return revision


def ensure_visual(running: Running, revision: Revision) -> Visual:
    """The revision's visual, registered with the engine that answers now as far as that is possible."""
    visual = revision.visual
    if visual is None or visual.backend != backends.current().key:
        return register(running, revision)
    if not visual.visual_id and revision.is_base:
        running.step("Registering")
        assign_handle(running, visual)
    return visual


def register(running: Running, revision: Revision) -> Visual:
    """Make the revision's own image known to the engine, and the revision the base of the new visual.

    Raises:
        Failure: the engine refused it or cannot be reached.
    """
    running.step("Registering")
    visual = Visual(picture=revision.picture, backend=backends.current().key, image=revision.image)
    with errors.translate_client_errors():
        visual.visual_id = request_visual_id(visual.image)
    running.check()
    with transaction.atomic():  # of a revision that is deleted at this moment no visual stays behind
        visual.save()
        revision.visual, revision.sid, revision.removed = visual, "", []
        revision.save(update_fields=["visual", "sid", "removed"])
    return visual


def assign_handle(running: Running, visual: Visual) -> None:
    """Give a visual its handle anew."""
    with errors.translate_client_errors():
        visual.visual_id = request_visual_id(visual.image)
    running.check()
    visual.save(update_fields=["visual_id"])  # never the whole: a row that was deleted meanwhile stays so


def request_visual_id(image_name: str) -> str:
    """The handle for a stored image; empty where the service takes no file and no address can be given."""
    backend = backends.current()
    client = backends.client(backend, inline=True)
    image = read_image_for(backend, image_name)
    try:
        filename = pixels.media_type(image).replace("/", ".")
        return client.upload(image, filename).visual_id
    except (bria.RejectedInput, bria.UnknownImage, bria.Forbidden):
        if backend.embedded:
            raise
    if not backend.public_url:
        return ""
    address = sharing.sign_address(backend.public_url, image_name)
    return client.register(address).visual_id


def read_image_for(backend: backends.Backend, name: str) -> bytes:
    """The stored image as this engine takes it: hosted services have a limit, the embedded one has none."""
    image = files.read(name)
    return image if backend.embedded else pixels.shrink_to_limit(image, settings.UPLOAD_BYTES)


def look_up(running: Running, visual: Visual) -> None:
    """Find regions and people of a visual, as far as that was not done; what fails is said beside what works."""
    running.step("Finding regions")
    if not visual.regions:
        find_regions(running, visual)
    running.step("Finding people")
    if visual.people is None:
        find_people(running, visual)
    if visual.visual_id and parts.are_known() and parts.expects_objects(visual):
        running.step(parts.STEP)
        find_objects_in_spare_time(running, visual)


def find_regions(running: Running, visual: Visual) -> None:
    """Fetch what is found at once, parts or the zip of masks, and store it; a refusal is kept as a sentence."""
    size = read_map_size(visual)
    try:
        if visual.visual_id and parts.are_known():
            found = ask_by_handle(running, visual, lambda: parts.fetch(visual, size, objects=False))
        else:
            found = parts.Found(panoptic.read_masks_zip(fetch_mask_zip(running, visual), size), is_complete=True)
    except panoptic.PanopticRefused as error:
        visual.regions_error = sentence("The engine's masks could not be used: {reason}", reason=error_sentence(error))
        paid_calls.forget_answer(running, MASKS)
    except Failure as failure:
        visual.regions_error = str(failure)
        if failure.kind == "gone":
            paid_calls.forget_answer(running, MASKS)
    else:
        running.check()
        wire = panoptic.to_wire(found.label_map, files.read(visual.image))
        visual.regions, visual.regions_error = files.store(wire, ".bsl"), ""
        visual.early_regions = "" if found.is_complete else visual.regions
    visual.save(update_fields=["regions", "regions_error", "early_regions"])


def find_objects_in_spare_time(running: Running, visual: Visual) -> None:
    """Have objects looked for until somebody asks for an edit; then again, from the start, after that."""
    try:
        with bria.listening(YieldingListener(running)):
            find_objects(running, visual)
    except GaveWay:
        job = running.job
        later = {**job.params, GAVE_WAY: job.params.get(GAVE_WAY, 0) + 1}
        queue.enqueue(job.picture, job.kind, job.base, later, f"after {job.pk}", bounded=False)


def find_objects(running: Running, visual: Visual) -> None:
    """Have objects looked for, and the regions that are their parts take the place of those found at once.

    Where none can be had, those stay, and a refusal is kept as a sentence.
    """
    size, before = read_map_size(visual), panoptic.from_wire(files.read(visual.early_regions))
    try:
        found = ask_by_handle(running, visual, lambda: parts.fetch(visual, size, objects=True))
        parts.refuse_known_ids(found.label_map, before)
    except panoptic.PanopticRefused as error:
        visual.objects_error = sentence(
            "The engine's objects could not be used: {reason}", reason=error_sentence(error)
        )
    except Failure as failure:
        visual.objects_error = str(failure)
    else:
        running.check()
        wire = panoptic.to_wire(found.label_map, files.read(visual.image))
        visual.regions, visual.objects_error = files.store(wire, ".bsl"), ""
        with transaction.atomic():
            Picture.hold(visual.picture_id)
            visual.save(update_fields=["regions"])
            parts.carry_over_removed(visual, before, found.label_map)
    visual.save(update_fields=["objects_error"])


def read_map_size(visual: Visual) -> tuple[int, int]:
    """(rows, columns) of the label maps of a visual, which are its image's."""
    width, height = pixels.read_size(files.read(visual.image))
    return height, width


def ask_by_handle(running: Running, visual: Visual, ask: Callable[[], Answer]) -> Answer:
    """What the service answers about a visual; a handle that it no longer knows is replaced.

    Raises:
        Failure: it gave no answer.
    """
    with errors.translate_client_errors():
        return renew_handle_for(running, visual, ask)


def renew_handle_for(running: Running, visual: Visual, ask: Callable[[], Answer]) -> Answer:
    """What ``ask`` returns; where the service no longer knows the visual's handle, it gets another and is asked again.

    Raises:
        bria.BriaError: it gave no answer.
        Failure: it gave no handle.
    """
    try:
        return ask()
    except bria.UnknownImage:
        assign_handle(running, visual)
        return ask()


def fetch_mask_zip(running: Running, visual: Visual) -> bytes:
    """The zip of masks, by handle where there is one.

    Raises:
        Failure: the service gave none.
    """
    client = backends.client(inline=True)

    def call() -> dict[str, Any]:
        return {"url": renew_handle_for(running, visual, lambda: request_mask_zip_url(client, visual))}

    url = paid_calls.call_once(running, MASKS, call)["url"]
    return paid_calls.download(backends.current(), url, ZIP_LIMIT)


def request_mask_zip_url(client: bria.Bria, visual: Visual) -> str:
    """Where the service has put the zip."""
    if visual.visual_id:
        return client.mask_generator(visual.visual_id).url
    image = read_image_for(backends.current(), visual.image)
    return client.mask_generator_for(image).url


def find_people(running: Running, visual: Visual) -> None:
    """Ask who is in the picture; a refusal is kept as a sentence, for the rest of the studio works without."""
    if not visual.visual_id:
        visual.people_error = NEEDS_ADDRESS
    else:
        try:
            client = backends.client(inline=True)
            found = ask_by_handle(running, visual, lambda: client.person_info(visual.visual_id))
            visual.people, visual.people_error = [person_row(person) for person in found], ""
        except Failure as failure:
            visual.people_error = str(failure)
    visual.save(update_fields=["people", "people_error"])


def person_row(person: bria.Person) -> dict[str, Any]:
    """A person as it is kept in the database."""
    rect = person.rect._asdict() if person.rect else None
    return {"id": person.id, "rect": rect, "labels": person.labels, "actions": person.actions, "oracle": person.oracle}


def forget_handles(revision: Revision) -> None:
    """Drop a handle that the service answered 404 to: the revision's sid, or else its visual's id."""
    if revision.sid:
        revision.sid = ""
        revision.save(update_fields=["sid"])
    elif revision.visual is not None:
        revision.visual.visual_id = ""
        revision.visual.save(update_fields=["visual_id"])
