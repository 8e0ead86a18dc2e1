"""Commands that are one step of a recipe: which options each has, and the step that they make.

Options have the names of the API's fields, whose values are judged by the engine's own declarations;
``tests/commandline/test_options.py`` holds that each is a field of its edit. They stand here again because a prompt
must not wait for the engine to say what there is.
"""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from commandline.errors import BadUse
from recipes.model import Embedded, Recipe, Rule, Runs, Step


@dataclass(frozen=True)
class Option:
    """An option that is a field of the API.

    ``kind`` is "flag", "whole", "words", "pair" or "choice", the last of one of ``choices``; ``name`` is the option's
    where it is not the field's.
    """

    field: str
    kind: str
    text: str
    choices: tuple[str, ...] = ()
    name: str = ""

    @property
    def flag(self) -> str:
        """What is typed."""
        return "--" + (self.name or self.field).replace("_", "-")


@dataclass(frozen=True)
class Edit:
    """A command of one step.

    Attributes:
        slug: the operation, as recipes have it.
        text: what the command does.
        options: its own.
        fixed: fields that the command itself says, unless an option says otherwise.
        needs_mark: one of the options that mark something must be given.
        is_transparent: what it makes needs transparency.
    """

    slug: str
    text: str
    options: tuple[Option, ...] = ()
    fixed: Mapping[str, Any] = field(default_factory=dict)
    needs_mark: bool = False
    is_transparent: bool = False


SHADOW = Option("include_shadow", "flag", "the shadow that it throws on the ground goes with it")
FEATHER = Option("feather", "whole", "pixels over which the edge of what is marked fades out to both sides (0)")

BACKGROUND = Option("background_color", "words", "the ground, a colour or transparent")

PLAIN_RULES = ("subject", "faces", "spots", "distractions")  # that an option of the same name asks for

EDITS: dict[str, Edit] = {
    "erase": Edit("erase", "erase what is marked; its surroundings take its place", (SHADOW, FEATHER), needs_mark=True),
    "cutout": Edit("remove_background", "make everything but the subject transparent", is_transparent=True),
    "blur": Edit(
        "blur_background", "blur everything but the subject", (Option("scale", "whole", "how much, 1 to 5 (5)"),)
    ),
    "replace": Edit(
        "replace_background",
        "put the subject before a colour, a gradient or a picture",
        (Option("prompt", "words", 'a colour or a gradient: "white", "#ff8800", "dark green to white"'),),
    ),
    "expand": Edit(
        "expand",
        "continue the picture beyond its frame",
        (
            Option("aspect_ratio", "words", "the new ratio, such as 16:9"),
            Option("canvas_size", "pair", "WIDTH,HEIGHT of the new frame, with both of the next"),
            Option("original_image_size", "pair", "WIDTH,HEIGHT that the picture has on it", name="image_size"),
            Option("original_image_location", "pair", "COLUMN,ROW of its upper left corner", name="image_location"),
            Option("prompt", "words", "a colour or a gradient for the new part, else its surroundings"),
        ),
    ),
    "crop": Edit(
        "crop_foreground",
        "cut the subject out, and no more of the frame than it takes up",
        (
            Option("padding", "whole", "pixels left around it (0)"),
            Option("keep_background", "flag", "the background stays as it is within the crop"),
        ),
        is_transparent=True,
    ),
    "enlarge": Edit(
        "increase_resolution",
        "make the sides two or four times as long",
        (
            Option("desired_increase", "choice", "how many times as long (2)", ("2", "4"), name="by"),
            Option("fast", "flag", "by the quicker method"),
        ),
    ),
    "people": Edit("create", "change people"),
    "faces": Edit(
        "hide_faces",
        "hide all faces",
        (
            Option("method", "choice", "what hides them (blur)", ("blur", "pixelate", "fill")),
            Option("strength", "whole", "1 to 5 (3)"),
        ),
    ),
    "spots": Edit("erase", "erase dust, blemishes, scratches and hairs", fixed={"mask": Rule("spots")}),
    "packshot": Edit(
        "packshot",
        "put a product in the middle of a plain frame",
        (
            BACKGROUND,
            Option("canvas_size", "pair", "WIDTH,HEIGHT of the frame (2000,2000)"),
            Option("product_share", "whole", "percent of the frame that the product takes up, 10 to 100 (85)"),
            Option("shadow", "choice", "what it throws (none)", ("none", "regular", "float")),
        ),
    ),
    "shadow": Edit(
        "product_shadow",
        "put a shadow under a product that is cut out, or is to be",
        (
            Option("shadow_type", "choice", "as the product itself, or an ellipse (regular)", ("regular", "float")),
            BACKGROUND,
            Option("shadow_color", "words", "the shadow's colour (black)"),
            Option("shadow_offset", "pair", "RIGHT,DOWN in pixels (0,15)"),
            Option("shadow_intensity", "whole", "how dark, in percent (60)"),
            Option("shadow_blur", "whole", "pixels (15; 20 where it floats)"),
            Option("shadow_width", "whole", "pixels of one that floats (the product's)"),
            Option("shadow_height", "whole", "pixels of one that floats (70)"),
        ),
        is_transparent=True,
    ),
    "grey": Edit(
        "colorize",
        "make black and white, or sepia, of colours",
        (Option("color", "choice", "the look (black_and_white)", ("black_and_white", "sepia_vintage"), name="look"),),
        fixed={"color": "black_and_white"},
    ),
}


