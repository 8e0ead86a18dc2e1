"""A layered PSD: the background with nothing on it, the foreground cut out, and one layer per object.

Written with psd-tools' elements rather than through its document: that composites the layers anew at every save, which
takes five times as long as all the rest. What the merged picture shows is known here.

Format: Adobe Photoshop File Formats Specification (2019). Alpha is each layer's own transparency channel, as Photoshop
writes it; a layer mask in its place makes other programs show one opaque layer.
"""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from psd_tools.constants import ChannelID, ColorMode, Compression, Resource, Tag
from psd_tools.psd import PSD, ChannelImageData, LayerInfo, LayerRecords
from psd_tools.psd.header import FileHeader
from psd_tools.psd.image_data import ImageData
from psd_tools.psd.image_resources import ImageResource, ImageResources
from psd_tools.psd.layer_and_mask import (
    ChannelData,
    ChannelDataList,
    ChannelInfo,
    LayerAndMaskInformation,
    LayerRecord,
)

from engine.maths.compositing import composite

Image = NDArray[np.uint8]
Alpha = NDArray[np.uint8]
Mask = NDArray[np.bool_]

DEPTH = 8  # bits a channel
LONGEST_SIDE = 30_000  # pixels; the format's own limit
LONGEST_NAME = 255  # bytes of the name that old programs read; the Unicode name has no limit
LEAST = 1e-6  # share of what is clear, in divisions
# Any order may be listed; Pillow takes every layer's for this one.
CHANNELS = (ChannelID.CHANNEL_0, ChannelID.CHANNEL_1, ChannelID.CHANNEL_2, ChannelID.TRANSPARENCY_MASK)


@dataclass(frozen=True)
class Layer:
    """An object: its name, and where it is, (rows, columns) bool."""

    name: str
    mask: Mask


@dataclass(frozen=True)
class Sheet:
    """One layer of the file: RGBA (rows, columns, 4) uint8, not premultiplied, and the pixel it starts at."""

    name: str
    pixels: Image
    row: int
    column: int


def layered_psd(
    image: Image,
    background: Image,
    foreground_alpha: Alpha,
    objects: Iterable[Layer],
    *,
    foreground: Image | None = None,
    opacity: Alpha | None = None,
    background_alpha: Alpha | None = None,
    profile: bytes | None = None,
) -> bytes:
    """The layers of a picture as a Photoshop document.

    Args:
        image: RGB (rows, columns, 3) uint8.
        background: the same picture without its foreground and objects.
        foreground_alpha: (rows, columns) uint8, 255 where the foreground hides all behind it.
        objects: named parts of the picture, the lowest first; asked for one at a time.
        foreground: colours of the foreground where they differ from ``image``'s, because its soft edge was cleaned.
        opacity: alpha of a picture with transparency, (rows, columns) uint8: all layers together have it.
        background_alpha: (rows, columns) uint8, what is left of that alpha behind the foreground.
        profile: an ICC profile that says what the colours mean.

    Returns:
        The file. From below: "Background", "Foreground", the objects. Each layer is cut to its box; where it is fully
        transparent it is black. A layer without a pixel is left out.

    Raises:
        ValueError: the shapes do not fit, or a side is longer than the format can say.
    """
    if max(image.shape) > LONGEST_SIDE:
        raise ValueError(f"A PSD has at most {LONGEST_SIDE} pixels a side.")
    colours = image if foreground is None else foreground
    behind = np.full(image.shape[:2], 255, np.uint8) if background_alpha is None else background_alpha
    if opacity is not None:
        objects = list(objects)
        foreground_alpha, behind = share_opacity(opacity, foreground_alpha, behind, objects)
    masks = ((layer.name, layer.mask * np.uint8(255)) for layer in objects)
    sheets = itertools.chain(
        cut_sheet("Background", background, behind),
        cut_sheet("Foreground", colours, foreground_alpha),
        itertools.chain.from_iterable(cut_sheet(name, image, mask, opacity) for name, mask in masks),
    )
    return write_psd(image.shape, sheets, profile, is_opaque=opacity is None)


def share_opacity(opacity: Alpha, foreground: Alpha, behind: Alpha, objects: Iterable[Layer]) -> tuple[Alpha, Alpha]:
    """The alpha of foreground and background with which all layers together are as opaque as the picture.

    What is half transparent in an object is in its layer only; elsewhere the background has what the foreground lacks,
    and the foreground all where there is no background.
    """
    clear, before, back = (1 - plane.astype(np.float32) / 255 for plane in (opacity, foreground, behind))
    back = np.maximum(back, clear / np.maximum(before, LEAST))
    before = np.where(back > 0, np.minimum(before, clear / np.maximum(back, LEAST)), before)
    for layer in objects:
        back[layer.mask & (opacity < 255)] = before[layer.mask & (opacity < 255)] = 1
    shown = (np.rint(255 * (1 - plane)).clip(0, 255).astype(np.uint8) for plane in (before, back))
    return next(shown), next(shown)


