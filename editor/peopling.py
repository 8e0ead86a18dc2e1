"""The tool "people": change the people of a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import bria
from editor import attributes, backends, calls, failures, files, people, pixels, preparing
from editor.jobs import Failure, Running
from editor.models import Revision, Visual
from editor.people import Plan
from editor.revisions import Made

Values = TypeVar("Values")


def change(running: Running) -> Made:
    """Apply ``params["changes"]`` by the merge rule of ``editor.people``.

    Raises:
        Failure: the engine failed, or a person is not found any more.
    """
    plan = usable_plan(running)
    if not plan.changes:
        return taken_back(plan)
    running.step("Changing people")
    try:
        answer = create(running, plan)
    except Failure as failure:
        if not isinstance(failure.__cause__, bria.UnknownImage):
            raise
        plan = anew(running, plan)
        answer = create(running, plan)
    return made(plan, answer)


def usable_plan(running: Running) -> Plan:
    """The plan for what was asked, its image registered with the engine that answers now."""
    revision = running.job.base
    asked = renamed(running.job.params["changes"], running.job.params["faces"], visual_of(revision))
    plan = people.plan(revision, asked)
    start = plan.start
    known = start.registered and visual_of(start).backend == backends.current().key
    return plan if known and not plan.anew else anew(running, plan)


def anew(running: Running, plan: Plan) -> Plan:
    """The plan on a new visual made from its start's own image, whose people carry new ids."""
    faces = {person["id"]: person["rect"] for person in visual_of(plan.start).people or []}
    visual = preparing.register(running, plan.start)
    preparing.look(running, visual)
    if not visual.visual_id:
        raise Failure(preparing.NEEDS_ADDRESS, "unregistered")
    return Plan(
        plan.start,
        renamed(plan.asked, faces, visual),
        renamed(plan.changes, faces, visual),
        renamed(plan.in_force, faces, visual),
    )


def renamed(
    changes: Mapping[str, Values], faces: Mapping[str, Mapping[str, float] | None], visual: Visual
) -> dict[str, Values]:
    """``changes`` under the ids that the visual has for the people at ``faces``.

    Raises:
        Failure: somebody is not found there.
    """
    known = visual.people or []
    here = {person["id"] for person in known}
    ids = {person: person if person in here else people.counterpart(faces.get(person), known) for person in changes}
    if None in ids.values():
        raise Failure(
            "A person to change is not found in this picture any more. Look at the People panel again.", "rejected"
        )
    return {str(ids[person]): values for person, values in changes.items()}


def create(running: Running, plan: Plan) -> dict[str, Any]:
    """The engine's answer: where the result lies, and its sid."""
    client, visual = backends.client(inline=True), visual_of(plan.start)

    def call() -> dict[str, Any]:
        edit = client.create(visual.visual_id, plan.changes, sid=plan.start.sid or None)
        return {"url": edit.url, "sid": edit.sid}

    return calls.once(running, f"create on {visual.pk}", call)


def made(plan: Plan, answer: Mapping[str, Any]) -> Made:
    """The revision's content from the engine's answer."""
    backend, visual = backends.current(), visual_of(plan.start)
    with failures.told():
        result = backends.client(backend, inline=True).download(answer["url"], calls.RESULT_LIMIT)
    faces = [person["rect"] for person in visual.people or [] if person["id"] in plan.changes]
    mask_png = pixels.heads_mask_png((plan.start.height, plan.start.width), faces) if all(faces) else None
    return Made(
        image_png=calls.as_revision(backend, plan.start.image, result, mask_png),
        title=title_of(plan),
        engine=backend.label,
        visual=visual,
        sid=answer["sid"],
        params={"asked": plan.asked, "in_force": plan.in_force},
        removed=plan.start.removed,
    )


def taken_back(plan: Plan) -> Made:
    """Everything was set back: the picture as it was before these people were changed."""
    start = plan.start
    return Made(
        image_png=files.read(start.image),
        title="Took back all changes of people",
        engine=start.engine,
        visual=start.visual,
        sid=start.sid,
        params={"asked": plan.asked, "in_force": {}},
        removed=start.removed,
    )


def title_of(plan: Plan) -> str:
    """What the history calls it, by the attributes that this step asked for."""
    names = [attributes.label_of(name) for changes in plan.asked.values() for name in changes]
    return f"Changed {' and '.join(dict.fromkeys(names))}".lower().capitalize()


def visual_of(revision: Revision) -> Visual:
    """The revision's visual.

    Raises:
        Failure: nobody has looked at the picture yet.
    """
    if revision.visual is None:
        raise Failure("This picture was not looked at yet. Wait until its people are found.", "rejected")
    return revision.visual
