"""The sentences that scripts say: ``words("key", {n: 3})`` of static/js/words.js, in the reader's language.

A value stands in braces. A sentence that counts something is a pair, chosen by its value ``n``.
"""

from __future__ import annotations

import functools

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.functional import Promise
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.utils.translation import pgettext_lazy as pgettext

from editor.limits import NO_ROOM

# A count for which each of CLDR's plural categories holds in every language that has it (Unicode TR 35, part 3).
CATEGORIES = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}

SENTENCES: dict[str, str | Promise] = {
    "nothing-selected": _("Nothing selected"),
    "nothing-to-paste": _("There is no picture on the clipboard. Copy one, or its address, then paste it here."),
    "nothing-to-drop": _(
        "There is no picture in what was dropped. Drop a photo, a folder of them, or the address of one."
    ),
    "showing": _("Showing {number}. {title}"),
    "regions-missing": _("The regions could not be loaded. Reload the page to try again."),
    "original-missing": _("The original could not be loaded. Try again."),
    "picture-missing": _("The picture could not be loaded. Reload the page to try again."),
    # What went wrong between the page and the studio, by HTTP status; 0 is no answer at all.
    "answer-0": _("Can't reach the studio. Nothing is lost; retrying."),
    "answer-413": _("This file is too large for the studio. Save it smaller, then upload it again."),
    "answer-503": _("The studio cannot answer at the moment. Nothing is lost; try again soon."),
    "answer-507": _(NO_ROOM),
    "answer-broken": _("Something went wrong inside the studio. Nothing is lost; try again."),
    "background-looking": _("Finding the subject…"),
    "background-unknown": _("The subject could not be found. Try again in a moment."),
    "upload-opening": _("Opening {name}…"),
    "upload-too-large": _(
        "“{name}” has {size} MB; the studio opens up to {limit} MB. Save it smaller, then upload it again."
    ),
    "upload-unsent": _("“{name}” could not be uploaded. Your file is unchanged; try again."),
    "picture-deleted": _("“{name}” is deleted"),
    "expand-area": _("{width} × {height}, {has} of {most} megapixels"),
    "expand-too-large": _(
        "This is larger than the engine's limit. Choose a smaller size, or let the result be scaled down."
    ),
    "expand-alone": _("The picture alone is larger than the engine's limit. Let the result be scaled down."),
    "expand-scaled": _("The result has {width} × {height} pixels; the picture in it shrinks to {share}."),
    "expand-hint": _("The picture covers {share} of the canvas. Results are best where its subject covers {enough}."),
    "crop-looking": _("Finding the subject…"),
    "crop-size": _("About {width} × {height} pixels"),
    "crop-unknown": _("The subject could not be found. Try again in a moment."),
    # The palette of actions: why not, and how keys are called.
    "not-now": _("Not possible at the moment"),
    "key-ctrl": pgettext("key", "Ctrl"),
    "key-shift": pgettext("key", "Shift"),
    "key-delete": pgettext("key", "Delete"),
    "key-escape": pgettext("key", "Esc"),
    "key-enter": pgettext("key", "Enter"),
    "selected-area": _("{share} of the picture"),
    "selection-gone": _("The regions have changed. Select again."),
    "selection-outdated": _("The regions have changed. What was painted is still selected; select regions again."),
    "objects-wait": _("Objects were found. They come as soon as nothing is selected."),
    "objects-ready": _("Objects were found: one press takes a whole object, another one the part under the pointer."),
    "object-looking": _("Looking for the object…"),
    "object-found": _("An object was found: {share} of the picture selected"),
    "object-area": _("The area itself is selected."),
    "object-lost": _("The object could not be looked for. Try again in a moment."),
    "thing": _("{number}. {name}"),
    "thing-dismiss": _("Dismiss {number}"),
    "thing-dismissed": _("{number} is dismissed"),
    "things-looking": _("Looking for distractions…"),
    "things-lost": _("Can't reach the studio. Open this panel again in a moment."),
    "things-none": _("No distractions found. Select anything else under Select."),
    "pixels": _("{n}\u00a0px"),
    "percent": _("{share}\u00a0%"),
    "less-than": _("under {share}"),
    # A region's name, such as "large orange region, centre left, 12 %".
    "region-of-colour": _("{size} {colour} region, {place}, {share}"),
    "region": _("{size} region, {place}, {share}"),
    "object-of-colour": _("{size} {colour} object, {place}, {share}"),
    "object": _("{size} object, {place}, {share}"),
    "size-large": pgettext("region", "large"),
    "size-medium": pgettext("region", "medium"),
    "size-small": pgettext("region", "small"),
    "size-tiny": pgettext("region", "tiny"),
    "place-top-left": _("top left"),
    "place-top-centre": _("top"),
    "place-top-right": _("top right"),
    "place-centre-left": _("centre left"),
    "place-centre-centre": _("centre"),
    "place-centre-right": _("centre right"),
    "place-bottom-left": _("bottom left"),
    "place-bottom-centre": _("bottom"),
    "place-bottom-right": _("bottom right"),
    "colour-black": pgettext("region", "black"),
    "colour-grey": pgettext("region", "grey"),
    "colour-white": pgettext("region", "white"),
    "colour-red": pgettext("region", "red"),
    "colour-orange": pgettext("region", "orange"),
    "colour-brown": pgettext("region", "brown"),
    "colour-beige": pgettext("region", "beige"),
    "colour-yellow": pgettext("region", "yellow"),
    "colour-green": pgettext("region", "green"),
    "colour-turquoise": pgettext("region", "turquoise"),
    "colour-blue": pgettext("region", "blue"),
    "colour-purple": pgettext("region", "purple"),
    "colour-pink": pgettext("region", "pink"),
}


