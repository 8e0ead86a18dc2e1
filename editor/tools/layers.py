"""The tool "layers": a picture as a Photoshop document, its background, its foreground and each object on a layer."""

from __future__ import annotations

import io
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from psd_tools.constants import Tag
from psd_tools.psd import PSD

import bria
from editor import files
from editor.jobs.running import Failure, Running
from editor.models import Revision
from editor.service import backends, paid_calls, preparing
from editor.service.backends import Backend

SIGNATURE = b"8BPS"  # Adobe Photoshop File Formats Specification (2019), file header
SUFFIX = ".psd"
UNUSABLE = gettext_noop("What the service sent is no Photoshop document. Try again.")
NEEDS_ADDRESS = gettext_noop(
    "Layers need a registered picture, and this service takes none as a file. "
    "Set STUDIO_PUBLIC_URL to an address where it can fetch your pictures."
)


def read(request: HttpRequest, base: Revision) -> dict[str, Any]:
    """Nothing has to be chosen."""
    return {}


def layers(running: Running) -> None:
    """Have the picture taken apart; the document is the job's file, and the names of its layers are with the answer.

    Raises:
        Failure: the engine failed, or sent something else.
    """
    backend = backends.current()
    running.step("Taking the picture apart")
    answer = paid_calls.call_once(running, "image_to_psd", lambda: {"url": address(running, backend)})
    running.step("Downloading")
    document = paid_calls.download(backend, answer["url"])
    names = names_in(document)
    running.received({**(running.job.received or {}), "layers": names})
    running.finish(None, files.store(document, SUFFIX), seen=False)


def address(running: Running, backend: Backend) -> str:
    """Where the engine has put the document of the revision, which is registered by its image where it has to be."""
    revision, client = running.job.base, backends.client(backend, inline=True)
    visual = revision.visual
    if visual is not None and revision.registered and visual.backend == backend.key:
        try:
            return client.image_to_psd(visual.visual_id, revision.sid or None)
        except bria.UnknownImage:
            preparing.forget_handles(revision)
    visual_id = preparing.visual_id_of(revision.image)
    if not visual_id:
        raise Failure(NEEDS_ADDRESS, "unregistered")
    return client.image_to_psd(visual_id)


def names_in(document: bytes) -> list[str]:
    """The names of a document's layers, the topmost first.

    Raises:
        Failure: it is no such document.
    """
    if not document.startswith(SIGNATURE):
        raise Failure(UNUSABLE, "unusable")
    try:
        records = PSD.read(io.BytesIO(document)).layer_and_mask_information.layer_info
    except (OSError, ValueError, AssertionError, EOFError) as error:
        raise Failure(UNUSABLE, "unusable") from error
    return [name_of(record) for record in reversed(list(records.layer_records))] if records else []


def name_of(record: Any) -> str:
    """A layer's name: the Unicode one where it has one."""
    return str(record.tagged_blocks.get_data(Tag.UNICODE_LAYER_NAME, record.name)).rstrip("\0")
