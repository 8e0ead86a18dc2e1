"""The tool "image_to_psd": a picture as a Photoshop document, background, foreground and each object on a layer."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

import bria
from editor import files
from editor.imaging import photoshop
from editor.jobs.running import Failure, Running
from editor.models import Revision
from editor.service import backends, paid_calls, preparing
from editor.service.backends import Backend
from editor.tools.tool import Tool

UNUSABLE = gettext_noop("The service didn't send a Photoshop document. Try again.")


def read(request: HttpRequest, base: Revision) -> dict[str, Any]:
    """Nothing has to be chosen."""
    return {}


def run(running: Running) -> None:
    """Have the picture taken apart; the document is the job's file, and the names of its layers are with the answer.

    Raises:
        Failure: the engine failed, or sent something else.
    """
    backend = backends.current()
    running.step("Taking the picture apart")
    answer = paid_calls.call_once(running, "image_to_psd", lambda: {"url": request_document(running, backend)})
    running.step("Downloading")
    document = paid_calls.download(backend, answer["url"])
    names = list_layers(document)
    running.store_answer({**(running.job.received or {}), "layers": names})
    running.finish(None, files.store(document, photoshop.SUFFIX), seen=False)


def request_document(running: Running, backend: Backend) -> str:
    """Where the engine has put the document of the revision, which is registered by its image where it has to be."""
    revision, client = running.job.base, backends.client(backend, inline=True)
    visual = revision.visual
    if visual is not None and revision.registered and visual.backend == backend.key:
        try:
            return client.image_to_psd(visual.visual_id, revision.sid or None)
        except bria.UnknownImage:
            preparing.forget_handles(revision)
    visual_id = preparing.request_visual_id(revision.image)
    if not visual_id:
        raise Failure(preparing.NEEDS_ADDRESS, "unregistered")
    return client.image_to_psd(visual_id)


def list_layers(document: bytes) -> list[str]:
    """The names of a document's layers, the topmost first.

    Raises:
        Failure: it is no such document.
    """
    try:
        return photoshop.list_layers(document)
    except photoshop.NotADocument as error:
        raise Failure(UNUSABLE, "unusable") from error


TOOL = Tool("image_to_psd", "image_to_psd", _("Making layers"), read, run, kind="file")
