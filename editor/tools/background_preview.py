"""Previews of a cut-out: what a picture's background is, before anything is done with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings

import bria
from editor import files
from editor.imaging import pixels
from editor.imaging.cutouts import Cutout
from editor.jobs.running import Failure
from editor.models import Revision
from editor.service import backends, errors
from editor.tools.subject_hints import HINT_SIDE, SubjectHints
from imagefiles.room import shared

LABEL_BYTES = 4  # of a pixel of a map that is unpacked: two for itself, as much for its scaled copy


def draw_veil(revision: Revision, hints: Mapping[str, Any], asker: str) -> bytes:
    """A small PNG that is black and opaque where the revision's background is, and clear where its subject is.

    Raises:
        Failure: as ``request_cutout``.
    """
    return request_cutout(revision, hints, asker).draw_veil()


def request_cutout(revision: Revision, hints: Mapping[str, Any], asker: str) -> Cutout:
    """The revision cut out in small; ``hints`` are ``SubjectForm.cleaned_hints``, ``asker`` is the owner who waits.

    Asks the engine, which remembers the picture from stroke to stroke.

    Raises:
        Failure: no subject stands out, a region is not there any more, or the engine failed.
    """
    client, image = backends.client(asker=asker), files.read(revision.image)
    # Of the label map, where regions are named.
    with shared.take(revision.width * revision.height * LABEL_BYTES):
        drawn_hints = SubjectHints(revision, hints).draw()
    try:
        result = client.remove_background(image, hints=drawn_hints, preview=HINT_SIDE)
        return Cutout.open(client.download(result.url, settings.UPLOAD_BYTES))
    except bria.BriaError as error:
        raise Failure(errors.with_full_stop(error.message.removeprefix(f"{error.lead}: "))) from error
    except pixels.NotAPicture as error:
        raise Failure("The service's preview could not be used.") from error
