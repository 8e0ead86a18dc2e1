"""XML as XMP needs it: names in their namespaces, no document type, no entities, neither deep nor endless."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

DEEPEST = 64  # elements within each other
MOST = 50_000  # elements and attributes
SEPARATOR = "\n"  # between the parts of a name; expat refuses a namespace that holds it
XML = "http://www.w3.org/XML/1998/namespace"


class Unreadable(Exception):
    """No well-formed XML, or more than anybody writes on purpose."""


class Name(NamedTuple):
    """The name of an element or an attribute in its namespace."""

    space: str
    local: str


@dataclass
class Node:
    """An element."""

    name: Name
    attributes: dict[Name, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    @property
    def elements(self) -> list[Node]:
        """The elements within it, without its text."""
        return [child for child in self.children if isinstance(child, Node)]

    @property
    def text(self) -> str:
        """The text directly within it."""
        return "".join(child for child in self.children if isinstance(child, str))

    def walk(self) -> Iterator[Node]:
        """It and all elements within."""
        yield self
        for child in self.elements:
            yield from child.walk()


@dataclass
class Tree:
    """An element with all within, and the prefixes by which its file called the namespaces."""

    root: Node
    prefixes: Mapping[str, str]


class Builder:
    """Builds a tree from what expat tells."""

    def __init__(self) -> None:
        self.top = Node(Name("", ""))
        self.path = [self.top]
        self.prefixes: dict[str, str] = {}
        self.count = 0

    def start(self, name: str, attributes: list[str]) -> None:
        """An element begins; ``attributes`` are names and values in turn."""
        self.count += 1 + len(attributes) // 2
        if len(self.path) > DEEPEST or self.count > MOST:
            raise Unreadable
        pairs = zip(attributes[::2], attributes[1::2], strict=True)
        node = Node(self.split(name), {self.split(key): value for key, value in pairs})
        self.path[-1].children.append(node)
        self.path.append(node)

    def end(self, _name: str) -> None:
        """An element ends; white space between elements says nothing."""
        node = self.path.pop()
        if node.elements and not node.text.strip():
            node.children = [*node.elements]

    def text(self, text: str) -> None:
        """Text of the element that began last."""
        self.path[-1].children.append(text)

    def split(self, name: str) -> Name:
        """A name as expat gives it: namespace, name, prefix."""
        if SEPARATOR not in name:
            return Name("", name)
        space, local, *prefix = name.split(SEPARATOR)
        if prefix:
            self.prefixes.setdefault(space, prefix[0])
        return Name(space, local)


def parse(data: bytes) -> Tree:
    """The tree of a file.

    Raises:
        Unreadable: it is not well-formed, has a document type, or is too deep.
    """
    builder = Builder()
    parser = expat.ParserCreate(namespace_separator=SEPARATOR)
    parser.namespace_prefixes = True
    parser.ordered_attributes = True
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    parser.CharacterDataHandler = builder.text
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise Unreadable from error
    return Tree(builder.top.elements[0], builder.prefixes)


def refuse(*_: object) -> None:
    """Take no document type: entities are declared in it."""
    raise Unreadable


def write(tree: Tree) -> str:
    """The XML of a tree; every namespace is declared at its root."""
    names = (name for node in tree.root.walk() for name in (node.name, *node.attributes))
    prefixes = choose_prefixes(sorted({name.space for name in names} - {"", XML}), tree.prefixes)
    declared = "".join(f" xmlns:{prefix}={quoteattr(space)}" for space, prefix in prefixes.items())
    return write_node(tree.root, {**prefixes, XML: "xml"}, declared)


def choose_prefixes(spaces: list[str], wished: Mapping[str, str]) -> dict[str, str]:
    """A prefix for each namespace, those wished as far as no two are the same."""
    chosen: dict[str, str] = {}  # namespaces by their prefixes
    for number, space in enumerate(spaces):
        prefix = wished.get(space, f"ns{number}")
        chosen[prefix if prefix not in chosen else f"{prefix}-{number}"] = space
    return {space: prefix for prefix, space in chosen.items()}


def write_node(node: Node, prefixes: dict[str, str], declared: str = "") -> str:
    """The XML of an element; ``declared`` are attributes that stand in no tree."""
    name = write_name(node.name, prefixes)
    attributes = "".join(f" {write_name(key, prefixes)}={quoteattr(value)}" for key, value in node.attributes.items())
    inside = "".join(
        escape(child, {"\r": "&#13;"}) if isinstance(child, str) else write_node(child, prefixes)
        for child in node.children
    )
    return f"<{name}{declared}{attributes}>{inside}</{name}>" if inside else f"<{name}{declared}{attributes}/>"


def write_name(name: Name, prefixes: dict[str, str]) -> str:
    """A name with its prefix."""
    return f"{prefixes[name.space]}:{name.local}" if name.space else name.local
