"""Masks and their parts as files: our own, and the one that clients read."""

from __future__ import annotations

import io
import json

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from engine import images
from engine.images import COMPRESSION, PART_IDS
from engine.maths.filters import strips
from engine.operations.objects import ObjectMap, plain_map

SCORES = "scores"  # what the text in a stored map is called that holds the scores of its masks


def encode_map(layers: ObjectMap) -> bytes:
    """Masks, parts and scores as one PNG, for our own storage: 16 bits, a part's number above its mask's; or 8 bits,
    where each mask is one part and nothing is known to be an object."""
    labels = layers.labels
    if np.array_equal(labels, layers.parts) and not any(layers.scores):
        return images.encode_grey(labels)
    scores = PngInfo()
    scores.add_text(SCORES, json.dumps(layers.scores))
    file = io.BytesIO()
    both = layers.parts.astype(np.uint16)
    both <<= 8
    both |= labels
    Image.fromarray(both).save(file, "PNG", compress_level=COMPRESSION, pnginfo=scores)
    return file.getvalue()


def decode_map(data: bytes) -> ObjectMap:
    """What ``encode_map`` wrote."""
    image = Image.open(io.BytesIO(data), formats=("PNG",))
    values = np.asarray(image)
    if values.dtype == np.uint8:
        return plain_map(values)
    parts, labels = (values >> 8).astype(np.uint8), (values & 255).astype(np.uint8)
    masks = np.zeros(int(parts.max()) + 1, np.uint8)
    for _, strip in strips(parts.shape):  # the numbers of parts are copied to eight bytes each
        masks[parts[strip].ravel()] = labels[strip].ravel()
    return ObjectMap(parts, masks, tuple(json.loads(image.info[SCORES])))


def encode_parts(layers: ObjectMap) -> bytes:
    """The parts as a grey PNG of 16 bits, by their ids, which are above PART_IDS, so that none is a mask's; or 0."""
    file = io.BytesIO()
    ids = layers.parts.astype(np.uint16)
    np.add(ids, np.uint16(PART_IDS), out=ids, where=layers.parts > 0)
    Image.fromarray(ids).save(file, "PNG", compress_level=COMPRESSION)
    return file.getvalue()
