"""XMP packets (ISO 16684-1): read, merged with what formats without XMP say, and written.

A packet is its properties, whichever way its file wrote them; ``properties`` knows what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from imagefiles.metadata import rdf
from imagefiles.metadata.rdf import Name, Node, Tree

LIMIT = 1_000_000  # bytes of a packet that are kept; what programs write of a photo's development has some 100,000
FRAME = 500  # bytes of a packet besides its properties
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DC = "http://purl.org/dc/elements/1.1/"
XMP = "http://ns.adobe.com/xap/1.0/"
RIGHTS = "http://ns.adobe.com/xap/1.0/rights/"
TIFF = "http://ns.adobe.com/tiff/1.0/"
EXIF = "http://ns.adobe.com/exif/1.0/"
PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
IPTC_CORE = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
NOTE = "http://ns.adobe.com/xmp/note/"
META = "adobe:ns:meta/"
STUDIO = "https://bria-studio.invalid/ns/1.0/"  # of the studio's own; a name alone, nothing is there (RFC 6761)
PREFIXES = {
    STUDIO: "briastudio",
    RDF: "rdf",
    META: "x",
    DC: "dc",
    XMP: "xmp",
    RIGHTS: "xmpRights",
    EXIF: "exif",
    PHOTOSHOP: "photoshop",
    IPTC_CORE: "Iptc4xmpCore",
    NOTE: "xmpNote",
}
HEAD = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'  # ISO 16684-1, section 7.3.2
TAIL = '<?xpacket end="w"?>'
WIDE = {  # by what a packet begins with: a mark of the order of its bytes, or "<"
    b"\xff\xfe\0\0": "utf-32",
    b"\0\0\xfe\xff": "utf-32",
    b"<\0\0\0": "utf-32-le",
    b"\0\0\0<": "utf-32-be",
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}
END = re.compile(rb"<\?xpacket end=[^>]*>")
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # in no XML (XML 1.0, section 2.2)
BAG, SEQUENCE = Name(RDF, "Bag"), Name(RDF, "Seq")
LANGUAGE = Name(rdf.XML, "lang")
DESCRIPTION, COMMENT = Name(DC, "description"), Name(EXIF, "UserComment")
EXTENDED = Name(NOTE, "HasExtendedXMP")
RECIPE = Name(STUDIO, "Recipe")  # the text of a recipe's file


@dataclass(frozen=True)
class Packet:
    """The properties of a picture, each an element, and the prefixes of their namespaces."""

    properties: tuple[Node, ...] = ()
    prefixes: tuple[tuple[str, str], ...] = ()

    def __bool__(self) -> bool:
        return bool(self.properties)

    @property
    def names(self) -> dict[str, str]:
        """The prefixes by which namespaces are called."""
        return {**dict(self.prefixes), **PREFIXES}

    def find(self, name: Name) -> Node | None:
        """The property of this name."""
        return next((node for node in self.properties if node.name == name), None)

    def join(self, other: Packet) -> Packet:
        """The properties of both."""
        return Packet(self.properties + other.properties, self.prefixes + other.prefixes)

    def filter(self, is_wanted: Callable[[Name], bool]) -> Packet:
        """The same without what is unwanted, at whatever depth."""
        return replace(self, properties=tuple(prune(self.properties, is_wanted)))

    def put(self, values: dict[Name, str]) -> Packet:
        """The same with other values of the properties that are there."""
        return replace(
            self,
            properties=tuple(
                Node(node.name, {}, [values[node.name]]) if node.name in values else node for node in self.properties
            ),
        )

    def without(self, name: Name) -> Packet:
        """The same without a property."""
        return replace(self, properties=tuple(node for node in self.properties if node.name != name))

    def add(self, node: Node) -> Packet:
        """The same with a further property."""
        return replace(self, properties=(*self.properties, node))

    def merge(self, properties: Iterable[Node]) -> tuple[Packet, list[Node]]:
        """The same with what further properties say, and those of them that contradict it.

        What it lacks is added, and so are a list's items that it lacks.
        """
        merged: Packet = self
        contradicting = []
        for node in properties:
            known = merged.find(node.name)
            if known is None:
                merged = merged.add(node)
            elif is_list(node) and is_list(known):
                merged = merged.without(node.name).add(unite_lists(known, node))
            elif read_text(node) not in map(read_text, known.walk()):
                contradicting.append(node)
        return merged, contradicting

    def to_bytes(self) -> bytes:
        """The packet in UTF-8, empty where it would say nothing."""
        if not self:
            return b""
        description = Node(Name(RDF, "Description"), {Name(RDF, "about"): ""}, [*self.properties])
        root = Node(Name(META, "xmpmeta"), {}, [Node(Name(RDF, "RDF"), {}, [description])])
        return f"{HEAD}{rdf.write(Tree(root, self.names))}{TAIL}".encode()


def read(data: bytes) -> Packet:
    """The properties in a packet.

    Raises:
        Unreadable: it is no well-formed XMP.
    """
    data = narrow(data)
    end = END.search(data)
    tree = rdf.parse(data[: end.end()] if end else data.rstrip(b"\0 \t\r\n"))
    top = next((node for node in tree.root.walk() if node.name == Name(RDF, "RDF")), None)
    if top is None:
        raise rdf.Unreadable
    descriptions = [node for node in top.elements if node.name == Name(RDF, "Description")]
    return Packet(tuple(list_properties(descriptions)), tuple(tree.prefixes.items()))


def narrow(data: bytes) -> bytes:
    """A packet in UTF-8, if it was in one of the wider forms of Unicode."""
    wide = next((name for start, name in WIDE.items() if data.startswith(start)), None)
    return data.decode(wide, "replace").encode() if wide else data


def list_properties(descriptions: Iterable[Node]) -> Iterable[Node]:
    """The properties of RDF's descriptions, written as attributes or as elements."""
    for description in descriptions:
        for name, value in description.attributes.items():
            if name.space not in ("", RDF, rdf.XML):
                yield Node(name, {}, [value])
        yield from description.elements


