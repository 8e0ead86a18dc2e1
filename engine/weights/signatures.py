"""What a graph must look like for its task, so far as that can be seen without running it."""

from __future__ import annotations

from engine.weights.models import Model, Port
from engine.weights.specs import Task

# How many inputs there may be: picture; picture and mask; picture, points and their labels.
INPUTS: dict[Task, tuple[int, ...]] = {"inpaint": (1, 2), "matte": (1,), "segment": (1, 3), "faces": (1,)}
# How many dimensions the first output may have.
RANKS: dict[Task, tuple[int, ...]] = {"inpaint": (3, 4), "matte": (2, 3, 4), "segment": (3, 4, 5), "faces": (2, 3)}
# Numbers per face in the form "rows": box, five points, score.
NUMBERS = 15
# YuNet has, for each of four kinds of output, three maps of places this many pixels apart.
STRIDES = (8, 16, 32)
YUNET_MAPS = 4 * len(STRIDES)


def check(model: Model) -> None:
    """Refuse a model whose inputs and outputs are not those of its task.

    Raises:
        WeightsError: saying what differs.
    """
    task, count = model.spec.task, len(model.inputs)
    if count not in INPUTS[task]:
        raise model.spec.wrong(f"it has {count} inputs; for this task there are {join_or(INPUTS[task])}.")
    check_channels(model, model.inputs[0], 4 if task == "inpaint" and count == 1 else 3)
    if task == "inpaint":
        for port in model.inputs[1:]:
            check_channels(model, port, 1)
        check_channels(model, model.outputs[0], 3)
    check_outputs(model)


def check_channels(model: Model, port: Port, wanted: int) -> None:
    """Refuse a picture or mask that has not ``wanted`` channels."""
    if port.shape is None:
        return
    axis = -3 if model.spec.layout == "NCHW" else -1
    if len(port.shape) < 3 or port.shape[axis] not in (None, wanted):
        raise model.spec.wrong(
            f"{port.name} is {describe_port(port)}, where {wanted} channels, {model.spec.layout}, are expected."
        )


def check_outputs(model: Model) -> None:
    """Refuse too few outputs, or a first one of a shape that has no meaning."""
    task, first = model.spec.task, model.outputs[0]
    if (wanted := count_outputs(model)) > len(model.outputs):
        raise model.spec.wrong(f"it has {len(model.outputs)} outputs, where {wanted} are expected.")
    if first.shape is None:
        return
    if len(first.shape) not in RANKS[task]:
        raise model.spec.wrong(
            f"{first.name} is {describe_port(first)}, where {join_or(RANKS[task])} dimensions are expected."
        )
    if task == "faces" and model.spec.decode == "rows" and first.shape[-1] not in (None, NUMBERS):
        raise model.spec.wrong(
            f"{first.name} is {describe_port(first)}, where {NUMBERS} numbers per face are expected."
        )


def count_outputs(model: Model) -> int:
    """How many outputs the task reads."""
    if model.spec.task == "faces" and model.spec.decode == "yunet":
        return YUNET_MAPS
    return 2 if model.spec.task == "segment" and len(model.inputs) > 1 else 1


def join_or(numbers: tuple[int, ...]) -> str:
    """``numbers`` for a sentence: "1 or 3"."""
    return " or ".join(str(number) for number in numbers)


def describe_port(port: Port) -> str:
    """A port's shape; a question mark where a side is not fixed."""
    return "[" + ", ".join("?" if side is None else str(side) for side in port.shape or ()) + "]"
