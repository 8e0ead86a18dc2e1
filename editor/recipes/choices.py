"""What a person makes of the steps of a recipe: which are left out, and which marks become rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from editor.models import Revision
from editor.recipes import making, steps
from editor.recipes.making import RecordedStep
from editor.recipes.steps import Place
from editor.service import capabilities
from recipes.model import Rule, Runs, Step

KEEP, PLACE, ANEW = "", "place", "anew"
ALL, LARGEST = "all", "largest"
OBJECTS = "objects"
HINTS = ("keep", "remove", "mask_ids")
USUAL_SHARE = 1.0  # percent of the frame
MARK_RULES: dict[str, str | Promise] = {
    "subject": _("The subject of each picture"),
    "everything_but_subject": _("Everything but the subject"),
    "faces": _("All faces"),
    OBJECTS: _("Objects up to a size"),
    "spots": _("Spots: dust, blemishes, hairs"),
    "distractions": _("What distracts"),
}
# Rules that take more than every engine of the studio has, by what that is called among its abilities.
NEEDED = {
    OBJECTS: capabilities.PARTS,
    "spots": capabilities.SPOTS,
    "distractions": capabilities.DISTRACTIONS,
}
PEOPLE_RULES: dict[str, str | Promise] = {ALL: _("All people of each picture"), LARGEST: _("The largest face")}

Options = Sequence[tuple[str, str | Promise]]


def list_rules() -> set[str]:
    """The rules for marks that the engine which answers can follow."""
    abilities = capabilities.abilities()
    return {name for name in MARK_RULES if name not in NEEDED or abilities[NEEDED[name]].available}


def list_options(step: Step, known: Set[str]) -> Options:
    """What the mark of a step may become, the mark itself first; empty where there is none.

    ``known`` are the rules that the engine can follow.
    """
    rules = [(name, label) for name, label in MARK_RULES.items() if name in known]
    if step.do == "objects_remove":
        kept = [(KEEP, _("These regions by their numbers, for this picture only"))]
        return [*kept, (PLACE, _("The same place in every picture")), *rules]
    if "mask" in step.fields:
        return [(KEEP, _("The same place in every picture")), *rules]
    if "faces" in step.fields:
        return [(KEEP, _("The same places in every picture")), (ALL, _("All faces"))]
    if step.do == "create" and len(step.fields.get("changes", ())) == 1:
        return [(KEEP, _("This person, for this picture only")), *PEOPLE_RULES.items()]
    if any(name in step.fields for name in HINTS):
        return [(KEEP, _("As it was marked")), (ANEW, _("The subject of each picture, found anew"))]
    return []


def apply_choice(recorded: RecordedStep, choice: str, share: float) -> Step:
    """The step with what its mark becomes; ``share`` is how large objects may be, in percent of the frame.

    Raises:
        NoRecipe: the place of what was marked is not known any more.
    """
    step = recorded.step
    if choice == KEEP:
        return step
    if choice == PLACE:
        return Step("erase", {**wishes_of(step), "mask": draw_place(recorded.revision)})
    if choice == ANEW:
        return without(step, *HINTS)
    if "faces" in step.fields:
        return without(step, "faces")
    if step.do == "create":
        return Step("create", {"people": Rule(choice), "actions": step.fields["changes"][0]["actions"]}, step.picture)
    rule = Rule(choice, at_most=share / 100) if choice == OBJECTS else Rule(choice)
    if step.do == "objects_remove":
        return Step("erase", {**wishes_of(step), "mask": rule})
    return replace(step, fields={**step.fields, "mask": rule})


def wishes_of(step: Step) -> Mapping[str, Any]:
    """Whether the shadow goes as well, and which of several fills is made."""
    return {name: value for name, value in step.fields.items() if name in ("include_shadow", "variant")}


def without(step: Step, *names: str) -> Step:
    """The step without some of its fields."""
    return replace(step, fields={name: value for name, value in step.fields.items() if name not in names})


def draw_place(revision: Revision) -> Runs:
    """What was erased to make a revision, as a mask.

    Raises:
        NoRecipe: its regions are not kept any more.
    """
    assert revision.parent is not None
    place = Place(revision.parent, revision, 0, {})
    return steps.draw_selection(place, steps.read_selection(place), soft=True)


class RecipeForm(forms.Form):
    """The name of a recipe, and of each step whether it is in, what its mark becomes, and how large objects may be."""

    name = forms.CharField(
        max_length=200,
        error_messages={
            "required": _("A recipe needs a name."),
            "max_length": _("The name of a recipe has at most 200 characters."),
        },
    )

    def __init__(self, recorded: Sequence[RecordedStep], *given: Any, rules: Set[str], **named: Any) -> None:
        super().__init__(*given, **named)
        self.recorded = recorded
        for number, each in enumerate(recorded):
            self.add_step(number, each, list_options(each.step, rules))

    def add_step(self, number: int, recorded: RecordedStep, options: Options) -> None:
        """The fields of one step."""
        self.fields[f"step-{number}"] = forms.BooleanField(required=False, initial=True)
        if options:
            wrong = {"invalid_choice": _("Choose what is meant.")}
            self.fields[f"mark-{number}"] = forms.ChoiceField(choices=options, required=False, error_messages=wrong)
        if any(value == OBJECTS for value, _label in options):
            shares = dict.fromkeys(("invalid", "min_value", "max_value"), _("Choose a share from 0.01 to 100 percent."))
            self.fields[f"share-{number}"] = forms.FloatField(
                min_value=0.01, max_value=100, initial=USUAL_SHARE, required=False, error_messages=shares
            )

    @property
    def rows(self) -> list[StepRow]:
        """What the page shows of each step."""
        return [StepRow(self, number, each) for number, each in enumerate(self.recorded)]

    @property
    def chosen(self) -> tuple[Step, ...]:
        """The steps as they were chosen.

        Raises:
            NoRecipe: one cannot be what was chosen.
        """
        return making.select([self.choose(number, each) for number, each in enumerate(self.recorded)])

    def choose(self, number: int, recorded: RecordedStep) -> Step | None:
        """One step as it was chosen; None where it is left out."""
        data = self.cleaned_data
        if not data[f"step-{number}"]:
            return None
        share = data.get(f"share-{number}")
        return apply_choice(recorded, data.get(f"mark-{number}", KEEP), USUAL_SHARE if share is None else share)

    @property
    def is_whole(self) -> bool:
        """True where nothing was left out, and no mark has become a rule."""
        numbers = range(len(self.recorded))
        data = self.cleaned_data
        return all(data[f"step-{number}"] and data.get(f"mark-{number}", KEEP) == KEEP for number in numbers)


@dataclass(frozen=True)
class StepRow:
    """One step on the page."""

    form: RecipeForm
    number: int
    recorded: RecordedStep

    @property
    def label(self) -> str:
        """What the history calls it."""
        return self.recorded.revision.label

    @property
    def keep(self) -> forms.BoundField:
        """Whether it is in."""
        return self.form[f"step-{self.number}"]

    @property
    def mark(self) -> forms.BoundField | None:
        """What its mark becomes, where it has one."""
        return self.form[name] if (name := f"mark-{self.number}") in self.form.fields else None

    @property
    def share(self) -> forms.BoundField | None:
        """How large objects may be, where they may be meant."""
        return self.form[name] if (name := f"share-{self.number}") in self.form.fields else None

    @property
    def options(self) -> list[tuple[str, str, bool]]:
        """The choices of its mark: value, label, and whether it is the one chosen."""
        field = self.mark
        chosen = str(field.value() or "") if field else ""
        choices = field.field.choices if field else []  # type: ignore[attr-defined]
        return [(value, str(label), value == chosen) for value, label in choices]
