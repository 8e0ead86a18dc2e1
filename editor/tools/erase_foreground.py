"""The tool "erase_foreground": the subject goes, and the background is completed where it stood."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop

import bria
from editor.history.results import EditResult
from editor.jobs.running import Running
from editor.models import Revision
from editor.tools import image_edit


def read(request: HttpRequest, base: Revision) -> dict[str, Any]:
    """Nothing has to be chosen: the engine finds the subject."""
    return {}


def erase_foreground(running: Running) -> EditResult:
    """Have the subject erased.

    Raises:
        Failure: the engine failed, or found no subject.
    """
    running.step("Erasing the foreground")

    def submit(client: bria.Bria, image: bytes) -> str:
        return client.submit_erase_foreground(image)

    return image_edit.made(running, "erase_foreground", submit, gettext_noop("Removed the foreground"))
