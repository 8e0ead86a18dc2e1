"""What a person may send: uploads, names, edits, moves in the history."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from editor import pictures

# What no person can enter, only a page that is not the studio's own or not of today.
OUTDATED = dict.fromkeys(
    ("required", "invalid", "invalid_choice", "min_value"), _("This page is out of date. Reload it, then try again.")
)


class UploadForm(forms.Form):
    """A photo as a file, an address, or the name of a sample: the first that is given counts."""

    photo = forms.FileField(required=False, allow_empty_file=True)
    address = forms.CharField(required=False, max_length=2000)
    sample = forms.ChoiceField(required=False, choices=[(sample.slug, sample.name) for sample in pictures.samples()])

    def clean(self) -> dict[str, Any]:
        """Refuse a form that names no photo at all."""
        data = super().clean() or {}
        if not self.errors and not any(data.get(name) for name in self.fields):
            raise forms.ValidationError(_("Choose a photo, or give the address of one."))
        return data


class NameForm(forms.Form):
    """A picture's name."""

    name = forms.CharField(max_length=200, error_messages={"required": _("A picture needs a name.")})


class StepForm(forms.Form):
    """What a step of the history is called; empty for what its tool calls it."""

    name = forms.CharField(required=False, max_length=200)


class PlaceForm(forms.Form):
    """Which part of the history to show: the lines before or after the one of a revision."""

    before = forms.IntegerField(required=False, min_value=1, max_value=10**9)
    after = forms.IntegerField(required=False, min_value=1, max_value=10**9)


class MoveForm(forms.Form):
    """Where to go in the history: undo, redo, or the number of a revision."""

    to = forms.RegexField(r"^(undo|redo|\d{1,9})$")


class EditForm(forms.Form):
    """What every tool's form has in common: the revision it starts from, and the key that makes it count once."""

    tool = forms.CharField(error_messages=OUTDATED)
    revision = forms.IntegerField(min_value=1, error_messages=OUTDATED)
    key = forms.UUIDField(error_messages=OUTDATED)
