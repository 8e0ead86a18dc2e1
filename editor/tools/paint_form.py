"""What several tools paint with: a colour, a gradient, or what words say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_PROMPT = 2000  # characters
COLOUR_CODE = re.compile(r"^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$")
NO_COLOUR_CODE = _("This isn't a colour code. Enter one such as #4080c0.")


def normalize_code(digits: str) -> str:
    """A colour code of three or six hexadecimal digits as "#rrggbb"."""
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits)).lower()


class ColourCodeField(forms.RegexField):
    """A colour code, made into "#rrggbb"."""

    def __init__(self, initial: str) -> None:
        super().__init__(COLOUR_CODE, initial=initial, required=False, error_messages={"invalid": NO_COLOUR_CODE})

    def clean(self, value: Any) -> str:
        """The code in full, in small letters; empty for none."""
        digits = str(super().clean(value)).removeprefix("#")
        return normalize_code(digits) if digits else ""


class PaintForm(forms.Form):
    """What to paint with. The field called ``CHOICE`` says which of the others count: those it finds in ``NEEDED``.

    A form adds the field of the choice and "colour", "first" and "second".
    """

    CHOICE: ClassVar[str]
    NEEDED: ClassVar[Mapping[str, Mapping[str, Any]]]  # choice -> field -> what to say where it is empty
    DIRECTIONS = {
        "top to bottom": _("Top to bottom"),
        "left to right": _("Left to right"),
        "diagonal": _("Diagonal"),
        "radial": _("From the middle"),
    }

    direction = forms.ChoiceField(choices=DIRECTIONS, initial="top to bottom", required=False)
    prompt = forms.CharField(max_length=LONGEST_PROMPT, required=False)

    def clean(self) -> dict[str, Any]:
        """Judge only the fields that the choice asks for, and have each of them filled."""
        data = super().clean() or {}
        needed = self.NEEDED.get(data.get(self.CHOICE, ""), {})
        for name in set().union(*self.NEEDED.values()) - set(needed):
            self.errors.pop(name, None)
        for name, missing in needed.items():
            if name not in self.errors and not data.get(name):
                self.add_error(name, forms.ValidationError(missing))
        return data

    @property
    def paint(self) -> str:
        """What to paint with as a prompt; empty where the choice is neither a colour nor a gradient nor words."""
        data = self.cleaned_data
        direction = data.get("direction") or next(iter(self.DIRECTIONS))
        gradient = f"gradient from {data.get('first')} to {data.get('second')}, {direction}"
        paints = {"colour": data.get("colour"), "gradient": gradient, "prompt": data.get("prompt")}
        return str(paints.get(data[self.CHOICE]) or "")
