"""No value in a file breaks what reads it, by whatever door: it is opened, or refused with a sentence.

The files are the same on every run; ``SOAK_FILES`` makes more of them, as the trial of ``make soak`` does.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from editor.imaging.uploads import UploadRefused, accept
from engine import images
from engine.errors import EngineError
from harness.images import base64_of, png
from harness.mutations import mutated_files
from imagefiles import encoding
from imagefiles.metadata.reading import Metadata
from imagefiles.metadata.writing import Wish
from tests.engine.api.conftest import Api, api, queue, worker

__all__ = ["api", "queue", "worker"]  # fixtures

FILES = int(os.environ.get("SOAK_FILES", "300"))
BY_REQUEST = 10  # one file in so many also goes through the views
LIMITS = images.Limits(None, 1_000_000)
SOUND = png(np.zeros((18, 24, 3), np.uint8))


def open_in_editor(data: bytes) -> None:
    """Upload it, and download it as what it came as."""
    kept = accept(data, "photo")
    texts = kept.saving.get("comment", ""), kept.saving.get("text", {})
    metadata = Metadata(kept.exif, kept.xmp, kept.iptc, *texts)
    wish = Wish(location=True, facts=True, is_edited=False)
    encoding.encode(
        kept.image_png, kept.format, size=None, quality=None, saving=kept.saving, metadata=metadata, wish=wish
    )


def decode_for_engine(data: bytes) -> None:
    """Send it to the API."""
    images.decode(data, LIMITS)


def decode_as_mask(data: bytes) -> None:
    """Send it to the API as a mask."""
    images.decode_mask(data, (18, 24), LIMITS)


DOORS: tuple[Callable[[bytes], None], ...] = (open_in_editor, decode_for_engine, decode_as_mask)


def outcome(door: Callable[[bytes], None], data: bytes) -> str:
    """What came of it: "opened", "refused", or what broke and where."""
    try:
        door(data)
    except (UploadRefused, EngineError):
        return "refused"
    except Exception as error:
        place = traceback.extract_tb(error.__traceback__)[-1]
        return f"{type(error).__name__} in {place.name} by {door.__name__}"
    return "opened"


def test_no_mutated_file_breaks_a_door() -> None:
    outcomes = Counter(outcome(door, data) for _, data in mutated_files(FILES) for door in DOORS)
    sys.stdout.write(f"\n{FILES} files by {len(DOORS)} doors: {dict(outcomes)}\n")
    assert set(outcomes) == {"opened", "refused"}


@pytest.mark.django_db
def test_no_mutated_file_is_a_server_error(api: Api, queue: None) -> None:
    visitor = Client(raise_request_exception=False)
    statuses: Counter[int] = Counter()
    for number, (name, data) in enumerate(mutated_files(FILES)):
        if number % BY_REQUEST == 0:
            statuses[visitor.post("/pictures/", {"photo": SimpleUploadedFile(name, data)}).status_code] += 1
            statuses[api.upload(data).status_code] += 1
            fields = {"image": base64_of(SOUND), "mask": base64_of(data)}
            statuses[api.post("/v2/image/edit/erase", fields).status_code] += 1
    sys.stdout.write(f"\nanswers by status: {dict(statuses)}\n")
    assert max(statuses) < 500
