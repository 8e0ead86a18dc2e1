"""Reading colours and gradients from what people write: "#ff8800", "a light blue background", "dark green to white".

The names are the 148 of CSS Color Module Level 4, section 6.1, which Pillow has a table of.
"""

from __future__ import annotations

import re

from PIL import ImageColor

from engine.maths.paints import Colour, Direction, Paint, mix

# A code without its # needs a digit: "add" and "facade" are words.
HEX = re.compile(r"(?:#|(?=.*\d))([0-9a-f]{3}|[0-9a-f]{6})")
RGB = re.compile(r"rgb\( ?(\d{1,3}) ?, ?(\d{1,3}) ?, ?(\d{1,3}) ?\)")
# Words that say that a colour is meant, not which.
FILLERS = re.compile(
    r"\b(an?|the|plain|solid|flat|pure|simple|smooth|uniform|background|backdrop|colou?r(ed)?|fill(ed)?|paint(ed)?"
    r"|with|on|in)\b"
)
GRADIENT = re.compile(r"\b(gradient|fad(e|ing)|blend(ing)?)\b")
BETWEEN = re.compile(r"[ -]to[ -]|[ -]into[ -]|->|→|,(?![^(]*\))| and ")
# What is written, which direction it is, and whether the colours are named from its far end.
DIRECTIONS: tuple[tuple[str, Direction, bool], ...] = (
    (r"\b(from )?top[ -]to[ -]bottom\b", "vertical", False),
    (r"\b(from )?bottom[ -]to[ -]top\b", "vertical", True),
    (r"\b(from )?left[ -]to[ -]right\b", "horizontal", False),
    (r"\b(from )?right[ -]to[ -]left\b", "horizontal", True),
    (r"\bvertical(ly)?\b", "vertical", False),
    (r"\bhorizontal(ly)?\b", "horizontal", False),
    (r"\bdiagonal(ly)?\b", "diagonal", False),
    (r"\b(radial(ly)?|circular)\b", "radial", False),
)
# Characters; nobody needs more for colours.
LONGEST_PROMPT = 200
WHITE, BLACK = (255, 255, 255), (0, 0, 0)
# What a colour is mixed with, and how much of it, to make it so; judged by eye.
MODIFIERS = {
    "light": (WHITE, 0.45),
    "soft": (WHITE, 0.45),
    "pastel": (WHITE, 0.6),
    "pale": (WHITE, 0.65),
    "dark": (BLACK, 0.4),
    "deep": (BLACK, 0.25),
}
# A bright colour is this share further from its own grey.
BRIGHTNESS = 0.35


def parse_paint(prompt: str) -> Paint | None:
    """The colour or gradient that ``prompt`` asks for, or None where it asks for anything else.

    Colour codes (#f80, ff8800, rgb(255, 136, 0)), CSS names, also in two words ("sky blue"), with light, soft, pastel,
    pale, dark, deep or bright before them; gradients of two colours and more, with or without a direction.
    """
    if len(prompt) > LONGEST_PROMPT:
        return None
    words = strip_fillers(prompt)
    direction, backwards, words = split_direction(words)
    is_gradient = GRADIENT.search(words) is not None
    phrases = [strip_fillers(phrase) for phrase in BETWEEN.split(strip_gradient(words))]
    colours = [colour for colour in map(parse_colour, phrases) if colour is not None]
    if len(colours) < len(phrases) or (is_gradient and len(colours) == 1):
        return None
    if direction is not None and len(colours) == 1:
        return None
    return Paint(tuple(reversed(colours) if backwards else colours), direction or "vertical")


def strip_fillers(prompt: str) -> str:
    """``prompt`` in small letters, single spaces, without fillers and the marks around it."""
    return " ".join(FILLERS.sub(" ", prompt.lower()).split()).strip(" .,:;!\"'")


def split_direction(words: str) -> tuple[Direction | None, bool, str]:
    """The direction in ``words``, whether it runs backwards, and the other words."""
    for pattern, direction, backwards in DIRECTIONS:
        if re.search(pattern, words):
            return direction, backwards, strip_fillers(re.sub(pattern, " ", words))
    return None, False, words


def strip_gradient(words: str) -> str:
    """The colours' part of "gradient from … to …"."""
    return re.sub(r"^(from|of|between)\b", "", strip_fillers(GRADIENT.sub(" ", words)))


def parse_colour(phrase: str) -> Colour | None:
    """The one colour ``phrase`` names, in small letters; None for anything else."""
    code = HEX.fullmatch(phrase)
    if code:
        return parse_css(f"#{code[1]}")
    levels = RGB.fullmatch(phrase)
    if levels:
        red, green, blue = (int(level) for level in levels.groups())
        return (red, green, blue) if max(red, green, blue) <= 255 else None
    name = re.sub(r"[ -]", "", phrase)
    if name in ImageColor.colormap:
        return parse_css(name)
    modifier, _, rest = phrase.partition(" ")
    base = parse_colour(rest) if rest else None
    return base and apply_modifier(base, modifier)


def parse_css(code: str) -> Colour:
    """A colour by its CSS name or code."""
    red, green, blue = ImageColor.getrgb(code)[:3]
    return red, green, blue


def apply_modifier(colour: Colour, modifier: str) -> Colour | None:
    """``colour`` made light, dark …; None for a word that is no modifier."""
    if modifier == "bright":
        grey = sum(colour) / 3
        red, green, blue = (min(max(round(level + BRIGHTNESS * (level - grey)), 0), 255) for level in colour)
        return red, green, blue
    if modifier not in MODIFIERS:
        return None
    other, share = MODIFIERS[modifier]
    return mix(colour, other, share)
