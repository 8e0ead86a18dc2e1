"""``create`` as a step: people of a registered picture are changed, by their ids or by a rule."""

from __future__ import annotations

from typing import Any

from engine.changes import CHANGES, pick_offered, read_changes, refuse_second
from engine.errors import BadRequest
from engine.operations.people import Person
from engine.recipes.operation import make_call
from engine.recipes.registered_fields import ACTIONS, PEOPLE
from engine.recipes.rules import PEOPLE_RULES
from engine.recipes.scenes import describe_box
from engine.recipes.states import Plan, State, choose_base, name_plainly
from engine.resolutions import read_resolution
from engine.runners.people import find_people
from engine.runners.person_info import describe_person
from engine.runners.pictures import load
from recipes.model import Rule, Step


def plan_changes(step: Step, states: list[State]) -> Plan:
    """What a step comes to in the picture as it is, with the people of the one that it names.

    Raises:
        EngineError: nobody or nothing is named, or what is not offered, or somebody who was changed before.
    """
    base = choose_base(states, step)
    image, visual = name_plainly(states[-1].image), name_plainly(states[base].image)
    people = find_people(visual)
    found, asked, warnings = choose_changes(step, people, load(visual).shape)
    if found and not asked:
        return Plan(None, found, warnings)
    wanted = read_changes(make_call({CHANGES.name: asked}), [describe_person(person) for person in people])
    changed = states[-1].changed if base == states[-1].base else ()
    refuse_second(wanted, changed)
    box = read_resolution(make_call(step.fields))
    arguments = {"image": image, "original": visual, "changes": wanted, "box": box}
    return Plan(arguments, found, warnings, changed=(*changed, *wanted))


def choose_changes(
    step: Step, people: tuple[Person, ...], shape: tuple[int, int]
) -> tuple[dict[str, Any], Any, tuple[str, ...]]:
    """What a rule found, the changes as the API takes them, and what is to be said.

    Raises:
        BadRequest: there are both ids and a rule, or neither.
    """
    rule, changes = step.fields.get(PEOPLE.name), step.fields.get(CHANGES.name)
    if (rule is None) == (changes is None):
        raise BadRequest("Give either 'changes' with ids, or 'people' and 'actions'.")
    if rule is None:
        return {}, changes, ()
    actions = ACTIONS.read(make_call(step.fields))
    if not actions:
        raise BadRequest("'actions' must say what is to change.")
    chosen = choose_people(rule, people, shape)
    asked = [{"id": person.id, "actions": pick_offered(actions, person.actions)} for person in chosen]
    lacking = [item for item in asked if len(item["actions"]) < len(actions)]
    found = {PEOPLE.name: describe_people(rule, chosen, shape)}
    return found, [item for item in asked if item["actions"]], warn_of_lack(len(lacking), len(chosen))


def choose_people(rule: Rule, people: tuple[Person, ...], shape: tuple[int, int]) -> tuple[Person, ...]:
    """Those whom a rule means, among the ``people`` of a picture of ``shape`` (rows, columns)."""
    sized = tuple(person for person in people if rule.at_least <= face_share(person, shape) <= rule.at_most)
    return PEOPLE_RULES[rule.name].choose(sized)


def face_share(person: Person, shape: tuple[int, int]) -> float:
    """The share of the frame that a face takes up."""
    return person.rect[2] * person.rect[3] / (shape[0] * shape[1])


def describe_people(rule: Rule, people: tuple[Person, ...], shape: tuple[int, int]) -> dict[str, Any]:
    """Whom a rule found, as answers tell it: like ``scenes.describe_things``."""
    share = sum(face_share(person, shape) for person in people)
    boxes = [[round(number) for number in person.rect] for person in people]
    told = [describe_box(slice(row, row + height), slice(left, left + width)) for row, left, height, width in boxes]
    return {"rule": rule.name, "count": len(people), "share": round(share, 6), "things": told}


def warn_of_lack(count: int, of: int) -> tuple[str, ...]:
    """A sentence where some people do not offer all that was asked for."""
    return (f"Not all changes are offered for {count} of the {of} faces; these were left out.",) if count else ()
