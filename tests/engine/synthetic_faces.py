"""A face drawn by hand: its landmarks, and a picture that shows what they outline."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.people import face_mesh
from engine.maths.people.face_mesh import FaceMesh, Points

SIDE = 400
SKIN, LIP, TOOTH, HAIR, SHIRT, WALL = (205, 150, 125), (170, 70, 75), (240, 238, 232), (70, 45, 30), (40, 70, 140), 235
UNIT = 60.0  # pixels between the eyes
EYES = np.array([170.0, 200.0])  # row and column midway between them


def ring(down: float, right: float, height: float, width: float, count: int) -> Points:
    """An outline as the landmarks have it: from the left corner over the lower edge and back over the upper one."""
    turn = np.pi - 2 * np.pi * np.arange(count) / count
    return np.column_stack([down + height * np.sin(turn), right + width * np.cos(turn)])


def make_mesh(opening: float = 0.0, turn: float = 0.0, doubt: float = 0.01) -> FaceMesh:
    """The landmarks of a face seen from the front, its mouth ``opening`` units high, turned by ``turn`` degrees."""
    units = np.zeros((face_mesh.COUNT, 2))
    units[:] = (0.6, 0.0)
    units[list(face_mesh.LIPS)] = ring(1.1, 0, 0.14 + opening / 2, 0.45, 20)
    units[list(face_mesh.INNER_LIPS)] = ring(1.1, 0, opening / 2, 0.4, 20)
    for side, lids in ((-0.5, face_mesh.LEFT_LIDS), (0.5, face_mesh.RIGHT_LIDS)):
        units[list(lids)] = ring(0, side, 0.07, 0.2, 16)
    for side, brow in ((-1, face_mesh.LEFT_BROW), (1, face_mesh.RIGHT_BROW)):
        outer, inner = np.linspace(0.75, 0.3, 5), np.linspace(0.3, 0.75, 5)
        units[list(brow)] = [(-0.4, side * off) for off in outer] + [(-0.33, side * off) for off in inner]
    oval = 2 * np.pi * np.arange(36) / 36
    units[list(face_mesh.OVAL)] = np.column_stack([0.5 - 1.25 * np.cos(oval), 1.1 * np.sin(oval)])
    for side, bone in ((-1, face_mesh.LEFT_CHEEKBONE), (1, face_mesh.RIGHT_CHEEKBONE)):
        units[list(bone)] = ring(0.5, side * 0.65, 0.15, 0.2, 9)
    around = list(face_mesh.AROUND_EYES)
    units[around[:9]], units[around[9:]] = (0.2, -0.5), (0.2, 0.5)
    for side, crease in ((-1, face_mesh.LEFT_CREASE), (1, face_mesh.RIGHT_CREASE)):
        units[list(crease)] = [(-0.2, side * off) for off in np.linspace(0.35, 0.68, 7)]
    for down, row in zip((-0.45, -0.55, -0.7), face_mesh.FOREHEAD_ROWS, strict=True):
        units[list(row)] = [(down, right) for right in np.linspace(-0.5, 0.5, 7)]
    units[list(face_mesh.UPPER_FOREHEAD)] = [(-0.65, right) for right in np.linspace(-0.3, 0.3, 6)]
    units[[face_mesh.LEFT_CHEEK, face_mesh.RIGHT_CHEEK]] = ((0.5, -0.65), (0.5, 0.65))
    units[face_mesh.FOREHEAD], units[face_mesh.CHIN] = (-0.75, 0.0), (1.75, 0.0)
    depths = np.zeros(face_mesh.COUNT) + UNIT * np.sin(np.radians(turn)) * units[:, 1]
    units[:, 1] *= np.cos(np.radians(turn))
    points = EYES + UNIT * units
    pupils = np.array([EYES + UNIT * np.array([0, side * 0.5 * np.cos(np.radians(turn))]) for side in (-1, 1)])
    rim = 0.08 * UNIT * np.array([(0, 0), (0, 1), (-1, 0), (0, -1), (1, 0)])
    return FaceMesh(points, depths, pupils[:, None] + rim, doubt)


def draw_face(mesh: FaceMesh) -> NDArray[np.uint8]:
    """The picture of those landmarks: long hair with strands before a wall, a shirt, teeth in an open mouth."""
    picture = np.full((SIDE, SIDE, 3), WALL, np.uint8)
    cv2.ellipse(picture, (200, 210), (105, 150), 0, 0, 360, HAIR, cv2.FILLED)
    strands = np.random.default_rng(0).integers(-22, 22, (1, SIDE, 1)) * (picture[..., :1] == HAIR[0])
    picture = np.asarray((picture.astype(int) + strands).clip(0, 255), np.uint8)
    cv2.rectangle(picture, (60, 320), (340, SIDE), SHIRT, cv2.FILLED)
    cv2.rectangle(picture, (170, 250), (230, 340), SKIN, cv2.FILLED)
    for outline, colour in ((mesh.oval, SKIN), (mesh.lips, LIP), (mesh.inner_lips, TOOTH)):
        cv2.fillPoly(picture, [np.rint(outline[:, ::-1]).astype(np.int32)], colour)
    for lids, pupil in zip(mesh.lids, mesh.pupils, strict=True):
        cv2.fillPoly(picture, [np.rint(lids[:, ::-1]).astype(np.int32)], TOOTH)
        cv2.circle(picture, (round(pupil[1]), round(pupil[0])), 4, (40, 25, 20), cv2.FILLED)
    return picture


def draw_figure() -> NDArray[np.float32]:
    """Where the person of that picture is."""
    figure = np.zeros((SIDE, SIDE), np.float32)
    cv2.ellipse(figure, (200, 210), (105, 150), 0, 0, 360, 1.0, cv2.FILLED)
    cv2.rectangle(figure, (60, 320), (340, SIDE), 1.0, cv2.FILLED)
    return figure
