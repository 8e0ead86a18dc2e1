"""The tables of rules: what is found anew in each picture.

A new one is a function in ``engine.recipes.finders``, or for people one below, and its line in a table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:
    from engine.operations.people import Person
    from engine.recipes.scenes import Scene, Things

FINDERS = "engine.recipes.finders"  # by path, because they bring all that can find something; few recipes need any


@dataclass(frozen=True)
class MaskRule:
    """What a rule finds, in words, and the function that does."""

    about: str
    finder: str

    def find(self, scene: Scene) -> Things:
        """What it finds in ``scene``.

        Raises:
            Unprocessable: the engine has no means to find it.
        """
        things: Things = import_string(f"{FINDERS}.{self.finder}")(scene)
        return things


@dataclass(frozen=True)
class PeopleRule:
    """Which people a rule means, in words, and how they are chosen out of all."""

    about: str
    choose: Callable[[tuple[Person, ...]], tuple[Person, ...]]


def choose_all(people: tuple[Person, ...]) -> tuple[Person, ...]:
    """Everybody."""
    return people


def choose_largest(people: tuple[Person, ...]) -> tuple[Person, ...]:
    """The one with the largest face, the leftmost of several."""
    return (max(people, key=lambda person: person.rect[2] * person.rect[3]),) if people else ()


MASK_RULES: dict[str, MaskRule] = {
    "subject": MaskRule("The subject of the picture.", "find_subject"),
    "everything_but_subject": MaskRule("All but the subject.", "find_everything_but_subject"),
    "faces": MaskRule("Every face, from the hair line to the chin.", "find_face_ellipses"),
    "objects": MaskRule("Every object, such as a person would name.", "find_objects"),
    "spots": MaskRule("Dust, blemishes, scratches and hairs.", "find_dust"),
    "distractions": MaskRule("Small things that stand out away from the subject.", "find_distracting"),
}
PEOPLE_RULES: dict[str, PeopleRule] = {
    "all": PeopleRule("Everybody whose face is found.", choose_all),
    "largest": PeopleRule("Whoever has the largest face.", choose_largest),
}
