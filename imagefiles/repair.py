"""What is tried with a file: all of it, then without what is damaged beside its pixels, then with its pixels mended."""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass, replace

from imagefiles import gif, isobmff, jpeg, png, riff, tiff
from imagefiles.errors import Loss

BMP = b"BM"
BMP_SIZE_AT = 18  # offset of width and height
BMP_BESIDE = 1200  # bytes of the longest header with a palette


@dataclass(frozen=True)
class Attempt:
    """A file to try: its bytes, the EXIF block that went out of it, what it lost, and whether it shows a negative."""

    data: bytes
    exif: bytes = b""
    losses: frozenset[Loss] = frozenset()
    is_negative: bool = False

    def losing(self, loss: Loss) -> Attempt:
        """The same, with one more loss."""
        return replace(self, losses=self.losses | {loss})


# From a file, and the most pixels that it may have. What is of no use for a file raises one of ``errors.FAULTS``.
Repair = Callable[[bytes, int], Attempt]


def find_repairs(data: bytes) -> tuple[Repair, ...]:
    """What to try with a file, one after the other."""
    return next((repairs for accepts, repairs in KINDS if accepts(data)), (take_whole,))


def is_known(data: bytes) -> bool:
    """Whether a file that begins like this and cannot be read must be damaged; of TIFF there are kinds nobody reads."""
    return not tiff.is_tiff(data) and any(accepts(data) for accepts, _ in KINDS)


def take_whole(data: bytes, _most: int) -> Attempt:
    """The file as it is."""
    return Attempt(data)


def strip_jpeg(data: bytes, _most: int) -> Attempt:
    """Without what cameras and programs wrote into it."""
    return Attempt(jpeg.strip(data), jpeg.find_exif(data)).losing(Loss.METADATA)


def end_jpeg(data: bytes, _most: int) -> Attempt:
    """With an end, a decoder shows what there is of the pixels, and grey for the rest."""
    return Attempt(data + jpeg.END).losing(Loss.PIXELS)


def strip_and_end_jpeg(data: bytes, most: int) -> Attempt:
    """Both."""
    return strip_jpeg(data + jpeg.END, most).losing(Loss.PIXELS)


def mend_png(data: bytes, _most: int) -> Attempt:
    """Without chunks beside the pixels whose checksum is wrong, as browsers see it."""
    mended, is_damaged = png.mend(data)
    attempt = Attempt(mended)
    return attempt.losing(Loss.METADATA) if is_damaged else attempt


def strip_png(data: bytes, _most: int) -> Attempt:
    """Without all that does not say how its pixels look."""
    return Attempt(png.strip(data), png.find_exif(data)).losing(Loss.METADATA)


def fill_png(data: bytes, most: int) -> Attempt:
    """Pixels that cannot be unpacked are black, or clear where there is an alpha channel."""
    refuse_more_pixels(png.read_header(data).width * png.read_header(data).height, most)
    return Attempt(png.fill_up(data), png.find_exif(data)).losing(Loss.PIXELS)


def strip_webp(data: bytes, _most: int) -> Attempt:
    """Its pixels are whole or nothing; what stands behind them need not be."""
    return Attempt(riff.strip(data), riff.find_exif(data)).losing(Loss.METADATA)


def strip_boxes(data: bytes, _most: int) -> Attempt:
    """AVIF and HEIC: an EXIF block that cannot be read spoils nothing."""
    return Attempt(isobmff.strip(data)).losing(Loss.METADATA)


def fill_bmp(data: bytes, most: int) -> Attempt:
    """Rows that are missing are black."""
    width, height = map(abs, struct.unpack_from("<ii", data, BMP_SIZE_AT))
    refuse_more_pixels(width * height, most)
    longest = 4 * (width + 1) * height + BMP_BESIDE  # 32 bits a pixel, or rows that are filled up to such
    return Attempt(data.ljust(longest, b"\0")).losing(Loss.PIXELS)


def fill_gif(data: bytes, most: int) -> Attempt:
    """Pixels that are missing from the first image have the first colour."""
    refuse_more_pixels(gif.count_pixels(data), most)
    return Attempt(gif.fill_up(data)).losing(Loss.PIXELS)


def refuse_more_pixels(count: int, most: int) -> None:
    """Raise ValueError for a picture that would be refused: nothing of its size is to be made."""
    if count > most:
        raise ValueError("Too many pixels to be mended.")


def exchange_black_and_white(data: bytes, _most: int) -> Attempt:
    """Grey in which 0 is white, of which Pillow reads most kinds only as the negatives that they would be otherwise."""
    return Attempt(tiff.exchange_black_and_white(data), is_negative=True)


KINDS: tuple[tuple[Callable[[bytes], bool], tuple[Repair, ...]], ...] = (
    (lambda data: data.startswith(jpeg.SIGNATURE), (take_whole, strip_jpeg, end_jpeg, strip_and_end_jpeg)),
    (lambda data: data.startswith(png.SIGNATURE), (mend_png, strip_png, fill_png)),
    (riff.is_webp, (take_whole, strip_webp)),
    (isobmff.is_boxed, (take_whole, strip_boxes)),
    (lambda data: data.startswith(BMP), (take_whole, fill_bmp)),
    (gif.is_gif, (take_whole, fill_gif)),
    (tiff.is_tiff, (take_whole, exchange_black_and_white)),
)
