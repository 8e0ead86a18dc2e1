"""Fields that several edits take, and what is refused in the same way by several."""

from __future__ import annotations

from dataclasses import replace

from engine import moderation
from engine.calls import Call
from engine.errors import EngineError, Unprocessable
from engine.fields import Choice, Flag, Text, Whole, Words
from engine.image_fields import ImageField, MaskField, save_mask
from engine.outcomes import Arguments
from masks.feathering import MOST_FEATHER

MOST_VARIANT = 3  # as ``engine.maths.fill.completion`` has it, which brings numba
# Pixels a side: what v1 takes for another background or canvas (docs.bria.ai).
LEAST_SIDE = 216
LARGEST_SEED = 2**63 - 1
ONLY_FILLS = (
    "This engine has no generative model. As a prompt it takes “fill from surroundings”, a colour such as “#ff8800” or "
    "“light blue”, or a gradient such as “dark green to white”."
)

# v1 has two fields per image and takes the first; v2 has one. Either version takes the other's names.
IMAGE = ImageField("image", aliases=("image_url", "file", "image_file"), required=True)
MASK = MaskField("mask", "What is to be changed.", aliases=("mask_url", "mask_file"), required=True)
MASK_TYPE = Choice("mask_type", "Who made the mask; an automatic one is grown.", ("manual", "automatic"))
PRESERVE_ALPHA = Flag("preserve_alpha", "Keep the image's transparency; false makes the result opaque.", default=True)
INCLUDE_SHADOW = Flag("include_shadow", "The shadow that the object throws on the ground goes with it (extension).")
VARIANT = Whole("variant", "Another fill of the same hole than the first (extension).", 0, MOST_VARIANT, default=0)
FEATHER = Whole(
    "feather",
    "Pixels over which the change fades out, to both sides of the mask's edge (extension).",
    least=0,
    most=MOST_FEATHER,
    default=0,
)
FILL_PROMPT = Words("prompt", "“fill from surroundings”, a colour or a gradient; anything else is answered 422.")
# This engine's fills depend on nothing but the picture and what is asked; 1 where the caller names none.
SEED = Whole("seed", "Told with the result; changes nothing here.", -LARGEST_SEED, LARGEST_SEED, default=1)
FORCE = Flag("force_background_detection", "Find the subject anew in an image that is transparent already.")
FORCE_RMBG = replace(FORCE, aliases=("force_rmbg",))  # by v1's name, too
SKU = Text("sku", "The product's number; taken, and changes nothing.")

# What all isolated routes of a version take: how the result is waited for, and what is judged.
V1_SYNC = Flag("sync", "False: answer at once; the file appears at the address later.", default=True)
V2_SYNC = Flag("sync", "True: answer with the result.")
WEBHOOK_URL = Text("webhook_url", "A public address that is told how the request ended.")
V1_FIELDS = (V1_SYNC, moderation.EVERYTHING)
V2_FIELDS = (V2_SYNC, WEBHOOK_URL, moderation.PROMPT, moderation.INPUT, moderation.OUTPUT)
# Of v1's routes that answer with several results (docs.bria.ai).
NUM_RESULTS = Whole("num_results", "How many addresses; they lead to the same image.", least=1, most=4, default=4)


def read_masked(call: Call) -> Arguments:
    """What every edit inside a mask takes; a mask that no person painted is grown over the object's soft edge.

    Raises:
        EngineError: it is missing or cannot be used.
    """
    image = IMAGE.read(call)
    mask = MASK.read(call, image.shape)
    return {
        "image": image.save(),
        "mask": save_mask(mask),
        "grow": MASK_TYPE.read(call) == "automatic",
        "feather": FEATHER.read(call),
        "labels": call.records.find_labels(call.owner, image.data),
        "preserve_alpha": PRESERVE_ALPHA.read(call),
    }


def refuse_free_prompt(prompt: str) -> None:
    """Refuse a prompt that takes a generative model.

    Raises:
        Unprocessable: it does.
    """
    from engine.operations.gen_fill import parse_instruction  # brings numba, for which the other routes need not wait

    if parse_instruction(prompt) is None:
        raise Unprocessable(ONLY_FILLS)


def refuse_small(shape: tuple[int, int], least: int, error: type[EngineError]) -> None:
    """Refuse an image of ``shape`` (rows, columns) with a side shorter than ``least`` pixels.

    Raises:
        EngineError: of class ``error``.
    """
    rows, columns = shape
    if min(rows, columns) < least:
        raise error(f"The image ({columns} × {rows}) is too small: {least} pixels a side is the least.")
