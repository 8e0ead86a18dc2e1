"""What a person may send: uploads, names, edits, moves in the history, wishes for an exported file."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from editor import exports, pictures
from imagefiles import encoding
from recipes import reading

FORMAT_NAMES = {"JPEG": "JPEG", "PNG": "PNG", "WEBP": "WebP", "BMP": "BMP", "TIFF": "TIFF", "AVIF": "AVIF"}
LOSSY = ("JPEG", "WEBP", "AVIF")  # that a quality is asked of
SCALES = ["same", "side", "percent"]
MEGAPIXEL = 1_000_000
QUALITIES = _("Choose a quality from 1 to 100.")
LENGTHS = _("Choose a length from 1 to 65536 pixels.")
SHARES = _("Choose a percentage from 1 to 1000.")
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
            raise forms.ValidationError(_("Choose a photo, or enter its address."))
        return data


class NameForm(forms.Form):
    """A picture's name."""

    name = forms.CharField(max_length=200, error_messages={"required": _("A picture needs a name.")})


class RecipeFileForm(forms.Form):
    """A recipe's file; what is in it is judged elsewhere."""

    MOST_BYTES = reading.MOST_BYTES

    recipe = forms.FileField(
        allow_empty_file=True, error_messages=dict.fromkeys(("required", "invalid"), _("Choose a recipe's file first."))
    )


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


def number_errors(sentence: str | Promise) -> dict[str, Any]:
    """The one sentence about whatever may be wrong with a number."""
    return dict.fromkeys(("invalid", "min_value", "max_value"), sentence)


class ExportForm(forms.Form):
    """Format, quality, size, and what of the photo's own facts to keep. ``size`` is that of the revision, in pixels."""

    format = forms.ChoiceField()
    quality = forms.IntegerField(required=False, min_value=1, max_value=100, error_messages=number_errors(QUALITIES))
    scale = forms.ChoiceField(choices=[(scale, scale) for scale in SCALES])
    side = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=65_536,
        error_messages=number_errors(LENGTHS),
    )
    percent = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=1000,
        error_messages=number_errors(SHARES),
    )
    enlarge = forms.BooleanField(required=False)
    recipe = forms.ChoiceField(choices=[("", ""), ("beside", ""), ("inside", "")], required=False)
    location = forms.BooleanField(required=False)
    metadata = forms.BooleanField(required=False)

    def __init__(self, *given: Any, size: tuple[int, int], **named: Any) -> None:
        super().__init__(*given, **named)
        self.size = size
        self.fields["format"].choices = [(name, FORMAT_NAMES[name]) for name in encoding.writable_formats()]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Add ``size``, that of the file; refuse one that nobody said or that cannot be written."""
        data = super().clean() or {}
        scale = data.get("scale", "same")
        if scale != "same" and data.get(scale) is None and scale not in self.errors:
            self.add_error(scale, gettext("Enter a size."))
        if data.get("recipe") == "inside" and data.get("format") not in exports.HOLDS_RECIPES:
            self.add_error(
                "recipe", gettext("Only JPEG, PNG and WebP files can hold a recipe. Save it beside the file.")
            )
        if not self.errors:
            data["size"] = exports.scaled_size(self.size, self.factor(data))
            self.check_size(data["format"], data["size"])
        return data

    @property
    def wish(self) -> dict[str, Any]:
        """What to save, as ``editor.exports.export`` takes it."""
        data = self.cleaned_data
        kept = {"keep_location": data["location"], "keep_metadata": data["metadata"]}
        return {"format": data["format"], "quality": data["quality"], "size": data["size"], **kept}

    def factor(self, data: dict[str, Any]) -> float:
        """By how much the picture is to be scaled; by no more than 1 unless that is wished."""
        factors = {"same": 1.0, "side": (data["side"] or 0) / max(self.size), "percent": (data["percent"] or 0) / 100}
        factor = factors[data["scale"]]
        return factor if data["enlarge"] else min(1.0, factor)

    def check_size(self, format: str, size: tuple[int, int]) -> None:
        """Refuse, where it was asked for, a size that is too much or that the format cannot say."""
        field = self.data.get("scale", "") if self.data.get("scale") in ("side", "percent") else "format"
        facts = {"width": size[0], "height": size[1]}
        if size[0] * size[1] > max(settings.RESULT_PIXELS, self.size[0] * self.size[1]):
            most = round(settings.RESULT_PIXELS / MEGAPIXEL)
            large = gettext("That would be %(width)d × %(height)d pixels; the limit is %(most)d megapixels.")
            self.add_error(field, large % {**facts, "most": most})
        elif max(size) > encoding.LONGEST.get(format, max(size)):
            cramped = gettext(
                "%(format)s allows at most %(most)d pixels a side. Choose another format or a smaller size."
            )
            self.add_error("format", cramped % {"format": FORMAT_NAMES[format], "most": encoding.LONGEST[format]})

    @property
    def choices(self) -> list[tuple[str, str, bool]]:
        """The formats: value, name, and whether the one chosen."""
        chosen = self["format"].value()
        return [(value, name, value == chosen) for value, name in self.fields["format"].choices]  # type: ignore[attr-defined]