def cut_sheet(name: str, image: Image, alpha: Alpha, opacity: Alpha | None = None) -> Iterator[Sheet]:
    """What ``alpha``, and at most ``opacity``, leaves of ``image``, in its box; nothing where it leaves nothing."""
    if alpha.shape != image.shape[:2]:
        raise ValueError(f"{name} is {alpha.shape}, its picture {image.shape[:2]} (rows, columns).")
    alpha = alpha if opacity is None else np.minimum(alpha, opacity)
    column, row, columns, rows = cv2.boundingRect(alpha)
    if rows:
        box = slice(row, row + rows), slice(column, column + columns)
        yield Sheet(name, to_rgba(image[box], alpha[box]), row, column)


def to_rgba(image: Image, alpha: Alpha) -> Image:
    """RGBA, black where it is fully transparent."""
    return np.dstack((image * (alpha > 0)[..., None], alpha))


def write_psd(shape: tuple[int, ...], sheets: Iterable[Sheet], profile: bytes | None, *, is_opaque: bool) -> bytes:
    """``sheets``, the lowest first, in a document of ``shape``; one of them is in memory at a time.

    The merged picture is over white, as Photoshop's are; where that is not all there is to say (``is_opaque``), its
    alpha goes along.
    """
    merged, clear = np.full(shape, 255, np.uint8), np.full(shape[:2], 255, np.uint8)
    records, pixels = LayerRecords(), ChannelImageData()
    for sheet in sheets:
        composite_sheet(merged, clear, sheet)
        record, channels = encode_layer(sheet)
        records.append(record)
        pixels.append(channels)
    shown = merged if is_opaque else np.dstack((merged, 255 - clear))
    header = FileHeader(channels=shown.shape[2], height=shape[0], width=shape[1], depth=DEPTH, color_mode=ColorMode.RGB)
    preview = ImageData(Compression.RLE)
    preview.set_data(list(channel_planes(shown)), header)
    count = len(records) if is_opaque else -len(records)  # below 0: the fourth channel is the merged picture's alpha
    layers = LayerAndMaskInformation(LayerInfo(count, records, pixels))
    file = io.BytesIO()
    PSD(
        header, image_resources=document_resources(profile), layer_and_mask_information=layers, image_data=preview
    ).write(file)
    return file.getvalue()


def composite_sheet(canvas: Image, clear: Alpha, sheet: Sheet) -> None:
    """Composite ``sheet`` on ``canvas``, in place; ``clear`` (rows, columns) says how much is clear of all sheets."""
    rows, columns = sheet.pixels.shape[:2]
    window = slice(sheet.row, sheet.row + rows), slice(sheet.column, sheet.column + columns)
    canvas[window] = composite(sheet.pixels[..., :3], sheet.pixels[..., 3], canvas[window])
    clear[window] = (clear[window] * (np.uint16(255) - sheet.pixels[..., 3]) + np.uint16(127)) // np.uint16(255)


def encode_layer(sheet: Sheet) -> tuple[LayerRecord, ChannelDataList]:
    """A sheet as the format has it: what it is, and its four channels."""
    rows, columns = sheet.pixels.shape[:2]
    record = LayerRecord(
        top=sheet.row,
        left=sheet.column,
        bottom=sheet.row + rows,
        right=sheet.column + columns,
        channel_info=[ChannelInfo(name) for name in CHANNELS],
        # Readers take these bytes for one of several encodings, which agree on ASCII.
        name=sheet.name.encode("ascii", "replace")[:LONGEST_NAME].decode("ascii"),
    )
    record.tagged_blocks.set_data(Tag.UNICODE_LAYER_NAME, sheet.name)
    channels = [compress_channel(plane, columns, rows) for plane in channel_planes(sheet.pixels)]
    return record, ChannelDataList(channels)  # type: ignore[arg-type]


def compress_channel(plane: bytes, columns: int, rows: int) -> ChannelData:
    """A channel in PackBits, of even length: some readers go by the lengths in the file, Pillow by even places."""
    channel = ChannelData(Compression.RLE)
    channel.set_data(plane, columns, rows, DEPTH)
    channel.data += bytes(len(channel.data) % 2)
    return channel


def channel_planes(pixels: Image) -> Iterator[bytes]:
    """The channels of a picture, one after the other."""
    for channel in range(pixels.shape[2]):
        yield pixels[..., channel].tobytes()


def document_resources(profile: bytes | None) -> ImageResources:
    """What is said of the document as a whole."""
    found = ImageResources.new()
    if profile is not None:
        found[Resource.ICC_PROFILE] = ImageResource(key=Resource.ICC_PROFILE, data=profile)
    return found
