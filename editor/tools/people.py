"""The tool "people": change the people of a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from django.http import HttpRequest

import bria
from editor import attributes, files, people
from editor.history.results import EditResult
from editor.imaging import pixels
from editor.jobs.running import Failure, Running
from editor.models import Revision, Visual
from editor.people import Plan
from editor.sentences import sentence
from editor.service import backends, paid_calls, preparing

Values = TypeVar("Values")
Face = Mapping[str, float] | None


def read(request: HttpRequest, base: Revision) -> dict[str, Any]:
    """The people to change, and where their faces are, should they carry other ids by then.

    Raises:
        Refused: a value is wrong, or nothing was changed.
    """
    changes = people.changes_from(request.POST.dict(), base)
    return {"changes": changes, "faces": {card.id: card.rect for card in people.cards(base) if card.id in changes}}


def change(running: Running) -> EditResult:
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
        preparing.forget_handles(plan.start)
        plan = reregistered(running, plan)
        answer = create(running, plan)
    return made(running, plan, answer)


def usable_plan(running: Running) -> Plan:
    """The plan for what was asked, on a state that the engine which answers now knows."""
    revision = running.job.base
    visual = visual_of(revision)
    asked = renamed(running.job.params["changes"], running.job.params["faces"], visual)
    plan = people.plan(revision, asked, faces_of(visual))
    return plan if usable(plan.start) and not plan.anew else reregistered(running, plan)


def usable(revision: Revision) -> bool:
    """True where the engine that answers now can start from this state."""
    return revision.registered and visual_of(revision).backend == backends.current().key


def reregistered(running: Running, plan: Plan) -> Plan:
    """The plan from its base, which is registered anew unless it is known; people may have new ids there."""
    plan = plan.rebuilt
    if usable(plan.start) and not plan.anew:
        return moved(plan, visual_of(plan.start))
    visual = preparing.register(running, plan.start)
    preparing.look(running, visual)
    if not visual.visual_id:
        raise Failure(preparing.NEEDS_ADDRESS, "unregistered")
    return moved(plan, visual)


def moved(plan: Plan, visual: Visual) -> Plan:
    """The plan under the ids that its people have on ``visual``."""
    ids = {person: identity(person, face, visual) for person, face in plan.touched.items()}
    return replace(
        plan,
        asked=renamed(plan.asked, plan.touched, visual),
        changes=renamed(plan.changes, plan.touched, visual),
        in_force={str(ids[person]): values for person, values in plan.in_force.items() if ids[person]},
        touched={str(ids[person]): face for person, face in plan.touched.items() if ids[person]},
    )


def renamed(changes: Mapping[str, Values], faces: Mapping[str, Face], visual: Visual) -> dict[str, Values]:
    """``changes`` under the ids that the visual has for the people at ``faces``.

    Raises:
        Failure: somebody is not found there, or two are found as one.
    """
    ids = [identity(person, faces.get(person), visual) for person in changes]
    if None in ids or len(set(ids)) < len(ids):
        raise Failure(
            "A person to change is not found in this picture any more. Look at the People panel again.", "rejected"
        )
    return {str(person): values for person, values in zip(ids, changes.values(), strict=True)}


def identity(person: str, face: Face, visual: Visual) -> str | None:
    """The id under which the visual knows a person, by id or else by face; None where it does not."""
    return person if person in faces_of(visual) else people.counterpart(face, visual.people or [])


def faces_of(visual: Visual) -> people.Faces:
    """Where the visual's people have their faces."""
    return {person["id"]: person["rect"] for person in visual.people or []}


def create(running: Running, plan: Plan) -> dict[str, Any]:
    """The engine's answer: where the result lies, and its sid."""
    client, visual = backends.client(inline=True), visual_of(plan.start)

    def call() -> dict[str, Any]:
        edit = client.create(visual.visual_id, plan.changes, sid=plan.start.sid or None)
        return {"url": edit.url, "sid": edit.sid}

    return paid_calls.call_once(running, "create", call)


def made(running: Running, plan: Plan, answer: Mapping[str, Any]) -> EditResult:
    """The revision's content from the engine's answer."""
    backend, visual = backends.current(), visual_of(plan.start)
    result = paid_calls.download(backend, answer["url"])
    faces = [person["rect"] for person in visual.people or [] if person["id"] in plan.changes]
    heads = pixels.heads_mask((plan.start.height, plan.start.width), faces) if all(faces) else None
    mask_png = None if heads is None else pixels.mask_png(heads)
    image_png = paid_calls.compose_revision(backend, plan.start.image, result, mask_png)
    return EditResult(
        image_png=image_png,
        title=title_of(plan),
        engine=backend.label,
        visual=visual,
        sid=answer["sid"],
        params={**chain_params(plan, visual), "outside": outside(plan, image_png, heads)},
        removed=plan.start.removed,
    )


def outside(plan: Plan, image_png: bytes, heads: pixels.Mask | None) -> dict[str, int] | None:
    """How many pixels outside the heads were ``changed``, and ``of`` how many; None where nobody's place is known."""
    if heads is None:
        return None
    changed = pixels.difference_outside(files.read(plan.start.image), image_png, heads)
    return {"changed": changed, "of": heads.size - int(heads.sum())}


def chain_params(plan: Plan, visual: Visual) -> dict[str, Any]:
    """What ``people.chain_of`` reads back from the revision."""
    return {
        "asked": plan.asked,
        "in_force": plan.in_force,
        "touched": plan.touched,
        "base": plan.base.pk,
        "visual": visual.pk,
    }


def taken_back(plan: Plan) -> EditResult:
    """Everything was set back: the picture as it was before these people were changed."""
    start = plan.start
    return EditResult(
        image_png=files.read(start.image),
        title="Took back all changes of people",
        engine=start.engine,
        visual=start.visual,
        sid=start.sid,
        params=chain_params(replace(plan, touched={}, in_force={}), visual_of(start)),
        removed=start.removed,
    )


def title_of(plan: Plan) -> str:
    """What the history calls it, by the attributes that this step asked for."""
    names = dict.fromkeys(attributes.name_of(name) for changes in plan.asked.values() for name in changes)
    return sentence("Changed {names}", names=[sentence(name) for name in names])


def visual_of(revision: Revision) -> Visual:
    """The revision's visual.

    Raises:
        Failure: nobody has looked at the picture yet.
    """
    if revision.visual is None:
        raise Failure("This picture was not looked at yet. Wait until its people are found.", "rejected")
    return revision.visual
