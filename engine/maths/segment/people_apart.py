"""Telling people apart who are one thing to a network for what stands out: those arm in arm, or behind a table.

Each face is where a person begins. From the head and the middle of the trunk below it the picture's edges are flooded,
as far as a body may reach; what no body reaches is left of the thing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.segment.object_search import FoundObject
from engine.maths.segment.superpixels import flood

Mask = NDArray[np.bool_]
Rect = tuple[float, float, float, float]  # row, column, height, width

MOST_PEOPLE = 100
# What is left of a thing without its people, as a share of it, below which it is nothing; and the share of a face that
# must lie in a thing for the person to belong to it.
LEFT, ON_IT = 0.15, 0.5
# In face heights below the face's top, and face widths off its middle: the trunk's core, and what a body may reach.
CORE = ((1.0, 0.2), (2.6, 0.35))
REACH = ((-1.0, 0.9), (0.0, 1.2), (1.0, 1.2), (2.0, 1.9), (9.0, 2.4))
# A head with its hair: its middle below the face's top, and its radii across and down.
HEAD = (0.35, 0.5, 0.8)


@dataclass
class Person(FoundObject):
    """A thing that is one person."""


def tell_people_apart(
    found: Sequence[FoundObject], faces: Sequence[Rect], edges: NDArray[np.uint8]
) -> list[FoundObject]:
    """``found``, with each thing that has several of the ``faces`` in it as that many people, and what is left of it.

    ``edges`` (rows, columns) are how steep the picture is, 0 to 255.
    """
    apart: list[FoundObject] = []
    for thing in found:
        own = [face for face in faces[:MOST_PEOPLE] if lies_on(face, thing.mask)]
        if len(own) < 2:
            apart.append(Person(thing.mask, thing.score) if own else thing)
            continue
        people = flood_people(thing.mask, own, edges)
        apart += [Person(people == number, thing.score) for number in range(1, len(own) + 1)]
        rest = thing.mask & (people == 0)
        if rest.sum() > LEFT * thing.mask.sum():
            apart.append(FoundObject(rest, thing.score))
    return [thing for thing in apart if thing.mask.any()]


def lies_on(face: Rect, mask: Mask) -> bool:
    """Whether a face is one of what ``mask`` covers."""
    row, column, height, width = face
    inside = mask[max(0, round(row)) : round(row + height), max(0, round(column)) : round(column + width)]
    return bool(inside.size and inside.mean() > ON_IT)


def flood_people(mask: Mask, faces: Sequence[Rect], edges: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The number, from 1, of the person each pixel of ``mask`` belongs to; 0 elsewhere, and where no body reaches."""
    reach, markers = np.zeros(mask.shape, np.uint8), np.zeros(mask.shape, np.uint8)
    for number, face in enumerate(faces, start=1):
        draw_body(reach, face, REACH, 1)
        draw_body(markers, face, CORE, number)
    for number, (row, column, height, width) in enumerate(faces, start=1):  # heads lie on the trunks behind them
        down, across, tall = HEAD
        centre = round(column + width / 2), round(row + down * height)
        cv2.ellipse(markers, centre, (round(across * width), round(tall * height)), 0, 0, 360, number, cv2.FILLED)
    outside = ~mask | (reach == 0)
    others = len(faces) + 1
    markers[outside] = others
    people = flood(markers, edges)
    return np.where(outside | (people == others), 0, people).astype(np.uint8)


def draw_body(canvas: NDArray[np.uint8], face: Rect, outline: Sequence[tuple[float, float]], value: int) -> None:
    """Fill a shape symmetric about a face: of each height below its top, how far it reaches off its middle."""
    row, column, height, width = face
    middle = column + width / 2
    right = [(middle + off * width, row + down * height) for down, off in outline]
    left = [(2 * middle - at, down) for at, down in reversed(right)]
    cv2.fillPoly(canvas, [np.rint(right + left).astype(np.int32)], value)
