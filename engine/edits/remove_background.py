"""Remove background: the subject on nothing."""

from __future__ import annotations

from engine.calls import Call
from engine.edits import hints
from engine.edits.base import Edit
from engine.edits.hints import HINTS
from engine.edits.shared import IMAGE, PRESERVE_ALPHA
from engine.errors import BadRequest, ValueMissing
from engine.fields import Whole
from engine.outcomes import Arguments
from engine.payloads import is_absent

# The subject is found in a copy that is about as small as the least.
PREVIEW = Whole(
    "preview",
    "The longer side of a smaller result in black, only its alpha, which comes sooner (extension).",
    least=512,
    most=8192,
)


def read(call: Call) -> Arguments:
    """An image, in v1 as a part of a form too, whose absence v1 tells in two ways; and how large a result is wanted."""
    if call.version == 1:
        _refuse_missing_file(call)
    image = IMAGE.read(call)
    shape = _result_shape(call, image.shape)
    return {
        "image": image.save(),
        "hints": hints.read(call, image, shape),
        "preserve_alpha": PRESERVE_ALPHA.read(call),
        "shape": list(shape),
        "only_alpha": PREVIEW.is_given(call),
    }


def _result_shape(call: Call, shape: tuple[int, int]) -> tuple[int, int]:
    """Rows and columns of the result: those of the image, or of a smaller copy whose longer side is ``preview``."""
    longest = max(shape)
    wanted = PREVIEW.read(call, default=longest)
    rows, columns = (max(1, round(side * min(1.0, wanted / longest))) for side in shape)
    return rows, columns


def _refuse_missing_file(call: Call) -> None:
    """Tell a form without any part for the file from one whose part is empty, as Bria does (docs.bria.ai)."""
    if any(_has_content(call, name) for name in IMAGE.names):
        return
    if any(name in call.payload.fields or name in call.payload.files for name in IMAGE.names):
        raise ValueMissing("The file's value was not provided.")
    raise BadRequest("The request has no part 'file', and no 'image_url'.")


def _has_content(call: Call, name: str) -> bool:
    part = call.payload.files.get(name)
    return bool(part.size) if part else not is_absent(call.payload.fields.get(name))


EDIT = Edit(
    slug="remove_background",
    v1_path="background/remove",
    fields=(IMAGE, *HINTS, PREVIEW, PRESERVE_ALPHA),
    read=read,
    v1_statuses=(206,),
)
