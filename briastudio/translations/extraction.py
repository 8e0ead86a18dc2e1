"""Which texts of the source are to be translated: what ``manage.py words`` writes into the catalogues.

Templates mark theirs with ``{% translate %}`` and ``{% blocktranslate %}``. In Python a text is found as a literal
first argument of a function that translates it at once or later (``CALLS``); those of ``PLURALS`` take two.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "sentence", "Failure", "UploadRefused", "PanopticRefused"}
CONTEXTS = {"pgettext", "pgettext_lazy"}
PLURALS = {"ngettext", "ngettext_lazy", "plural"}
METHODS = {"step"}  # of a running job: ``running.step("Erasing")``
KEYWORDS = {"title"}  # of what a tool made: ``EditResult(title="Cropped")``
# What templatize makes of the tags in a template: calls of gettext's functions, literals first.
LITERAL = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
TAGGED = re.compile(rf"(?<!\w)(?P<call>_|n?p?gettext)\((?P<arguments>{LITERAL}(?:\s*,\s*{LITERAL})*)")


@dataclass(frozen=True, order=True)
class Text:
    """A text in English: ``plural`` where it counts something, ``context`` where the words alone do not tell."""

    singular: str
    plural: str = ""
    context: str = ""


def find_texts(root: Path) -> dict[Text, list[str]]:
    """All texts below ``root``, each with the files it stands in."""
    found: dict[Text, list[str]] = {}
    for path in sources(root):
        read = texts_in_template if path.suffix == ".html" else texts_in_python
        for text in read(path.read_text()):
            files = found.setdefault(text, [])
            if (name := path.relative_to(root).as_posix()) not in files:
                files.append(name)
    return found


def sources(root: Path) -> Iterator[Path]:
    """The files that people read something of."""
    yield from sorted((root / "templates").rglob("*.html"))
    for package in ("briastudio", "accounts", "editor", "imagefiles"):
        yield from (path for path in sorted((root / package).rglob("*.py")) if "migrations" not in path.parts)


def texts_in_template(source: str) -> Iterator[Text]:
    """The texts of a template."""
    for match in TAGGED.finditer(templatize(source)):
        values = list(ast.literal_eval(f"({match['arguments']},)"))
        context = values.pop(0) if "pgettext" in match["call"] else ""
        yield Text(values[0], values[1] if match["call"].startswith("n") else "", context)


def texts_in_python(source: str) -> Iterator[Text]:
    """The texts of a Python module."""
    tree = ast.parse(source)
    imports = [name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for name in node.names]
    aliases = {name.asname: name.name for name in imports if name.asname}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from texts_in_call(node, aliases)


def texts_in_call(call: ast.Call, aliases: dict[str, str]) -> Iterator[Text]:
    """The texts that a call marks; ``aliases`` are the module's own names for functions it imports."""
    name = getattr(call.func, "id", "") or getattr(call.func, "attr", "")
    name = aliases.get(name, name)
    literals = [literal_value(argument) for argument in call.args[:2]]
    yield from (Text(text) for kept in call.keywords if kept.arg in KEYWORDS and (text := literal_value(kept.value)))
    if not literals or not literals[0]:
        return
    if name in CONTEXTS:
        yield Text(literals[1], context=literals[0])
    elif name in PLURALS:
        yield Text(literals[0], literals[1])
    elif name in CALLS or (name in METHODS and isinstance(call.func, ast.Attribute)):
        yield Text(literals[0])


def literal_value(node: ast.expr) -> str:
    """The text that an expression is; empty for any other expression."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
