"""Other fills of an erased place, as a job keeps them, and the revision that one of them becomes.

A fill is chosen by its variant as a text; ``FIRST`` is the one that was there before.
"""

from __future__ import annotations

from typing import Any

from django.db import transaction

from editor import files
from editor.history import tree
from editor.models import Job, Picture, Revision

FIRST = "first"


def list_fills(job: Job) -> list[dict[str, Any]]:
    """What a job keeps of each other fill (``editor.tools.other_fills``) whose files are all there.

    A step that was made of one can be deleted, and its files with it.
    """
    kept: list[dict[str, Any]] = (job.received or {}).get("fills", [])
    return [fill for fill in kept if all(map(files.exists, list_files(fill)))]


def list_files(fill: dict[str, Any]) -> list[str]:
    """The names of the files of a fill."""
    return [fill["crop"], *(fill["stored"][name] for name in ("image", "screen", "thumbnail"))]


def find_crop(job: Job, key: str) -> str:
    """The name of the stored picture of a filled place; empty where there is none."""
    received = job.received or {}
    crops = {str(fill["variant"]): fill["crop"] for fill in received.get("fills", [])}
    name = str({FIRST: received.get("first", ""), **crops}.get(key, ""))
    return name if name and files.exists(name) else ""


def choose(job: Job, key: str) -> Revision | None:
    """The fill as a revision beside the one that it is another fill of, shown from now on; None where it is gone.

    The same once more, by a second press, adds none.
    """
    fill = next((fill for fill in list_fills(job) if str(fill["variant"]) == key), None)
    if fill is None:
        return None
    with transaction.atomic():
        Picture.hold(job.picture_id)
        picture, row = Picture.objects.get(pk=job.picture_id), Job.objects.select_for_update().get(pk=job.pk)
        if row.result is None:
            row.result = add_beside(job.base, fill)
            row.save(update_fields=["result"])
        picture.go_to(row.result)
    return row.result


def add_beside(first: Revision, fill: dict[str, Any]) -> Revision:
    """A new revision with another fill of what made ``first``."""
    names = ("picture", "parent", "tool", "title", "engine", "visual", "removed")
    return Revision.objects.create(
        number=tree.next_number(first.picture),
        params={**first.params, "variant": fill["variant"]},
        sid=fill["sid"],
        **{name: getattr(first, name) for name in names},
        **fill["stored"],
    )
