"""Looking at a picture before a person works on it: register it, find its regions, find its people."""

from __future__ import annotations

from typing import Any

from django.conf import settings

import bria
from editor import backends, failures, files, panoptic, pixels, sharing
from editor.jobs import Failure, Running
from editor.models import Revision, Visual

ZIP_LIMIT = 200_000_000  # bytes of a mask zip; 250 masks of 50 MP compress to far less

NEEDS_ADDRESS = (
    "Changing people needs a registered picture, and this service takes none as a file. "
    "Set STUDIO_PUBLIC_URL to an address where it can fetch your pictures."
)


def prepare(running: Running) -> Revision:
    """The job "prepare": what Bria knows about the revision's image, stored piece by piece as it is found."""
    revision = running.job.base
    visual = revision.visual or register(running, revision)
    look(running, visual)
    return revision


def register(running: Running, revision: Revision) -> Visual:
    """Make the revision's own image known to the engine, and the revision the base of the new visual.

    Raises:
        Failure: the engine refused it or cannot be reached.
    """
    running.step("Registering")
    backend = backends.current()
    with failures.told():
        visual_id = visual_id_of(backend, revision)
    visual = Visual.objects.create(
        picture=revision.picture, backend=backend.key, visual_id=visual_id, image=revision.image
    )
    revision.visual, revision.sid, revision.removed = visual, "", []
    revision.save(update_fields=["visual", "sid", "removed"])
    return visual


def visual_id_of(backend: backends.Backend, revision: Revision) -> str:
    """The handle for the revision's image; empty where the service takes no file and no address can be given."""
    client = backends.client(backend, inline=True)
    image = image_for(backend, revision.image)
    try:
        return client.upload(image, pixels.media_type(image).replace("/", ".")).visual_id
    except (bria.RejectedInput, bria.UnknownImage, bria.Forbidden):
        if backend.embedded:
            raise
    if not backend.public_url:
        return ""
    return client.register(sharing.address_of(backend.public_url, revision)).visual_id


def image_for(backend: backends.Backend, name: str) -> bytes:
    """The stored image as this engine takes it: hosted services have a limit, the embedded one has none."""
    image = files.read(name)
    return image if backend.embedded else pixels.under_limit(image, settings.UPLOAD_BYTES)


def look(running: Running, visual: Visual) -> None:
    """Find regions and people of a visual, as far as that was not done; what fails is said beside what works."""
    running.step("Finding regions")
    if not visual.regions:
        find_regions(running, visual)
    running.step("Finding people")
    if visual.people is None:
        find_people(visual)


def find_regions(running: Running, visual: Visual) -> None:
    """Fetch the mask zip and store its look-up."""
    backend = backends.current()
    client = backends.client(backend, inline=True)
    size = pixels.size_of(files.read(visual.image))
    try:
        with failures.told():
            masks = mask_zip(client, backend, visual)
            data = client.download(masks, ZIP_LIMIT)
        label_map = panoptic.read_masks_zip(data, (size[1], size[0]))
    except panoptic.PanopticRefused as error:
        visual.regions_error = f"The engine's masks could not be used: {error}"
        visual.save(update_fields=["regions_error"])
        return
    running.check()
    wire = panoptic.to_wire(label_map, files.read(visual.image))
    visual.regions, visual.regions_error = files.store(wire, ".bsl"), ""
    visual.save(update_fields=["regions", "regions_error"])


def mask_zip(client: bria.Bria, backend: backends.Backend, visual: Visual) -> str:
    """The address of the mask zip, by handle where there is one."""
    if visual.visual_id:
        return client.mask_generator(visual.visual_id).url
    return client.mask_generator_for(image_for(backend, visual.image)).url


def find_people(visual: Visual) -> None:
    """Ask who is in the picture; a refusal is kept as a sentence, for the rest of the studio works without."""
    if not visual.visual_id:
        visual.people_error = NEEDS_ADDRESS
    else:
        try:
            with failures.told():
                found = backends.client(inline=True).person_info(visual.visual_id)
            visual.people, visual.people_error = [stored(person) for person in found], ""
        except Failure as failure:
            visual.people_error = str(failure)
    visual.save(update_fields=["people", "people_error"])


def stored(person: bria.Person) -> dict[str, Any]:
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
