"""XMP packets (ISO 16684-1): what of them fits a picture that is edited and saved anew, and what of that is wanted.

A packet is its properties, whichever way its file wrote them. Left out for good are previews, what describes the file
rather than the photo, and pointers to what the studio leaves out of files: gain and depth maps, videos, signatures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from editor.imaging.metadata import losses, rdf
from editor.imaging.metadata.rdf import Name, Node, Tree

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
IPTC_EXTENSION = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
NOTE = "http://ns.adobe.com/xmp/note/"
PREVIEW = "http://ns.adobe.com/xap/1.0/g/img/"
GOOGLE = "http://ns.google.com/photos/1.0/"
DYNAMIC_DEPTH = "http://ns.google.com/photos/dd/1.0/"
META = "adobe:ns:meta/"
PREFIXES = {
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

ORIENTATION = Name(TIFF, "Orientation")
WIDTHS, HEIGHTS = (
    (Name(TIFF, "ImageWidth"), Name(EXIF, "PixelXDimension")),
    (
        Name(TIFF, "ImageLength"),
        Name(EXIF, "PixelYDimension"),
    ),
)
FORMAT = Name(DC, "format")
EXTENDED = Name(NOTE, "HasExtendedXMP")
DESCRIPTION, COMMENT = Name(DC, "description"), Name(EXIF, "UserComment")
# What describes the file that was opened, as of EXIF; and previews.
DROPPED = {
    *(Name(TIFF, name) for name in ("BitsPerSample", "Compression", "PhotometricInterpretation", "SamplesPerPixel")),
    *(Name(TIFF, name) for name in ("PlanarConfiguration", "YCbCrSubSampling", "YCbCrPositioning")),
    *(Name(PHOTOSHOP, name) for name in ("ColorMode", "ICCProfile")),
    Name(XMP, "Thumbnails"),
}
# What belongs to further pictures within the file, by namespace, and what is lost with it.
DROPPED_SPACES = {
    "http://ns.adobe.com/hdr-gain-map/1.0/": losses.GAIN_MAP,
    "http://ns.apple.com/HDRGainMap/1.0/": losses.GAIN_MAP,
    "http://ns.apple.com/depthData/1.0/": losses.DEPTH_MAP,
    "http://ns.apple.com/pixeldatainfo/1.0/": None,
    f"{GOOGLE}depthmap/": losses.DEPTH_MAP,
    f"{GOOGLE}image/": None,
    f"{GOOGLE}audio/": losses.MOTION,
    f"{GOOGLE}focus/": None,
    f"{GOOGLE}container/": None,
    f"{GOOGLE}container/item/": None,
    PREVIEW: None,
    NOTE: None,
}
MOTION = re.compile(
    "MicroVideo|MotionPhoto"
)  # among Google's names for the camera; one of them says whether there is any
PROVENANCE = Name("http://purl.org/dc/terms/", "provenance")  # C2PA 2.1, section 11.4: where a manifest is
# Where faces and things are in the picture, and whose: an edit may have moved or hidden them.
REGIONS = {
    Name("http://www.metadataworkinggroup.com/schemas/regions/", "Regions"),
    Name("http://ns.microsoft.com/photo/1.2/", "RegionInfo"),
    Name(IPTC_EXTENSION, "ImageRegion"),
}
MAKER_NOTES = {Name(f"{GOOGLE}camera/", name) for name in ("hdrp_makernote", "shot_log_data")}
PLACES = re.compile("gps|latitude|longitude|location", re.IGNORECASE)  # in the name of a property, whoever's it is
PLACE_NAMES = {
    Name(DC, "coverage"),
    *(Name(PHOTOSHOP, name) for name in ("City", "State", "Country")),
    Name(IPTC_CORE, "CountryCode"),
    *(Name(IPTC_EXTENSION, name) for name in ("City", "CountryCode", "CountryName", "ProvinceState", "Sublocation")),
    Name(IPTC_EXTENSION, "WorldRegion"),
}
PLACE_SPACES = {"http://www.w3.org/2003/01/geo/wgs84_pos#", "http://rs.tdwg.org/dwc/terms/"}
NO_PLACES = {Name(EXIF, "SubjectLocation")}  # in the picture, not on the earth


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
            inside = (
                child if isinstance(child, str) else next(iter(prune([child], is_wanted)), "")
                for child in node.children
            )
            yield Node(node.name, attributes, [child for child in inside if child != ""])


def clean(packet: Packet, *, is_turned: bool) -> Packet:
    """What may be kept of a picture, which was turned upright if it was not."""
    kept = packet.filter(lambda name: not is_dropped(name) and not (is_turned and name in REGIONS))
    return kept.put({ORIENTATION: "1"})


def is_dropped(name: Name) -> bool:
    """True for what no file of the studio's says."""
    is_motion = name.space == f"{GOOGLE}camera/" and MOTION.match(name.local) is not None
    is_further = name.space in DROPPED_SPACES or name.space.startswith(DYNAMIC_DEPTH)
    return name in DROPPED or name == PROVENANCE or is_motion or is_further


def list_losses(packet: Packet) -> set[str]:
    """What is lost with the parts of it that are dropped."""
    names = {name for node in packet.properties for part in node.walk() for name in (part.name, *part.attributes)}
    found = {DROPPED_SPACES.get(name.space) for name in names}
    found |= {losses.DEPTH_MAP for name in names if name.space.startswith(DYNAMIC_DEPTH)}
    found |= {losses.SIGNATURE} if PROVENANCE in names else set()
    found |= {losses.MOTION for node in packet.properties if is_dropped_video(node)}
    return {loss for loss in found if loss}


def is_dropped_video(node: Node) -> bool:
    """True where a property says that there is a video in the file."""
    return node.name.space == f"{GOOGLE}camera/" and MOTION.fullmatch(node.name.local) is not None and node.text == "1"


def select(packet: Packet, *, keep_location: bool, keep_metadata: bool, is_edited: bool) -> Packet:
    """As much of it as is wanted."""
    if is_edited:
        packet = packet.filter(lambda name: name not in REGIONS | MAKER_NOTES)
    if not keep_metadata:
        packet = replace(packet, properties=tuple(node for node in packet.properties if is_place(node.name)))
    return packet if keep_location else packet.filter(lambda name: not is_place(name))


def is_place(name: Name) -> bool:
    """True for what tells where a photo was taken, or what it shows."""
    is_named = PLACES.search(name.local) is not None and name not in NO_PLACES
    return is_named or name in PLACE_NAMES or name.space in PLACE_SPACES


def fit_file(packet: Packet, size: tuple[int, int], media_type: str) -> Packet:
    """The same of a file of this size (width, height) and kind, where it says any."""
    width, height = (str(side) for side in size)
    sides = {**dict.fromkeys(WIDTHS, width), **dict.fromkeys(HEIGHTS, height)}
    return packet.put({**sides, FORMAT: media_type})


def split(packet: Packet, limit: int) -> tuple[Packet, Packet]:
    """The packet as two, the first of at most some ``limit`` bytes: its longest properties go into the second."""
    lengths = [len(rdf.write(Tree(node, packet.names)).encode()) for node in packet.properties]
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
    texts = [read_text(item) for item in listed.elements]
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
