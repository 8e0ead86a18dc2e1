"""The sentences that scripts say: ``words("key", {n: 3})`` of static/js/words.js, in the reader's language.

A value stands in braces. A sentence that counts something is a pair, chosen by its value ``n``.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

# A count for which each of CLDR's plural categories holds in every language that has it (Unicode TR 35, part 3).
CATEGORIES = {"zero": 0, "one": 1, "two": 2, "few": 3, "many": 11, "other": 100}

SENTENCES: dict[str, str | Promise] = {
    "nothing-selected": _("Nothing selected"),
    "less-than": _("under {share}"),
}


def counted(n: int) -> dict[str, str]:
    """The sentences about ``n`` things."""
    return {
        "regions-selected": ngettext("{n} region selected, {share}", "{n} regions selected, {share}", n),
    }


def spoken() -> dict[str, str | dict[str, str]]:
    """All sentences; those that count something by plural category."""
    forms = {category: counted(n) for category, n in CATEGORIES.items()}
    said: dict[str, str | dict[str, str]] = {key: str(sentence) for key, sentence in SENTENCES.items()}
    for key in forms["other"]:
        said[key] = {category: sentences[key] for category, sentences in forms.items()}
    return said


def context(_request: HttpRequest) -> dict[str, object]:
    """For templates: what base.html gives to scripts, made only where it is used."""
    return {"spoken_words": spoken}
