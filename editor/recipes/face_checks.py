"""Hiding faces in many pictures: they are looked for first, and hidden are those that a person leaves ticked."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import Any

from django.db import transaction

from editor import people
from editor.jobs import queue
from editor.jobs.running import Failure, Running
from editor.limits import LimitReached
from editor.models import Job, Picture, RecipeRun, RecipeUse
from editor.recipes import runs
from editor.service import preparing

FOUND, MORE = "faces", "more"  # what a job has found, and of how many more it says nothing
MOST_FOUND = 900  # faces of one picture, the largest: forms are refused from a thousand fields on


def start(owner: str, pictures: Sequence[Picture]) -> RecipeRun:
    """A run that looks for faces in some pictures; of those that are not taken any more it says why.

    Raises:
        LimitReached: nothing more is taken of ``owner`` at the moment.
    """
    queue.refuse_excess(owner, coming=1)
    return runs.begin(RecipeRun(owner=owner, checks_faces=True), pictures)


def find(running: Running) -> None:
    """Have faces looked for where that was not done yet; the job's answer says where they are.

    Raises:
        Failure: they could not be looked for.
    """
    revision = running.job.base
    visual = preparing.ensure_visual(running, revision)
    running.step("Looking for faces")
    if visual.people is None:
        preparing.find_people(running, visual)
    if visual.people is None:
        raise Failure(visual.people_error, "service")
    found = people.list_faces(revision)
    running.store_answer({FOUND: keep_largest(found), MORE: max(0, len(found) - MOST_FOUND)})


def keep_largest(faces: Sequence[dict[str, float]]) -> list[dict[str, float]]:
    """At most ``MOST_FOUND`` faces, in their order."""
    places = sorted(range(len(faces)), key=lambda place: -faces[place]["w"] * faces[place]["h"])[:MOST_FOUND]
    return [faces[place] for place in sorted(places)]


def list_found(job: Job | None) -> list[dict[str, float]]:
    """Where a search found faces (x, y, w, h in pixels), left to right; none where it has not ended well."""
    return list((job.received or {})[FOUND]) if job and has_searched(job) else []


def count_more(job: Job | None) -> int:
    """How many more faces a search found than are listed."""
    return int((job.received or {})[MORE]) if job and has_searched(job) else 0


def has_searched(job: Job) -> bool:
    """True of a search that has ended well."""
    return job.kind == runs.FIND and job.status == Job.Status.DONE


def is_open(use: RecipeUse) -> bool:
    """True while a person is to say which faces of a picture go."""
    return use.decision != RecipeUse.Decision.LEFT and bool(list_found(use.job))


def name_tick(use: RecipeUse, place: int) -> str:
    """What stands for one face of a run in its form."""
    return f"{use.pk}-{place}"


def note_ticks(uses: Sequence[RecipeUse], ticked: Set[str]) -> None:
    """Remember which faces of some pictures are ticked."""
    for use in uses:
        use.left_out = [place for place in range(len(list_found(use.job))) if name_tick(use, place) not in ticked]
    RecipeUse.objects.bulk_update(uses, ["left_out"])


def list_ticked(use: RecipeUse) -> list[dict[str, float]]:
    """The faces of a picture that are to be hidden."""
    return [face for place, face in enumerate(list_found(use.job)) if place not in use.left_out]


def hide(uses: Sequence[RecipeUse], wishes: dict[str, Any]) -> None:
    """Have what is ticked hidden, as the tool's form says it; a picture in which nothing is ticked is left as it is."""
    for use in uses:
        if list_ticked(use):
            begin_hiding(use, wishes)
        else:
            use.leave()


def begin_hiding(use: RecipeUse, wishes: dict[str, Any]) -> None:
    """Queue the edit of one picture; say with it where that is refused. Sent twice, it is done once."""
    params = {"tool": "hide_faces", **wishes, "faces": list_ticked(use)}
    try:
        with transaction.atomic():
            rows = RecipeUse.objects.select_for_update(of=("self",)).select_related("job__base", "picture")
            row = rows.get(pk=use.pk)
            if row.job is None or row.job.kind != runs.FIND:
                return
            use.job = queue.enqueue(row.picture, "edit", row.job.base, params, f"faces {use.pk}")
            use.error = ""
            use.save(update_fields=["job", "error"])
    except LimitReached as error:
        use.error = str(error)
        use.save(update_fields=["error"])