@dataclass(frozen=True)
class Box:
    """A mark of the command line's own: left, top, width and height in pixels, or in hundredths of the frame.

    It becomes runs as soon as a picture's size is known.
    """

    sides: tuple[float, float, float, float]
    is_share: bool

    def to_runs(self, size: tuple[int, int]) -> Runs:
        """The box as a mask of a frame of this size (width, height).

        Raises:
            RecipeError: none of it lies in the frame.
        """
        from recipes import runs

        width, height = size
        factors = (width / 100, height / 100) * 2 if self.is_share else (1.0,) * 4
        left, top, wide, high = (side * factor for side, factor in zip(self.sides, factors, strict=True))
        columns = range(max(0, round(left)), min(width, round(left + wide)))
        rows = range(max(0, round(top)), min(height, round(top + high)))
        empty = bytes(width)
        row = bytes(columns.start) + b"\1" * len(columns) + bytes(max(0, width - columns.start - len(columns)))
        return runs.encode(empty * rows.start + row * len(rows) + empty * (height - rows.start - len(rows)), width)


def read_box(text: str) -> Box:
    """A box as it is typed: "10,20,300,200", or in hundredths of the frame "80%,90%,20%,10%".

    Raises:
        ValueError: it is none.
    """
    parts = [part.strip() for part in text.split(",")]
    is_share = parts[0].endswith("%")
    if len(parts) != 4 or any(part.endswith("%") != is_share for part in parts):
        raise ValueError(text)
    left, top, width, height = (float(part.rstrip("%")) for part in parts)
    if min(left, top) < 0 or not (0 < width < 1e6 and 0 < height < 1e6 and left < 1e6 and top < 1e6):
        raise ValueError(text)
    return Box((left, top, width, height), is_share)


def fill_boxes(recipe: Recipe, size: tuple[int, int]) -> Recipe:
    """The recipe for a picture of this size (width, height).

    Raises:
        FileFailed: a box lies outside of it.
    """
    from commandline.errors import FileFailed
    from recipes.errors import RecipeError

    try:
        return replace(recipe, steps=tuple(fill_step(step, size) for step in recipe.steps))
    except RecipeError:
        raise FileFailed(f"The box lies outside of the picture ({size[0]} × {size[1]}).") from None


def fill_step(step: Step, size: tuple[int, int]) -> Step:
    """A step whose marks are all a recipe's own."""
    fields = {name: value.to_runs(size) if isinstance(value, Box) else value for name, value in step.fields.items()}
    return replace(step, fields=fields)


