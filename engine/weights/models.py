"""Opening a model: its file checked, its graph compared with its description."""

from __future__ import annotations

import functools
import hashlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from engine.weights.errors import WeightsError
from engine.weights.specs import ModelSpec

Tensor = NDArray[Any]

DTYPES: dict[str, type[np.generic]] = {
    "tensor(float)": np.float32,
    "tensor(float16)": np.float16,
    "tensor(double)": np.float64,
    "tensor(uint8)": np.uint8,
    "tensor(int32)": np.int32,
    "tensor(int64)": np.int64,
}
ERRORS_ONLY = 3  # onnxruntime's severity
BLOCK = 1 << 20  # bytes read at once
OPENING = threading.Lock()


@dataclass(frozen=True)
class Port:
    """An input or output of a graph; a side of its ``shape`` is None where it is not fixed, the shape where unknown."""

    name: str
    shape: tuple[int | None, ...] | None
    dtype: type[np.generic]


@dataclass(frozen=True)
class Model:
    """An opened model: ``inputs`` and ``outputs`` in the order of the task's roles, ``size`` rows and columns."""

    spec: ModelSpec
    session: Any
    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]
    size: tuple[int, int]

    def run(self, *tensors: Tensor) -> list[Tensor]:
        """The outputs for one tensor per input.

        Raises:
            WeightsError: the graph does not take them.
        """
        feeds = {port.name: tensor.astype(port.dtype) for port, tensor in zip(self.inputs, tensors, strict=True)}
        try:
            found: list[Tensor] = self.session.run([port.name for port in self.outputs], feeds)
        except Exception as error:  # onnxruntime's own have no common ancestor
            raise self.spec.wrong(f"it failed: {error}") from error
        return found


def open_model(spec: ModelSpec, threads: int) -> Model:
    """The model that ``spec`` describes, on ``threads`` threads (0: as many as the machine has cores).

    A file that has not changed since is opened once per process.

    Raises:
        WeightsError: the file is missing or another than described, its graph does not fit, or onnxruntime is absent.
    """
    try:
        modified = spec.path.stat().st_mtime_ns
    except OSError:
        raise spec.wrong("there is no such file. Put it there, or take the table away.") from None
    with OPENING:
        return open_cached(spec, modified, threads)


@functools.lru_cache(maxsize=8)
def open_cached(spec: ModelSpec, modified: int, threads: int) -> Model:
    """``open_model`` for a file as it was at the time ``modified``."""
    session = start_session(spec, threads)
    inputs, outputs = read_ports(session.get_inputs()), read_ports(session.get_outputs())
    chosen_inputs = choose_ports(spec, "input", spec.inputs, inputs) or inputs
    if len(chosen_inputs) < len(inputs):
        raise spec.wrong(f"inputs must name all of {', '.join(port.name for port in inputs)}.")
    chosen_outputs = choose_ports(spec, "output", spec.outputs, outputs) or outputs
    return Model(spec, session, chosen_inputs, chosen_outputs, input_size(spec, chosen_inputs[0]))


def start_session(spec: ModelSpec, threads: int) -> Any:
    """An onnxruntime session on the file."""
    try:
        import onnxruntime  # type: ignore[import-untyped]
    except ImportError:
        raise WeightsError(
            f"{spec.path} needs onnxruntime, which is not installed: pip install '.[models]'. "
            f"Without models.toml the engine uses its own methods."
        ) from None
    if (found := file_sha256(spec)) != spec.sha256:
        raise spec.wrong(f"its SHA-256 is {found}, not {spec.sha256}: it is another file, or it was changed.")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = ERRORS_ONLY
    options.use_deterministic_compute = True
    try:
        return onnxruntime.InferenceSession(str(spec.path), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime's own have no common ancestor
        raise spec.wrong(f"onnxruntime cannot open it: {error}") from error


def file_sha256(spec: ModelSpec) -> str:
    """The SHA-256 of the model's file in hexadecimal, read BLOCK by BLOCK."""
    digest = hashlib.sha256()
    with spec.path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def read_ports(arguments: Sequence[Any]) -> tuple[Port, ...]:
    """Inputs or outputs as onnxruntime lists them."""
    return tuple(
        Port(
            argument.name,
            tuple(side if isinstance(side, int) else None for side in argument.shape) or None,
            DTYPES.get(argument.type, np.float32),
        )
        for argument in arguments
    )


def choose_ports(spec: ModelSpec, kind: str, names: tuple[str, ...], found: tuple[Port, ...]) -> tuple[Port, ...]:
    """The ports called ``names``, in that order."""
    by_name = {port.name: port for port in found}
    for name in names:
        if name not in by_name:
            raise spec.wrong(f"it has no {kind} {name}; there are {', '.join(by_name)}.")
    return tuple(by_name[name] for name in names)


def input_size(spec: ModelSpec, image: Port) -> tuple[int, int]:
    """Rows and columns of the input ``image``, as fixed in the graph or else as described."""
    shape = image.shape
    if shape is None or len(shape) != 4:
        raise spec.wrong(f"the input {image.name} must have four dimensions, {spec.layout}; it is {shape}.")
    fixed = shape[2:] if spec.layout == "NCHW" else shape[1:3]
    wanted = spec.size or fixed
    if wanted[0] is None or wanted[1] is None:
        raise spec.wrong("it takes pictures of any size: size = [rows, columns] must say which.")
    if any(side not in (None, want) for side, want in zip(fixed, wanted, strict=True)):
        raise spec.wrong(f"it takes pictures of {fixed}, not of {wanted} (rows, columns).")
    return wanted[0], wanted[1]