def counted_sentences(n: int) -> dict[str, str]:
    """The sentences about ``n`` things."""
    return {
        "expand-added": ngettext("{n} pixel", "{n} pixels", n),
        "background-strokes": ngettext("{n} stroke", "{n} strokes", n),
        "uploads-going": ngettext("{done} of {n} photo uploaded", "{done} of {n} photos uploaded", n),
        "uploads-done": ngettext("{n} photo uploaded", "{n} photos uploaded", n),
        "uploads-refused": ngettext("{n} was not", "{n} were not", n),
        "folder-left": ngettext(
            "{n} file of the folder was left out: it is no picture, or there are too many.",
            "{n} files of the folder were left out: they are no pictures, or there are too many.",
            n,
        ),
        "uploads-stopped": ngettext("{n} cancelled", "{n} cancelled", n),
        "pictures-found": ngettext("{n} picture found", "{n} pictures found", n),
        "actions-found": ngettext("{n} action", "{n} actions", n),
        "things-accepted": ngettext("{accepted} of {n} accepted", "{accepted} of {n} accepted", n),
        "spots-erase": ngettext("Erase {n} spot", "Erase {n} spots", n),
        "staged": ngettext("{n} change to apply", "{n} changes to apply", n),
        "selected-objects": ngettext("{n} object, {share}", "{n} objects, {share}", n),
        "selected": ngettext("{n} region, {share}", "{n} regions, {share}", n),
    }


def all_sentences() -> dict[str, str | dict[str, str]]:
    """All sentences; those that count something by plural category."""
    forms = {category: counted_sentences(n) for category, n in CATEGORIES.items()}
    said: dict[str, str | dict[str, str]] = {key: str(sentence) for key, sentence in SENTENCES.items()}
    for key in forms["other"]:
        said[key] = {category: sentences[key] for category, sentences in forms.items()}
    return said


@functools.cache
def render_script(language: str) -> SafeString:
    """All sentences as the element that base.html gives to scripts; one for each language."""
    with translation.override(language):
        return json_script(all_sentences(), "words")


def context(_request: HttpRequest) -> dict[str, object]:
    """For templates: what base.html gives to scripts, made only where it is used."""
    return {"spoken_words": lambda: render_script(translation.get_language() or settings.LANGUAGE_CODE)}
