"""Edits of a picture's background, and of the subject before it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from django.conf import settings

from engine import sources
from engine.arguments import fills, hints, pictures
from engine.arguments.pictures import IMAGE, Sent
from engine.calls import Call
from engine.errors import BadRequest, NotAcceptable, Unprocessable, ValueMissing
from engine.maths.paint_prompts import parse_paint
from engine.payloads import is_absent
from engine.registry import Arguments
from engine.sources import Source

# Pixels a side: what v1 takes for another background or canvas (docs.bria.ai).
LEAST_SIDE = 216
# Pixels of a preview's longer side; the subject is found in a copy that is about as small as the least.
LEAST_PREVIEW, MOST_PREVIEW = 512, 8192
REFERENCES = ("ref_images", "ref_image_url", "ref_image_urls", "ref_image_file", "ref_image")
MODES = ("high_control", "base", "fast")
ONLY_PAINTS = (
    "This engine has no generative model. As a background it takes a colour such as “#ff8800” or “light blue”, "
    "a gradient such as “dark green to white”, or a reference image."
)


def remove(call: Call) -> Arguments:
    """An image, in v1 as a part of a form too, whose absence v1 tells in two ways; and how large a result is wanted.

    Raises:
        EngineError: they are missing or cannot be used.
    """
    if call.version == 1:
        _refuse_missing_file(call)
    sent = pictures.image(call)
    shape = _preview(call, sent.shape)
    return {
        "image": sent.save(),
        "hints": hints.read(call, sent, shape),
        "preserve_alpha": call.payload.flag("preserve_alpha", True),
        "shape": list(shape),
        "only_alpha": call.payload.get("preview") is not None,
    }


def erase_foreground(call: Call) -> Arguments:
    """An image.

    Raises:
        EngineError: it is missing or cannot be used.
    """
    return _subject(call, pictures.image(call))


def blur(call: Call) -> Arguments:
    """An image, and how much its background is blurred.

    Raises:
        EngineError: they are missing or cannot be used.
    """
    scale = call.payload.whole("scale", 1, 5, 5)
    return {**_subject(call, pictures.image(call)), "scale": scale}


def replace(call: Call) -> Arguments:
    """An image, and either a prompt that is a colour or a gradient, or a reference image.

    Raises:
        EngineError: they are missing or cannot be used.
    """
    prompt, references = call.payload.words("prompt", "bg_prompt"), _references(call)
    if (prompt is None) == (not references):
        raise BadRequest("Give either a prompt or a reference image: exactly one of 'prompt' and 'ref_images'.")
    call.payload.choice("mode", MODES, MODES[0])
    if prompt is not None:
        _refuse_free(prompt)
    if len(references) > 1:
        raise Unprocessable(f"This engine puts one image behind the subject, not {len(references)}.")
    sent, backdrops = pictures.image(call), [pictures.of(source()) for source in references]
    if call.version == 1:
        pictures.refuse_small(sent.shape, LEAST_SIDE, NotAcceptable)
    return {
        "image": sent.save(),
        "hints": hints.read(call, sent),
        "force": call.payload.flag("force_background_detection", call.payload.flag("force_rmbg", False)),
        "prompt": prompt,
        "backdrop": backdrops[0].save() if backdrops else None,
        "full_size": call.payload.flag("original_quality", False),
        "seed": fills.seed(call),
    }


def crop(call: Call) -> Arguments:
    """An image, and how many transparent pixels are left around its subject.

    Raises:
        EngineError: they are missing or cannot be used.
    """
    sent = pictures.image(call)
    padding = call.payload.whole("padding", 0, max(sent.shape), 0)
    rows, columns = (side + 2 * padding for side in sent.shape)
    if rows * columns > settings.RESULT_PIXELS:
        raise BadRequest(f"With this padding the result could have more than {settings.RESULT_PIXELS} pixels.")
    force = call.payload.flag("force_background_detection", False)
    return {**_subject(call, sent), "padding": padding, "force": force}


def _preview(call: Call, shape: tuple[int, int]) -> tuple[int, int]:
    """Rows and columns of the result: those of the image, or of a smaller copy whose longer side is ``preview``."""
    longest = max(shape)
    wanted = call.payload.whole("preview", LEAST_PREVIEW, MOST_PREVIEW, longest)
    rows, columns = (max(1, round(side * min(1.0, wanted / longest))) for side in shape)
    return rows, columns


def _subject(call: Call, sent: Sent) -> Arguments:
    """What every edit around a picture's subject takes."""
    return {
        "image": sent.save(),
        "hints": hints.read(call, sent),
        "preserve_alpha": call.payload.flag("preserve_alpha", True),
    }


def _refuse_missing_file(call: Call) -> None:
    """Tell a form without any part for the file from one whose part is empty, as Bria does (docs.bria.ai)."""
    if any(_has_content(call, name) for name in IMAGE):
        return
    if any(name in call.payload.fields or name in call.payload.files for name in IMAGE):
        raise ValueMissing("The file's value was not provided.")
    raise BadRequest("The request has no part 'file', and no 'image_url'.")


def _has_content(call: Call, name: str) -> bool:
    part = call.payload.files.get(name)
    return bool(part.size) if part else not is_absent(call.payload.fields.get(name))


def _references(call: Call) -> Sequence[Callable[[], Source]]:
    """The reference images in whichever field holds them, alone or in a list; none is read yet."""
    for name in REFERENCES:
        if name in call.payload.files:
            return [partial(sources.need, call, name)]
        value = call.payload.get(name)
        values = value if isinstance(value, list) else [value]
        present = [partial(sources.read, call, name, item) for item in values if not is_absent(item)]
        if present:
            return present
    return []


def _refuse_free(prompt: str) -> None:
    if parse_paint(prompt) is None:
        raise Unprocessable(ONLY_PAINTS)
