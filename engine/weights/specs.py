"""``models.toml``: one table per task, read and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeVar, cast

from engine.weights.errors import WeightsError

Task = Literal["inpaint", "matte", "segment", "faces"]
Colour = tuple[float, float, float]
T = TypeVar("T")

TASKS: tuple[Task, ...] = ("inpaint", "matte", "segment", "faces")
FILE = "models.toml"
LARGEST_SIDE = 4096  # pixels; a model's activations are many times its input
SHA256_DIGITS = 64


@dataclass(frozen=True)
class ModelSpec:
    """What ``models.toml`` says of one model. The engine's pictures are RGB, 0..255.

    The model sees ``(picture / scale - mean) / std``, per channel in its own order of ``colours``, at ``size`` (rows,
    columns; None: as fixed in the graph). ``fit`` says how a picture gets that size: padded at the bottom and right, or
    stretched. ``inputs`` and ``outputs`` are names in the order of the task's roles; empty: in the graph's order.
    ``values`` says what the outputs mean, ``hole`` what marks the pixels to fill, ``threshold`` which finds count, and
    ``decode`` in which form faces come.
    """

    task: Task
    path: Path
    sha256: str
    licence: str
    size: tuple[int, int] | None = None
    layout: Literal["NCHW", "NHWC"] = "NCHW"
    colours: Literal["RGB", "BGR"] = "RGB"
    scale: float = 255.0
    mean: Colour = (0.0, 0.0, 0.0)
    std: Colour = (1.0, 1.0, 1.0)
    fit: Literal["pad", "stretch"] = "pad"
    inputs: tuple[str, ...] = ()
    outputs: tuple[str, ...] = ()
    values: Literal["unit", "signed", "levels", "logits"] = "unit"
    hole: Literal[0, 1] = 1
    threshold: float = 0.6
    decode: Literal["yunet", "rows"] = "yunet"

    def wrong(self, what: str) -> WeightsError:
        """The error that says ``what`` is wrong with this model."""
        return WeightsError(f"[{self.task}] in {FILE}, {self.path}: {what}")


def modified_ns(folder: Path) -> int:
    """When the description of the models in ``folder`` was changed, in nanoseconds; 0 where there is none."""
    file = folder / FILE
    return file.stat().st_mtime_ns if file.exists() else 0


def read(folder: Path) -> dict[Task, ModelSpec]:
    """What ``models.toml`` in ``folder`` describes; nothing where there is no such file.

    Raises:
        WeightsError: it cannot be read, or says something that has no meaning.
    """
    file = folder / FILE
    try:
        tables = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WeightsError(f"{file} cannot be read: {error}") from None
    return {parse_task(name, file): parse_spec(name, table, file) for name, table in tables.items()}


def parse_task(name: str, file: Path) -> Task:
    """``name``, if it is a task's. Raises WeightsError otherwise."""
    if name not in TASKS:
        raise WeightsError(f"{file}: there is no task [{name}]; there are {', '.join(TASKS)}.")
    return name


def parse_spec(name: str, table: Any, file: Path) -> ModelSpec:
    """The description in ``table``, [name] in ``file``. Raises WeightsError for keys or values that have no meaning."""
    if not isinstance(table, dict):
        raise WeightsError(f"{file}: {name} must be a table: [{name}].")
    unknown, missing = table.keys() - READERS.keys(), REQUIRED - table.keys()
    if unknown:
        raise WeightsError(f"{file}, [{name}]: nothing is called {unknown.pop()}; there are {', '.join(READERS)}.")
    if missing:
        raise WeightsError(f"{file}, [{name}]: {', '.join(sorted(missing))} must be given.")
    fields: dict[str, Any] = {"fit": "stretch" if name == "matte" else "pad"}
    for key, value in table.items():
        try:
            fields[key] = READERS[key](value)
        except (TypeError, ValueError) as error:
            raise WeightsError(f"{file}, [{name}]: {key} must be {error}.") from None
    return ModelSpec(task=cast("Task", name), **{**fields, "path": file.parent / fields["path"]})


def text(value: Any) -> str:
    """A text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise ValueError("a text")
    return value


def digest(value: Any) -> str:
    """A SHA-256 in hexadecimal, in small letters. Raises ValueError for anything else."""
    digits = text(value).lower()
    if len(digits) != SHA256_DIGITS or set(digits) - set("0123456789abcdef"):
        raise ValueError(f"{SHA256_DIGITS} hexadecimal digits, as sha256sum prints them")
    return digits


def names(value: Any) -> tuple[str, ...]:
    """Names of ports. Raises ValueError for a name that stands twice."""
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value) or len(set(value)) < len(value):
        raise ValueError("a list of different names")
    return tuple(value)


def size(value: Any) -> tuple[int, int]:
    """Rows and columns, 1 to LARGEST_SIDE. Raises ValueError for anything else."""
    if not isinstance(value, list) or len(value) != 2 or not all(is_side(side) for side in value):
        raise ValueError(f"[rows, columns], each 1 to {LARGEST_SIDE}")
    return value[0], value[1]


def is_side(value: Any) -> bool:
    """Whether ``value`` is a number of pixels that a model may have."""
    return type(value) is int and 1 <= value <= LARGEST_SIDE


def number(value: Any) -> float:
    """A number as a float. Raises ValueError for anything else, True and False included."""
    if type(value) not in (int, float):
        raise ValueError("a number")
    return float(value)


def share(value: Any) -> float:
    """A number from 0 to 1."""
    if not 0 <= number(value) <= 1:
        raise ValueError("a number from 0 to 1")
    return float(value)


def divisor(value: Any) -> float:
    """A number above 0. Raises ValueError for anything else."""
    if number(value) <= 0:
        raise ValueError("a number above 0")
    return float(value)


def three(reader: Callable[[Any], float]) -> Callable[[Any], Colour]:
    """A reader of one number per channel."""

    def read_three(value: Any) -> Colour:
        if not isinstance(value, list) or len(value) != 3:
            raise ValueError("a list of three numbers, one per channel")
        first, second, third = (reader(channel) for channel in value)
        return first, second, third

    return read_three


def choice_among(*choices: T) -> Callable[[Any], T]:
    """A reader of one of ``choices``."""

    def read_choice(value: Any) -> T:
        if isinstance(value, bool) or value not in choices:
            raise ValueError(" or ".join(repr(choice) for choice in choices))
        return cast("T", value)

    return read_choice


REQUIRED = frozenset({"path", "sha256", "licence"})
READERS: dict[str, Callable[[Any], object]] = {
    "path": text,
    "sha256": digest,
    "licence": text,
    "size": size,
    "layout": choice_among("NCHW", "NHWC"),
    "colours": choice_among("RGB", "BGR"),
    "scale": divisor,
    "mean": three(number),
    "std": three(divisor),
    "fit": choice_among("pad", "stretch"),
    "inputs": names,
    "outputs": names,
    "values": choice_among("unit", "signed", "levels", "logits"),
    "hole": choice_among(0, 1),
    "threshold": share,
    "decode": choice_among("yunet", "rows"),
}
