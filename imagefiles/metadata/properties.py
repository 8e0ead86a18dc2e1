"""What of an XMP packet fits a picture that is edited and saved anew, and what of that is wanted.

Left out for good are previews, what describes the file rather than the photo, and pointers to what the studio leaves
out of files: gain and depth maps, videos, signatures.
"""

from __future__ import annotations

import re
from dataclasses import replace

from imagefiles.metadata import losses, xmp
from imagefiles.metadata.rdf import Name, Node
from imagefiles.metadata.xmp import Packet

IPTC_EXTENSION = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
PREVIEW = "http://ns.adobe.com/xap/1.0/g/img/"
GOOGLE = "http://ns.google.com/photos/1.0/"
DYNAMIC_DEPTH = "http://ns.google.com/photos/dd/1.0/"
ORIENTATION = Name(xmp.TIFF, "Orientation")
WIDTHS = (Name(xmp.TIFF, "ImageWidth"), Name(xmp.EXIF, "PixelXDimension"))
HEIGHTS = (Name(xmp.TIFF, "ImageLength"), Name(xmp.EXIF, "PixelYDimension"))
FORMAT = Name(xmp.DC, "format")
# What describes the file that was opened, as of EXIF; and previews.
DROPPED = {
    *(
        Name(xmp.TIFF, name)
        for name in ("BitsPerSample", "Compression", "PhotometricInterpretation", "SamplesPerPixel")
    ),
    *(Name(xmp.TIFF, name) for name in ("PlanarConfiguration", "YCbCrSubSampling", "YCbCrPositioning")),
    *(Name(xmp.PHOTOSHOP, name) for name in ("ColorMode", "ICCProfile")),
    Name(xmp.XMP, "Thumbnails"),
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
    xmp.NOTE: None,
}
# Among Google's names for the camera; one of them alone says whether there is a video.
MOTION = re.compile("MicroVideo|MotionPhoto")
PROVENANCE = Name("http://purl.org/dc/terms/", "provenance")  # C2PA 2.1: where a manifest is
# Where faces and things are in the picture, and whose: an edit may have moved or hidden them.
REGIONS = {
    Name("http://www.metadataworkinggroup.com/schemas/regions/", "Regions"),
    Name("http://ns.microsoft.com/photo/1.2/", "RegionInfo"),
    Name("http://ns.acdsee.com/regions/", "Regions"),
    Name(IPTC_EXTENSION, "ImageRegion"),
}
MAKER_NOTES = {Name(f"{GOOGLE}camera/", name) for name in ("hdrp_makernote", "shot_log_data")}
PLACES = re.compile("gps|latitude|longitude|location", re.IGNORECASE)  # in the name of a property, whoever's it is
PLACE_NAMES = {
    Name(xmp.DC, "coverage"),
    *(Name(xmp.PHOTOSHOP, name) for name in ("City", "State", "Country")),
    Name(xmp.IPTC_CORE, "CountryCode"),
    *(Name(IPTC_EXTENSION, name) for name in ("City", "CountryCode", "CountryName", "ProvinceState", "Sublocation")),
    Name(IPTC_EXTENSION, "WorldRegion"),
}
PLACE_SPACES = {"http://www.w3.org/2003/01/geo/wgs84_pos#", "http://rs.tdwg.org/dwc/terms/"}
NO_PLACES = {Name(xmp.EXIF, "SubjectLocation")}  # in the picture, not on the earth


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
