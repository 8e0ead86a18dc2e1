"""Texts out of the source, and the catalogues that they are translated in."""

from __future__ import annotations

import gettext
import io
from pathlib import Path

from briastudio.translations import catalogues
from briastudio.translations.catalogues import Catalogue
from briastudio.translations.extraction import Text, texts_in_python, texts_in_template

HEADER = "Language: de\nContent-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n"


def test_texts_of_templates_are_found() -> None:
    template = """<p title="{% translate "It's open" %}">{% translate 'Open' context "verb" %}</p>
    {% blocktranslate count n=3 trimmed %}
      {{ n }} thing
    {% plural %}
      {{ n }} things
    {% endblocktranslate %}{% include "x.html" with label=_("Again") %}"""
    found = {Text("It's open"), Text("Open", context="verb"), Text("%(n)s thing", "%(n)s things"), Text("Again")}
    assert set(texts_in_template(template)) == found


def test_texts_of_python_are_found() -> None:
    source = """
    raise Failure("It broke.", "kind")
    running.step("Erasing")
    EditResult(image, title="Cropped")
    plural("Removed {count} region", "Removed {count} regions", count)
    pgettext("verb", "Open")
    from django.utils.translation import gettext_lazy as late
    late("Later")
    print("nothing to see")
    """
    found = {Text("It broke."), Text("Erasing"), Text("Cropped"), Text("Later"), Text("Open", context="verb")}
    counted = Text("Removed {count} region", "Removed {count} regions")
    assert set(texts_in_python("if 1:" + source)) == {*found, counted}


def test_a_catalogue_is_read_as_it_was_written(tmp_path: Path) -> None:
    entries = {Text('A "b"\n'): ["Ä „b“\n"], Text("one", "many"): ["eins", "viele"], Text("x", context="y"): [""]}
    path = tmp_path / "django.po"
    path.write_text(catalogues.format_po(Catalogue(HEADER, entries), {text: ["a.py"] for text in entries}))
    assert catalogues.read(path).entries == entries
    assert catalogues.read(path).header == HEADER
    assert catalogues.read(path).untranslated == [Text("x", context="y")]


def test_a_catalogue_keeps_what_is_known_and_drops_what_is_gone() -> None:
    catalogue = Catalogue(HEADER, {Text("kept"): ["behalten"], Text("gone"): ["weg"]})
    updated = catalogue.updated([Text("kept"), Text("new"), Text("one", "many")])
    assert updated.entries == {Text("kept"): ["behalten"], Text("new"): [""], Text("one", "many"): ["", ""]}


def test_gettext_reads_a_compiled_catalogue() -> None:
    entries = {Text("Open"): ["Öffnen"], Text("one", "many"): ["eins", "viele"], Text("x", context="y"): ["z"]}
    translations = gettext.GNUTranslations(io.BytesIO(catalogues.compile_mo(Catalogue(HEADER, entries))))
    assert translations.gettext("Open") == "Öffnen"
    assert translations.ngettext("one", "many", 3) == "viele"
    assert translations.pgettext("y", "x") == "z"
