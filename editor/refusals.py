"""What is said about a form that cannot be used, where it is said, and what was entered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django import forms


class Refused(ValueError):
    """A posted value cannot be used; ``field`` names the form field, or is empty where the form as a whole is meant."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field


@dataclass(frozen=True)
class Refusal:
    """A refused form as a panel shows it: at which field, why, and all that was posted, so that nothing is lost."""

    panel: str
    name: str
    sentence: str
    posted: Mapping[str, str] = field(default_factory=dict)

    @property
    def tool(self) -> str:
        """The slug of the tool whose form it was."""
        return self.posted.get("tool", "")


def require_valid(form: forms.Form) -> None:
    """Go on only with a form that can be used.

    Raises:
        Refused: at the first field that cannot.
    """
    if not form.is_valid():
        raise Refused(next(iter(form.errors)).replace("__all__", ""), first_error(form))


def first_error(form: forms.Form) -> str:
    """The first thing that is wrong with a form, as a sentence."""
    return next(str(error) for errors in form.errors.values() for error in errors)
