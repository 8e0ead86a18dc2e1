"""What the samples of a file mean as colours: RGB, or RGBA, of 8 bits in sRGB or in the picture's own RGB profile.

Of PNG's chunks the first of these counts that makes sense: cICP, iCCP, sRGB, gAMA with cHRM (PNG, third edition,
section 4.3); of AVIF's boxes a profile, then code points. Their tone curves are replaced by that of sRGB; primaries
other than its own stay, in a profile that is made for them.
"""

from __future__ import annotations

from collections.abc import Mapping

from PIL import Image, ImageCms

from imagefiles import encodings, isobmff, png, profiles, samples
from imagefiles.encodings import Encoding
from imagefiles.errors import Loss

SRGB_INTENTS = range(4)  # that a chunk sRGB may name
IDENTITY = list(range(256))
PALETTE_SIZE = 256  # colours at most


def convert_to_rgb(image: Image.Image, data: bytes) -> tuple[Image.Image, set[Loss]]:
    """A decoded file as RGB(A), and whether its profile was lost; of profiles only one of RGB stays in ``info``."""
    facts = png.read_facts(data) if data.startswith(png.SIGNATURE) else {}
    profile, losses = read_profile(image)
    encoding = read_boxes(data, profile) if isobmff.is_boxed(data) else find_encoding(facts, profile)
    if encoding and read_cicp(facts):
        profile = None
    plain = reduce_to_eight_bits(image, data, facts, encoding)
    made = apply_profile(plain, profile)
    if encoding:
        made.info["icc_profile"] = None if encoding.has_srgb_primaries else profiles.make(encoding.primaries)
    return drop_opaque_alpha(made), losses


def read_values(image: Image.Image, data: bytes) -> Image.Image:
    """A decoded file as grey, RGB or RGBA of its values as they stand, whatever they mean as colours."""
    facts = png.read_facts(data) if data.startswith(png.SIGNATURE) else {}
    return to_rgb(reduce_to_eight_bits(image, data, facts, None))


# Which colours


def read_profile(image: Image.Image) -> tuple[bytes | None, set[Loss]]:
    """The profile in the file that can be used, and whether one was lost."""
    profile = image.info.get("icc_profile")
    if not profile:
        return None, set()
    usable = isinstance(profile, bytes) and profiles.find_mode(profile) is not None
    return (profile, set()) if usable else (None, {Loss.PROFILE})


def find_encoding(facts: Mapping[bytes, bytes], profile: bytes | None) -> Encoding | None:
    """The encoding that a PNG's chunks name; None where it is sRGB, or the profile counts."""
    coded = read_cicp(facts)
    if coded or profile or is_called_srgb(facts.get(b"sRGB", b"")):
        return coded
    encoding = encodings.read_gamma(facts)
    return encoding if encoding and profiles.make(encoding.primaries) else None


def read_boxes(data: bytes, profile: bytes | None) -> Encoding | None:
    """The encoding that an AVIF's code points name; None where the profile counts."""
    return None if profile else encodings.read_nclx(isobmff.find_code_points(data))


def read_cicp(facts: Mapping[bytes, bytes]) -> Encoding | None:
    """The encoding that a chunk cICP names, if there is one."""
    return encodings.read_cicp(facts.get(b"cICP", b""))


def is_called_srgb(body: bytes) -> bool:
    """Whether a chunk sRGB makes sense."""
    return len(body) == 1 and body[0] in SRGB_INTENTS


# Samples


def reduce_to_eight_bits(
    image: Image.Image, data: bytes, facts: Mapping[bytes, bytes], encoding: Encoding | None
) -> Image.Image:
    """The picture with 8 bits a channel, its colours by the encoding's curve, its transparent colour clear."""
    key = samples.find_key(data, facts[b"tRNS"]) if b"tRNS" in facts else None
    table = encoding.table(65_536) if encoding else None
    wide = samples.read_grey(image)
    if wide is not None:
        made = samples.narrow(wide, table)
        if key:
            made.putalpha(samples.hide_key(wide, key))
    elif is_wide_colour(image, data) and (encoding or key):
        made = samples.narrow_colour(image, data, table, key)
    else:
        plain = samples.invert(image) if samples.NEGATIVE in image.info else image
        return apply_curve(scale_key(plain, data, key), encoding)
    made.info = {name: value for name, value in image.info.items() if name != "transparency"}
    return made


def is_wide_colour(image: Image.Image, data: bytes) -> bool:
    """Whether it is a PNG of 16 bits in RGB(A), of which Pillow gives the upper 8."""
    if not data.startswith(png.SIGNATURE) or image.format != "PNG":
        return False
    header = png.read_header(data)
    return header.depth == 16 and header.colour_type in (2, 6)


def scale_key(image: Image.Image, data: bytes, key: tuple[int, ...] | None) -> Image.Image:
    """The picture with its transparent colour as its pixels say it: Pillow unpacks 1, 2 and 4 bits to 8, but not it."""
    if image.mode not in ("1", "L") or "transparency" not in image.info or not data.startswith(png.SIGNATURE):
        return image
    grey = image.convert("L") if image.mode == "1" else image
    most = (1 << png.read_header(data).depth) - 1
    if key:
        grey.info["transparency"] = key[0] * 255 // most
    else:
        grey.info.pop("transparency", None)
    return grey


def apply_curve(image: Image.Image, encoding: Encoding | None) -> Image.Image:
    """The picture as sRGB's curve would have it."""
    if encoding is None:
        return image
    made = to_rgb(image)
    table = [int(value) for value in encoding.table(256)]
    return made.point(table * 3 + IDENTITY * (made.mode == "RGBA"))


# Colours


def apply_profile(image: Image.Image, profile: bytes | None) -> Image.Image:
    """RGB(A): by the profile where it is of the picture's grey, CMYK or Lab; with it where it is of RGB."""
    mode = profiles.find_mode(profile) if profile else None
    if image.mode == "LAB" or (mode == image.mode.removesuffix("A") and mode != "RGB"):
        return convert_by(image, profile if mode == image.mode.removesuffix("A") else None)
    made = to_rgb(image)
    made.info["icc_profile"] = profile if mode == "RGB" and image.mode != "CMYK" else None
    return made


def convert_by(image: Image.Image, profile: bytes | None) -> Image.Image:
    """A CMYK, grey or Lab picture as sRGB, its alpha channel as it is."""
    alpha = read_alpha(image)
    try:
        made = profiles.convert_to_srgb(image.convert("L") if image.mode == "LA" else image, profile)
    except ImageCms.PyCMSError:
        made = image.convert("RGB")
    if alpha:
        made.putalpha(alpha)
    made.info["icc_profile"] = None
    return made


def read_alpha(image: Image.Image) -> Image.Image | None:
    """How opaque a grey picture is; None for one that hides nothing."""
    return image.convert("RGBA").getchannel("A") if image.has_transparency_data else None


def to_rgb(image: Image.Image) -> Image.Image:
    """The picture in RGB, or RGBA where anything may be transparent; itself where it is so."""
    if image.mode == "La":
        image = image.convert("LA")
    clear = image.info.get("transparency")
    if image.mode == "P" and isinstance(clear, bytes) and len(clear) > PALETTE_SIZE:
        image.info.pop("transparency")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    return image if image.mode == mode else image.convert(mode)


def drop_opaque_alpha(image: Image.Image) -> Image.Image:
    """The picture without an alpha channel that is opaque everywhere."""
    if image.mode != "RGBA" or image.getchannel("A").getextrema()[0] != 255:
        return image
    return image.convert("RGB")
