"""Faces cut out of pictures, alone and in rows: what a card shows of a person.

Pictures are bytes of image files outside and Pillow images inside; boxes are the API's (x, y, w, h in pixels).
"""

from __future__ import annotations

import numpy as np
from django.utils.translation import gettext_noop
from PIL import Image

from editor.imaging.pixels import NotAPicture, Rect, encode, open_picture
from imagefiles.encoding import encode_png
from imagefiles.transparency import flatten

SIDE = 192  # pixels: twice the largest size a face is shown at
MARGIN = 0.35  # of the face's longer side, so that hair and chin are seen
SHEET_SIDE = 256  # pixels of one face of a sheet: large enough for an engine to find eyes and mouth in it
SHEET_MARGIN = 0.9  # of the face's longer side: what an engine needs around a face to know hair from background
SHOWN = (MARGIN + 0.5) / (SHEET_MARGIN + 0.5)  # of a sheet's face, in each direction: what a card shows of it


def crop_face(data: bytes, rect: Rect) -> bytes:
    """A square WEBP around a face; what lies outside the picture repeats its nearest pixels.

    Raises:
        NotAPicture: the face lies outside, or the picture cannot be read.
    """
    return encode(crop_square(open_picture(data), rect, MARGIN, SIDE), "WEBP", quality=85)


def draw_sheet(data: bytes, rect: Rect, count: int) -> bytes:
    """A PNG of the same face ``count`` times in a row, each SHEET_SIDE pixels wide and high, with much around it.

    Raises:
        NotAPicture: the face lies outside, or the picture cannot be read.
    """
    face = crop_square(open_picture(data), rect, SHEET_MARGIN, SHEET_SIDE)
    row = Image.new("RGB", (SHEET_SIDE * count, SHEET_SIDE))
    for place in range(count):
        row.paste(face, (SHEET_SIDE * place, 0))
    row.info["icc_profile"] = face.info["icc_profile"]
    return encode_png(row)


def cut_strip(data: bytes) -> bytes:
    """The faces of a sheet side by side as WEBP, each cut as close as ``crop_face`` does."""
    row = open_picture(data).convert("RGB")
    count, shown = row.width // SHEET_SIDE, round(SHEET_SIDE * SHOWN)
    edge = (SHEET_SIDE - shown) // 2
    made = Image.new("RGB", (shown * count, shown))
    for place in range(count):
        left = SHEET_SIDE * place + edge
        made.paste(row.crop((left, edge, left + shown, edge + shown)), (shown * place, 0))
    made.info["icc_profile"] = row.info.get("icc_profile")
    return encode(made, "WEBP", quality=82)


def crop_square(picture: Image.Image, rect: Rect, margin: float, side: int) -> Image.Image:
    """A face with ``margin`` of its longer side around it, as an RGB square of ``side`` pixels."""
    image = flatten(picture)
    half = max(rect["w"], rect["h"]) * (0.5 + margin)
    column, row = rect["x"] + rect["w"] / 2, rect["y"] + rect["h"] / 2
    left, top, right, bottom = (round(edge) for edge in (column - half, row - half, column + half, row + half))
    inner = (max(left, 0), max(top, 0), min(right, image.width), min(bottom, image.height))
    if inner[0] >= inner[2] or inner[1] >= inner[3]:
        raise NotAPicture(gettext_noop("the face lies outside of it."))
    pads = ((inner[1] - top, bottom - inner[3]), (inner[0] - left, right - inner[2]), (0, 0))
    whole = Image.fromarray(np.pad(np.asarray(image.crop(inner)), pads, mode="edge"))
    made = whole.resize((side, side), Image.Resampling.LANCZOS)
    made.info["icc_profile"] = picture.info.get("icc_profile")
    return made
