"""The catalogues of translations: ``locale/<language>/LC_MESSAGES/django.po``, which people write, and the ``.mo`` that
gettext reads. Both formats are GNU gettext's (manual, sections 10.3 and 11.3); its programs are not needed.
"""

from __future__ import annotations

import ast
import re
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from briastudio.translations.extraction import Text

MO_MAGIC = 0x950412DE
CONTEXT_END = "\x04"  # between a context and its text in a .mo file
FORM_END = "\0"  # between the forms of a text that counts
LINE = re.compile(r'(?P<keyword>msgctxt|msgid_plural|msgid|msgstr)?(?:\[(?P<form>\d)\])?\s*(?P<literal>".*")$')


@dataclass
class Catalogue:
    """Translations by text, one form each or as many as the language has; ``header`` is the .po file's own."""

    header: str
    entries: dict[Text, list[str]] = field(default_factory=dict)
    fuzzy: bool = False

    @property
    def forms(self) -> int:
        """How many forms the language has for things counted."""
        found = re.search(r"nplurals=(\d)", self.header)
        return int(found[1]) if found else 2

    @property
    def untranslated(self) -> list[Text]:
        """The texts that lack a form."""
        return [text for text, forms in self.entries.items() if not all(forms) or len(forms) != self.wanted(text)]

    def wanted(self, text: Text) -> int:
        """How many forms a translation of the text has."""
        return self.forms if text.plural else 1

    def updated(self, texts: Iterable[Text]) -> Catalogue:
        """The catalogue of exactly these texts, with the translations that are known."""
        known = {text: self.entries.get(text) or [""] * self.wanted(text) for text in sorted(texts)}
        return Catalogue(self.header, known, self.fuzzy)


def read(path: Path) -> Catalogue:
    """The catalogue in a .po file."""
    catalogue = Catalogue("")
    for block in path.read_text().split("\n\n"):
        text, forms = parse_entry(block)
        catalogue.fuzzy |= "#, fuzzy" in block
        if text.singular:
            catalogue.entries[text] = forms
        elif forms:
            catalogue.header = forms[0]
    return catalogue


def parse_entry(block: str) -> tuple[Text, list[str]]:
    """The text and its translation in one paragraph of a .po file."""
    values: dict[str, str] = {}
    place = ""
    for match in filter(None, map(LINE.match, block.splitlines())):
        if match["keyword"]:
            place = match["keyword"] + (match["form"] or "")
        values[place] = values.get(place, "") + str(ast.literal_eval(match["literal"]))
    text = Text(values.get("msgid", ""), values.get("msgid_plural", ""), values.get("msgctxt", ""))
    return text, [value for place, value in sorted(values.items()) if place.startswith("msgstr")]


def format_po(catalogue: Catalogue, files: Mapping[Text, list[str]]) -> str:
    """The .po file of a catalogue; ``files`` says where each text stands."""
    header = "\n".join(quote(line) for line in catalogue.header.splitlines(keepends=True))
    blocks = [f'msgid ""\nmsgstr ""\n{header}']
    for text, forms in catalogue.entries.items():
        lines = [f"#: {' '.join(files[text])}"]
        lines += [f"msgctxt {quote(text.context)}"] if text.context else []
        lines += [f"msgid {quote(text.singular)}"]
        lines += [f"msgid_plural {quote(text.plural)}"] if text.plural else []
        places = [f"msgstr[{place}]" for place in range(len(forms))] if text.plural else ["msgstr"]
        lines += [f"{place} {quote(form)}" for place, form in zip(places, forms, strict=True)]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def quote(value: str) -> str:
    """A string as .po files write it."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def compile_mo(catalogue: Catalogue) -> bytes:
    """The .mo file of a catalogue: the same bytes for the same translations."""
    pairs = {"": catalogue.header}
    for text, forms in catalogue.entries.items():
        key = f"{text.context}{CONTEXT_END}{text.singular}" if text.context else text.singular
        pairs[f"{key}{FORM_END}{text.plural}" if text.plural else key] = FORM_END.join(forms)
    encoded = sorted((key.encode(), value.encode()) for key, value in pairs.items() if value.strip(FORM_END))
    count, tables = len(encoded), b""
    start, blob = 28 + 16 * count, b""  # seven numbers, then two tables of pairs of numbers
    for column in range(2):
        for pair in encoded:
            tables += struct.pack("<II", len(pair[column]), start + len(blob))
            blob += pair[column] + b"\0"
    return struct.pack("<7I", MO_MAGIC, 0, count, 28, 28 + 8 * count, 0, start) + tables + blob
