"""What is wrong with a file, and what Pillow says of it."""

from __future__ import annotations

import struct
import warnings
import zlib
from enum import Enum

from PIL import Image, ImageCms

# What Pillow's readers raise on files that are cut off, damaged or made to harm; they were all seen on mutated files.
FAULTS = (
    *(OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, EOFError, RuntimeError),
    *(AttributeError, AssertionError, BufferError, MemoryError, struct.error, zlib.error, ImageCms.PyCMSError),
)
# And on pictures of too many pixels: from 89 million on it warns, from 179 million on it raises.
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)
# Damaged files are read on purpose: what Pillow remarks on them would only fill the log.
warnings.filterwarnings("ignore", category=UserWarning, module=r"PIL\.")


class BadImage(Exception):
    """The file cannot be read."""


class NotAnImage(BadImage):
    """The bytes are no file of a kind that is taken."""


class DamagedImage(BadImage):
    """The file is of a kind that is taken, and cannot be decoded."""


class TooManyPixels(BadImage):
    """The picture has more pixels than are taken; ``count`` is None where it has far more."""

    def __init__(self, count: int | None) -> None:
        super().__init__(count)
        self.count = count


class TooCostly(BadImage):
    """Reading the file would take far more time or memory than its picture is worth."""


class Loss(Enum):
    """What a damaged file lost on its way in."""

    METADATA = "data beside the picture"
    PROFILE = "the colour profile"
    PIXELS = "the rest of the picture"
