"""The tool "people": change the people of a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

import bria
from editor import attributes, files, people
from editor.history.results import EditResult
from editor.imaging import pixels
from editor.jobs.running import Failure, Running
from editor.models import Revision, Visual
from editor.people import Plan
from editor.sentences import sentence
from editor.service import backends, paid_calls, preparing
from editor.tools.tool import Tool

Values = TypeVar("Values")
Face = Mapping[str, float] | None


def read(request: HttpRequest, base: Revision) -> dict[str, Any]:
    """The people to change, and where their faces are, should they carry other ids by then.

    Raises:
        Refused: a value is wrong, or nothing was changed.
    """
    changes = people.read_changes(request.POST.dict(), base)
    return {"changes": changes, "faces": {card.id: card.rect for card in people.list_cards(base) if card.id in changes}}


def run(running: Running) -> EditResult:
    """Apply ``params["changes"]`` by the merge rule of ``editor.people``.

    Raises:
        Failure: the engine failed, or a person is not found any more.
    """
    plan = make_usable_plan(running)
    if not plan.changes:
        return take_back(plan)
    running.step("Changing people")
    try:
        answer = create_edit(running, plan)
    except Failure as failure:
        if not isinstance(failure.__cause__, bria.UnknownImage):
            raise
        preparing.forget_handles(plan.start)
        plan = register_again(running, plan)
        answer = create_edit(running, plan)
    return build_result(running, plan, answer)


def make_usable_plan(running: Running) -> Plan:
    """The plan for what was asked, on a state that the engine which answers now knows."""
    revision = running.job.base
    visual = require_visual(revision)
    asked = rename_people(running.job.params["changes"], running.job.params["faces"], visual)
    plan = people.plan_changes(revision, asked, list_faces(visual))
    return plan if is_usable(plan.start) and not plan.anew else register_again(running, plan)


def is_usable(revision: Revision) -> bool:
    """True where the engine that answers now can start from this state."""
    return revision.registered and require_visual(revision).backend == backends.current().key


def register_again(running: Running, plan: Plan) -> Plan:
    """The plan from its base, which is registered anew unless it is known; people may have new ids there."""
    plan = plan.rebuilt
    if is_usable(plan.start) and not plan.anew:
        return move_plan(plan, require_visual(plan.start))
    visual = preparing.register(running, plan.start)
    preparing.look_up(running, visual)
    if not visual.visual_id:
        raise Failure(preparing.NEEDS_ADDRESS, "unregistered")
    return move_plan(plan, visual)


def move_plan(plan: Plan, visual: Visual) -> Plan:
    """The plan under the ids that its people have on ``visual``."""
    ids = {person: find_person(person, face, visual) for person, face in plan.touched.items()}
    return replace(
        plan,
        asked=rename_people(plan.asked, plan.touched, visual),
        changes=rename_people(plan.changes, plan.touched, visual),
        in_force={str(ids[person]): values for person, values in plan.in_force.items() if ids[person]},
        touched={str(ids[person]): face for person, face in plan.touched.items() if ids[person]},
    )


def rename_people(changes: Mapping[str, Values], faces: Mapping[str, Face], visual: Visual) -> dict[str, Values]:
    """``changes`` under the ids that the visual has for the people at ``faces``.

    Raises:
        Failure: somebody is not found there, or two are found as one.
    """
    ids = [find_person(person, faces.get(person), visual) for person in changes]
    if None in ids or len(set(ids)) < len(ids):
        raise Failure(
            "A person to change can no longer be found in this picture. Check the People panel again.", "rejected"
        )
    return {str(person): values for person, values in zip(ids, changes.values(), strict=True)}


def find_person(person: str, face: Face, visual: Visual) -> str | None:
    """The id under which the visual knows a person, by id or else by face; None where it does not."""
    return person if person in list_faces(visual) else people.find_counterpart(face, visual.people or [])


def list_faces(visual: Visual) -> people.Faces:
    """Where the visual's people have their faces."""
    return {person["id"]: person["rect"] for person in visual.people or []}


def create_edit(running: Running, plan: Plan) -> dict[str, Any]:
    """The engine's answer: where the result lies, and its sid."""
    client, visual = backends.client(inline=True), require_visual(plan.start)

    def call() -> dict[str, Any]:
        edit = client.create(visual.visual_id, plan.changes, sid=plan.start.sid or None)
        return {"url": edit.url, "sid": edit.sid}

    return paid_calls.call_once(running, "create", call)


def build_result(running: Running, plan: Plan, answer: Mapping[str, Any]) -> EditResult:
    """The revision's content from the engine's answer."""
    backend, visual = backends.current(), require_visual(plan.start)
    result = paid_calls.download(backend, answer["url"])
    faces = [person["rect"] for person in visual.people or [] if person["id"] in plan.changes]
    heads = pixels.mask_heads((plan.start.height, plan.start.width), faces) if all(faces) else None
    mask_png = None if heads is None else pixels.encode_mask(heads)
    image_png = paid_calls.compose_revision(backend, plan.start.image, result, mask_png)
    return EditResult(
        image_png=image_png,
        title=describe_changes(plan),
        engine=backend.label,
        visual=visual,
        sid=answer["sid"],
        params={**chain_params(plan, visual), "outside": count_outside(plan, image_png, heads)},
        removed=plan.start.removed,
    )


def count_outside(plan: Plan, image_png: bytes, heads: pixels.Mask | None) -> dict[str, int] | None:
    """How many pixels outside the heads were ``changed``, and ``of`` how many; None where nobody's place is known."""
    if heads is None:
        return None
    changed = pixels.count_changes_outside(files.read(plan.start.image), image_png, heads)
    return {"changed": changed, "of": heads.size - int(heads.sum())}


def chain_params(plan: Plan, visual: Visual) -> dict[str, Any]:
    """What ``people.trace_chain`` reads back from the revision."""
    return {
        "asked": plan.asked,
        "in_force": plan.in_force,
        "touched": plan.touched,
        "base": plan.base.pk,
        "visual": visual.pk,
    }


def take_back(plan: Plan) -> EditResult:
    """Everything was set back: the picture as it was before these people were changed."""
    start = plan.start
    return EditResult(
        image_png=files.read(start.image),
        title="Took back all changes of people",
        engine=start.engine,
        visual=start.visual,
        sid=start.sid,
        params=chain_params(replace(plan, touched={}, in_force={}), require_visual(start)),
        removed=start.removed,
    )


def describe_changes(plan: Plan) -> str:
    """What the history calls it, by the attributes that this step asked for."""
    names = dict.fromkeys(attributes.display_name(name) for changes in plan.asked.values() for name in changes)
    return sentence("Changed {names}", names=[sentence(name) for name in names])


def require_visual(revision: Revision) -> Visual:
    """The revision's visual.

    Raises:
        Failure: nobody has looked at the picture yet.
    """
    if revision.visual is None:
        raise Failure("This picture hasn't been analysed yet. Wait until its people are found.", "rejected")
    return revision.visual


TOOL = Tool("people", "people", _("Changing people"), read, run)
