"""A preview of a cut-out: what a picture's background is, as a veil that the page lays over it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from PIL import Image, ImageChops

import bria
from editor import files
from editor.http import DECODING
from editor.imaging import pixels
from editor.jobs.running import Failure
from editor.models import Revision
from editor.service import backends, errors
from editor.tools.subject_hints import DRAWN_SIDE, Told


def veil(revision: Revision, said: Mapping[str, Any]) -> bytes:
    """A small PNG that is black and opaque where the revision's background is, and clear where its subject is.

    ``said`` is what a person said of the subject. Asks the engine, which remembers the picture from stroke to stroke.

    Raises:
        Failure: no subject stands out, a region is not there any more, or the engine failed.
    """
    backend = backends.current()
    client, image = backends.client(backend), files.read(revision.image)
    with DECODING:  # of the label map, where regions are named
        hints = Told(revision, said).hints()
    try:
        result = client.remove_background(image, hints=hints, preview=DRAWN_SIDE)
        return veil_of(client.download(result.url, settings.UPLOAD_BYTES))
    except bria.BriaError as error:
        raise Failure(errors.with_full_stop(error.message.removeprefix(f"{error.lead}: "))) from error
    except pixels.NotAPicture as error:
        raise Failure("The service's preview could not be used.") from error


def veil_of(cutout: bytes) -> bytes:
    """The veil for an RGBA picture, as PNG: black, opaque where that is clear.

    Raises:
        NotAPicture: it is none.
    """
    alpha = pixels.opened(cutout).convert("RGBA").getchannel("A")
    return pixels.png(Image.merge("LA", (Image.new("L", alpha.size), ImageChops.invert(alpha))))
