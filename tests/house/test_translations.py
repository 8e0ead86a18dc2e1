"""No text escapes translation: neither in a template, nor in a script, nor in a catalogue."""

from __future__ import annotations

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from briastudio.translations import catalogues, extraction
from tests.house.files import ROOT, python_files, shown

LETTERS = re.compile(r"[^\W\d_]")
TRANSLATED = re.compile(
    r"{%-?\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}|{#.*?#}|{% block body_class %}.*?{% endblock %}",
    re.DOTALL,
)
TAG = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
PASSED = re.compile(r"""{%\s*(?:include|with)\b[^%]*?\w=(?P<text>"[^"]*")""")
SPOKEN = {"alt", "aria-description", "aria-label", "aria-roledescription", "aria-valuetext"}
SPOKEN |= {"data-reason", "placeholder", "title"}
SILENT = {"script", "style"}
NAMES = {"Bria Studio", "https://", "–", "×"}  # the same in every language
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SCRIPTS = sorted(path for path in (ROOT / "static" / "js").rglob("*.js"))
CATALOGUES = sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po"))
COMMENT = re.compile(r"/\*.*?\*/|(?<![:\"'`])//[^\n]*", re.DOTALL)
LITERAL = re.compile(r"""(?<!\w)"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`""")
SENTENCE = re.compile(r"^[\"`](?:[A-Z“].*\s\S|[A-Z][a-z]{2,}[.…]*[\"`]$|.*[a-z]{2}[.…!?][\"`]$)")
WIRE = {"Escape", "Enter", "Delete", "Backspace", "Tab", "Home", "End", "Space", "Shift", "Control", "Meta", "Files"}
WIRE |= {"Top", "Right", "Bottom", "Left"}  # names of keys, of what is dropped, and of sides in CSS
INTERNAL = re.compile(r"(?:throw new \w*Error\(|DOMException\()\s*$")  # errors that a program is told
MARKED = extraction.CALLS | extraction.PLURALS | {"ngettext_lazy"}


class Texts(HTMLParser):
    """Collects what people read of a page's source."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep spoken attributes."""
        self.inside.append(tag)
        self.found += [value for name, value in attrs if value and (name in SPOKEN or name.endswith("announcement"))]

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        """Keep text, but for the single letters on keys."""
        inside = self.inside[-1] if self.inside else ""
        if inside not in SILENT and not (inside == "kbd" and len(data.strip()) == 1):
            self.found.append(data)


def untranslated_in(template: str) -> list[str]:
    """The texts of a template that no tag translates."""
    parser = Texts()
    parser.feed(TAG.sub("\N{ZERO WIDTH SPACE}", TRANSLATED.sub("", template)))
    parser.close()
    passed = [ast.literal_eval(match["text"]) for match in PASSED.finditer(template)]
    found = [text.strip(" \n\N{ZERO WIDTH SPACE}") for text in parser.found]
    found += [text for text in passed if text[:1].isupper()]
    return [text for text in found if LETTERS.search(re.sub("|".join(NAMES), "", text))]


def sentences_in(script: str) -> list[str]:
    """The literals of a script that people would read."""
    code = COMMENT.sub("", script)
    found = [match for match in LITERAL.finditer(code) if SENTENCE.match(match[0])]
    found = [match for match in found if match[0][1:-1] not in WIRE]
    return [match[0] for match in found if not INTERNAL.search(code[: match.start()])]


@pytest.mark.parametrize("path", TEMPLATES, ids=shown)
def test_every_text_of_a_template_is_translated(path: Path) -> None:
    assert untranslated_in(path.read_text()) == []


@pytest.mark.parametrize("path", SCRIPTS, ids=shown)
def test_no_script_holds_a_sentence(path: Path) -> None:
    assert sentences_in(path.read_text()) == []


def test_a_text_that_escapes_is_found() -> None:
    template = '<p title="Hello">{% translate "Hi" %} <b>there</b></p>{% include "x" with label="Again" %}'
    assert untranslated_in(template) == ["Hello", "there", "Again"]
    assert sentences_in('toast("It broke."); say(`Opening ${name}…`); on("click"); label = "Erased"') == [
        '"It broke."',
        "`Opening ${name}…`",
        '"Erased"',
    ]


def test_sentences_with_values_are_no_formatted_strings() -> None:
    formatted = [
        f"{shown(path)}:{node.lineno}"
        for path in python_files("accounts", "editor")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call) and name_of(node) in MARKED
        if any(isinstance(argument, ast.JoinedStr) for argument in node.args[:2])
    ]
    assert formatted == []


def name_of(call: ast.Call) -> str:
    """The name of the function that is called."""
    return getattr(call.func, "id", "")


@pytest.mark.parametrize("path", CATALOGUES, ids=shown)
def test_every_text_has_a_translation(path: Path) -> None:
    catalogue = catalogues.read(path)
    assert set(catalogue.entries) == set(extraction.find_texts(ROOT)), "run `.venv/bin/python manage.py words`"
    assert not catalogue.fuzzy
    assert catalogue.untranslated == []


@pytest.mark.parametrize("path", CATALOGUES, ids=shown)
def test_a_translation_has_the_values_of_its_text(path: Path) -> None:
    for text, forms in catalogues.read(path).entries.items():
        for form in forms:
            assert values_in(form) <= values_in(text.singular) | values_in(text.plural), form
        assert values_in(forms[-1]) >= values_in(text.singular), text


def values_in(text: str) -> set[str]:
    """The places for values in a text."""
    return set(re.findall(r"{\w+}|%\(\w+\)s", text))


@pytest.mark.parametrize("path", CATALOGUES, ids=shown)
def test_what_gettext_reads_is_what_people_wrote(path: Path) -> None:
    assert path.with_suffix(".mo").read_bytes() == catalogues.compile_mo(catalogues.read(path))


def test_german_and_hebrew_are_there() -> None:
    assert {path.parts[-3] for path in CATALOGUES} >= {"de", "he"}