def prune(nodes: Iterable[Node], is_wanted: Callable[[Name], bool]) -> Iterable[Node]:
    """Elements without what is unwanted, at whatever depth."""
    for node in nodes:
        if is_wanted(node.name):
            attributes = {name: value for name, value in node.attributes.items() if is_wanted(name)}
            yield Node(node.name, attributes, [*prune_children(node, is_wanted)])


def prune_children(node: Node, is_wanted: Callable[[Name], bool]) -> Iterable[Node | str]:
    """What is within an element, without what is unwanted."""
    for child in node.children:
        yield from [child] if isinstance(child, str) else prune([child], is_wanted)


def split(packet: Packet, limit: int) -> tuple[Packet, Packet]:
    """The packet as two, the first of at most some ``limit`` bytes: its longest properties go into the second."""
    if len(packet.to_bytes()) <= limit:
        return packet, Packet()
    names = packet.names
    lengths = [len(rdf.write(Tree(node, names)).encode()) for node in packet.properties]
    room = limit - FRAME
    for cut in sorted(lengths):
        room -= cut
        if room < 0:
            pairs = list(zip(packet.properties, lengths, strict=True))
            short, long = ([node for node, length in pairs if (length < cut) is wanted] for wanted in (True, False))
            return replace(packet, properties=tuple(short)), replace(packet, properties=tuple(long))
    return packet, Packet()


def read_text(node: Node) -> str:
    """The text of an element and all within."""
    return "".join(part.text for part in node.walk())


def is_list(node: Node) -> bool:
    """True for a property of several values."""
    return [child.name for child in node.elements] in ([BAG], [SEQUENCE])


def unite_lists(known: Node, further: Node) -> Node:
    """A list with the items of another that it lacks."""
    (listed,), (others,) = known.elements, further.elements
    texts = {read_text(item) for item in listed.elements}
    items = [item for item in others.elements if read_text(item) not in texts]
    return Node(known.name, known.attributes, [Node(listed.name, listed.attributes, [*listed.children, *items])])


# Properties made of what formats without XMP say


def make_text(name: Name, value: str) -> Node:
    """A property of one value."""
    return Node(name, {}, [UNWRITABLE.sub("", value)])


def make_alternative(name: Name, value: str) -> Node:
    """A text in no particular language (ISO 16684-1, section 8.2.2.4)."""
    item = Node(Name(RDF, "li"), {LANGUAGE: "x-default"}, [UNWRITABLE.sub("", value)])
    return Node(name, {}, [Node(Name(RDF, "Alt"), {}, [item])])


def make_list(name: Name, values: Iterable[str], kind: Name) -> Node:
    """A property of several values; ``kind`` is BAG, or SEQUENCE where their order counts."""
    return Node(name, {}, [Node(kind, {}, [make_text(Name(RDF, "li"), value) for value in values])])