def make_recipe(edit: Edit, typed: Namespace) -> Recipe:
    """The recipe of one step that was typed.

    Raises:
        BadUse: what was typed makes no sense.
    """
    fields = {**edit.fixed, **read_fields(edit, typed)}
    if edit.needs_mark:
        fields["mask"] = read_mark(typed)
    if edit.slug == "create":
        fields |= read_people(typed)
    if edit.slug == "replace_background":
        fields |= read_backdrop(typed)
    return Recipe((Step(edit.slug, fields),))


def read_fields(edit: Edit, typed: Namespace) -> Mapping[str, Any]:
    """The fields of those options that were given."""
    given = {option: getattr(typed, option.name or option.field) for option in edit.options}
    return {
        option.field: int(value) if option.choices and value.isdigit() else value
        for option, value in given.items()
        if value is not None and value is not False
    }


def read_mark(typed: Namespace) -> Any:
    """What is to be worked on.

    Raises:
        BadUse: nothing is marked, or the mask's file cannot be used.
    """
    if rule := next((name for name in PLAIN_RULES if getattr(typed, name)), ""):
        return Rule(rule)
    if typed.objects_below is not None:
        return Rule("objects", at_most=typed.objects_below)
    if typed.box is not None:
        return typed.box
    if typed.mask is not None:
        return read_mask(Path(typed.mask))
    rules = ", ".join(f"--{name}" for name in PLAIN_RULES)
    raise BadUse(f"Say what is meant: {rules}, --objects-below SHARE, --mask FILE or --box BOX.")


def read_mask(path: Path) -> Runs:
    """The mask in a picture's file: what is white in it.

    Raises:
        BadUse: there is none.
    """
    from imagefiles import formats, reader
    from imagefiles.errors import BadImage
    from recipes import runs
    from recipes.errors import RecipeError

    try:
        data = path.read_bytes()
        image = reader.read_mask(data, formats.choose_readers(data), runs.MOST_PIXELS)
        (_, columns), white = reader.read_white(
            data, formats.choose_readers(data), runs.MOST_PIXELS, 128, (image.height, image.width)
        )
        return runs.encode(white.tobytes(), columns)
    except OSError as error:
        raise BadUse(f"The mask {path} cannot be read: {error.strerror}.") from None
    except BadImage:
        raise BadUse(f"The mask {path} is no picture, or a damaged one.") from None
    except RecipeError as error:
        raise BadUse(f"The mask {path}: {error}") from None


def read_backdrop(typed: Namespace) -> Mapping[str, Any]:
    """What comes behind the subject, at the picture's own size.

    Raises:
        BadUse: nothing, or two things.
    """
    if (typed.prompt is None) == (typed.picture is None):
        raise BadUse("Give --prompt, a colour or a gradient, or --picture, the file of a new background.")
    if typed.picture is None:
        return {"original_quality": True}
    try:
        return {"original_quality": True, "ref_images": Embedded(Path(typed.picture).read_bytes())}
    except OSError as error:
        raise BadUse(f"{typed.picture} cannot be read: {error.strerror}.") from None


def read_people(typed: Namespace) -> Mapping[str, Any]:
    """Who is changed, and how: "age=60s" is a choice, "smile=0.8" a number, "expression=happy:0.8" both.

    Raises:
        BadUse: nothing is changed, or it is written in another way.
    """
    actions = dict(read_action(text) for text in typed.set or ())
    if not actions:
        raise BadUse("Say what is to change: --set ATTRIBUTE=VALUE.")
    return {"people": Rule(typed.who), "actions": actions}


def read_action(text: str) -> tuple[str, Any]:
    """An attribute and its value as the API has them.

    Raises:
        BadUse: it is written in another way.
    """
    name, sign, value = text.partition("=")
    if not (name and sign and value):
        raise BadUse(f"--set {text}: write ATTRIBUTE=VALUE, such as expression=happy:0.8.")
    choice, colon, strength = value.partition(":")
    try:
        if colon:
            return name, {choice: float(strength)}
        return name, read_number(value)
    except ValueError:
        raise BadUse(f"--set {text}: {strength!r} is no number.") from None


def read_number(value: str) -> float | str:
    """A number where it is one, else the word."""
    try:
        return float(value)
    except ValueError:
        return value
