"""The tool "find_spots": dust, blemishes, scratches and hairs are looked for, and proposed to be erased."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

import bria
from editor import files, proposals
from editor.imaging import pixels, spots
from editor.jobs.running import Failure, Running
from editor.models import Job, Revision
from editor.refusals import Refused
from editor.service import backends, capabilities, paid_calls, preparing
from editor.service.backends import Backend
from editor.tools.tool import Tool

MOST = 300  # proposals, the clearest: forms are refused from a thousand fields on, and nobody goes through more
UNUSABLE = gettext_noop("The mask of the spots could not be used. Try again.")


@dataclass(frozen=True)
class FoundSpot:
    """A spot that is proposed: its box (x, y, width, height) in pixels of the picture, and how surely it is one, 0 to
    1."""

    box: list[int]
    score: float


def read(request: HttpRequest, base: Revision) -> dict[str, Any]:
    """Nothing has to be chosen.

    Raises:
        Refused: the engine cannot look for spots.
    """
    ability = capabilities.abilities()[capabilities.SPOTS]
    if not ability.available:
        raise Refused("", ability.reason)
    return {}


def run(running: Running) -> None:
    """Have spots looked for; the proposal is the clearest of them, in their order, and the stored mask of all.

    Raises:
        Failure: the engine failed, or sent no mask.
    """
    backend, revision = backends.current(), running.job.base
    running.step("Looking for spots")
    image = preparing.read_image_for(backend, revision.image)
    client = backends.client(backend, inline=True)
    answer = paid_calls.call_once(running, "spots", lambda: request_spots(client, image))
    scale = revision.width / pixels.read_size(image)[0]
    found = [
        {"box": spots.scale_box(spot["box"], scale, (revision.width, revision.height)), "score": spot["score"]}
        for spot in list_clearest(answer["spots"])
    ]
    mask = store_mask(backend, revision, answer["url"])
    proposals.offer(running, {"found": found, "mask": mask, "more": len(answer["spots"]) - len(found)})


def request_spots(client: bria.Bria, image: bytes) -> dict[str, Any]:
    """What the engine answers, as a job keeps it."""
    answer = client.find_spots(image)
    return {"url": answer.url, "spots": [{"box": list(spot.box), "score": spot.score} for spot in answer.spots]}


def list_clearest(answered: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """At most ``MOST`` of the spots that an engine answered with, in its order."""
    places = sorted(range(len(answered)), key=lambda place: -answered[place]["score"])[:MOST]
    return [answered[place] for place in sorted(places)]


def store_mask(backend: Backend, revision: Revision, url: str) -> str:
    """The name of the stored mask of all spots, as large as the revision.

    Raises:
        Failure: it could not be fetched or read.
    """
    mask = paid_calls.download(backend, url)
    try:
        return files.store(spots.read_mask(mask, (revision.width, revision.height)), ".png")
    except pixels.NotAPicture as error:
        raise Failure(UNUSABLE, "unusable") from error


def list_spots(job: Job) -> list[FoundSpot]:
    """The spots that a job proposes, in the picture's order."""
    return [FoundSpot(entry["box"], entry["score"]) for entry in (job.received or {}).get("found", [])]


TOOL = Tool("find_spots", "spots", _("Looking for spots"), read, run, kind=proposals.KIND)
