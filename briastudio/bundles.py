"""A page's modules as one script, and its style sheets as one: fewer bytes and two answers instead of a hundred.

The sources stay ES modules and ``@import``, which browsers run as they are; they are joined when static files are
collected. Only what our sources use of the languages is understood, anything else is refused aloud. ``read`` gives a
source by its name, such as "js/lib/view.js". A joined script exports its modules, that one as ``$js_lib_view``; those
that export nothing have no name.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable

Read = Callable[[str], str]

IMPORT = re.compile(r'^import\s+(?:([^"]+?)\s+from\s+)?"([^"]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async function|function|class|const) (\w+))", re.MULTILINE)
# Other imports and exports, a text in backticks that goes on in the next line, and one within another: their spaces
# would be lost.
UNKNOWN = re.compile(
    r"^(?:import|export)\b.*|\bimport(?:\.meta|\().*|^[^`\n]*`(?:[^`\n]*`[^`\n]*`)*[^`\n]*$|`[^`\n]*\$\{[^}`\n]*`",
    re.MULTILINE,
)
STYLE_IMPORT = re.compile(r'^@import "([^"]+)";\n', re.MULTILINE)
LINE_COMMENT = re.compile(r"^[ \t]*//.*\n", re.MULTILINE)
BLOCK_COMMENT = re.compile(r"^[ \t]*/\*(?:[^*]|\*(?!/))*\*/[ \t]*\n", re.MULTILINE)
# A text or a regular expression, kept as it is. A slash that divides has a space behind it in our sources.
TEXT = (
    r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\\n]|\\.)*`"""
    r"""|/(?![ /*])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/)"""
)
# Or a comment after code; what looks like one within a text is none.
TEXT_OR_COMMENT = re.compile(TEXT + r"|[ \t]+//[ ].*$|/\*\* @[^\n]*?\*/[ ]?", re.MULTILINE)
# Or a sign of the language with what stands around it for the reader. A line's end stays where it may end a statement.
TEXT_OR_SIGN = re.compile(TEXT + r"| ?(?:([\[({,;])\n+|([=!]==|[<>]=?|=>|&&|\|\||\?\?|[=?:,;(){}]) ?)")
STYLE_TEXT_OR_SIGN = re.compile(r"""("[^"\n]*"|'[^'\n]*'|/\*.*?\*/)|(?:;\n)?(})\n*| ?({)\n|(;)\n+|([:,])[ \n]""")
INDENTATION = re.compile(r"^\s+", re.MULTILINE)  # and empty lines


class NotUnderstood(Exception):
    """A source says something that cannot be joined."""


def join_script(name: str, read: Read) -> str:
    """The module ``name`` with all that it imports, each run once, those it needs before it."""
    order: list[str] = []
    gather_modules(name, read, order, ())
    modules = "".join(wrap_module(module, read(module)) for module in order)
    names = [variable_name(module) for module in order if EXPORT.search(read(module))]
    return squeeze(TEXT_OR_SIGN, f"{modules}export {{ {', '.join(names)} }};\n")


def gather_modules(name: str, read: Read, order: list[str], path: tuple[str, ...]) -> None:
    """Append to ``order`` what the module needs, and the module."""
    if name in path:
        raise NotUnderstood(f"{name} imports itself, by way of {', '.join(path)}")
    if name in order:
        return
    for match in IMPORT.finditer(read(name)):
        gather_modules(resolve(name, match[2]), read, order, (*path, name))
    order.append(name)


def wrap_module(name: str, source: str) -> str:
    """A module as a function that is called at once and gives what the module exports, if anything."""

    def imported(match: re.Match[str]) -> str:
        names, module = match[1], variable_name(resolve(name, match[2]))
        return f"const {names.removeprefix('* as ').replace(' as ', ': ')} = {module};\n" if names else ""

    exports = ", ".join(match[1] for match in EXPORT.finditer(source))
    bare = strip_comments(strip_script_comments(source))
    body = EXPORT.sub("", IMPORT.sub(imported, bare))
    if unknown := UNKNOWN.search(body):
        raise NotUnderstood(f"{name}: {unknown[0]}")
    if not exports:
        return f"(() => {{\n{body}}})();\n"
    return f"const {variable_name(name)} = (() => {{\n{body}return {{ {exports} }};\n}})();\n"


def variable_name(name: str) -> str:
    """What the module ``name`` is called in the joined script."""
    return "$" + re.sub(r"\W", "_", name.removesuffix(".js"))


def join_styles(name: str, read: Read) -> str:
    """The style sheet ``name`` with all that it imports in their places."""
    joined = STYLE_IMPORT.sub(lambda match: join_styles(resolve(name, match[1]), read), strip_comments(read(name)))
    return squeeze(STYLE_TEXT_OR_SIGN, joined)


def strip_script_comments(source: str) -> str:
    """A script without comments of single lines, after code too, and without the types that stand between code."""
    return TEXT_OR_COMMENT.sub(lambda match: match[1] or "", LINE_COMMENT.sub("", source))


def strip_comments(source: str) -> str:
    """Without comments of whole lines, empty lines and indentation."""
    return INDENTATION.sub("", BLOCK_COMMENT.sub("", source))


def squeeze(pattern: re.Pattern[str], source: str) -> str:
    """A source without the spaces and line ends around signs that mean nothing to a browser."""
    return pattern.sub(lambda match: match[match.lastindex or 0], source)


def resolve(name: str, address: str) -> str:
    """The name of what ``name`` calls by a relative address."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), address))
