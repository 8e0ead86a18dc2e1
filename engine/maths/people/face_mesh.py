"""The 468 landmarks of MediaPipe's face mesh, by the field's names for what they outline.

Left and right are those of an upright picture, as everywhere in the engine: the left eye is the person's right one.
Source of the numbers: MediaPipe's face_mesh_connections and its canonical face model (Apache-2.0).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from engine.maths.people.frames import Frame

Points = NDArray[np.float64]

COUNT = 468
# Closed outlines, each from the left corner over the lower edge to the right corner and back over the upper edge.
LIPS = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185)
INNER_LIPS = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191)
LEFT_LIDS = (33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246)
RIGHT_LIDS = (362, 382, 381, 380, 374, 373, 390, 249, 263, 466, 388, 387, 386, 385, 384, 398)
# From the outer end along the upper edge to the inner end and back along the lower edge.
LEFT_BROW = (70, 63, 105, 66, 107, 55, 65, 52, 53, 46)
RIGHT_BROW = (300, 293, 334, 296, 336, 285, 295, 282, 283, 276)
# From the middle of the forehead to the right, over the chin, and back.
OVAL = (
    *(10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377),
    *(152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109),
)
# Single places: tip of the nose, its bridge between the eyes, its wings, middle of the chin and of the forehead.
NOSE_TIP, NOSE_BRIDGE, LEFT_WING, RIGHT_WING, CHIN, FOREHEAD = 1, 168, 129, 358, 152, 10
# The cheekbones, beside the nose; the upper lids, along the lashes from the outer corner and back in the crease.
LEFT_CHEEKBONE = (116, 117, 118, 101, 36, 205, 187, 147, 123)
RIGHT_CHEEKBONE = (345, 346, 347, 330, 266, 425, 411, 376, 352)
LEFT_LASHES, LEFT_CREASE = (33, 246, 161, 160, 159, 158, 157, 173, 133), (190, 56, 28, 27, 29, 30, 247)
RIGHT_LASHES, RIGHT_CREASE = (263, 466, 388, 387, 386, 385, 384, 398, 362), (414, 286, 258, 257, 259, 260, 467)
# Around the eyes where glasses would be.
AROUND_EYES = (27, 28, 29, 56, 22, 23, 24, 229, 230, 257, 258, 259, 286, 252, 253, 254, 449, 450)
# Where age draws folds: three rows of the forehead, from the left; from the outer corners of the eyes outwards; under
# the eyes; from the wings of the nose past the mouth; and from its corners to the chin.
FOREHEAD_ROWS = (
    (105, 66, 107, 9, 336, 296, 334),
    (104, 69, 108, 151, 337, 299, 333),
    (103, 67, 109, 10, 338, 297, 332),
)
CROWS_FEET = ((113, 124, 156), (226, 35, 143), (31, 111, 116), (342, 353, 383), (446, 265, 372), (261, 340, 345))
UNDER_EYES = ((231, 230, 229, 228, 31), (451, 450, 449, 448, 261))
SMILE_FOLDS = ((129, 203, 206, 216, 212), (358, 423, 426, 436, 432))
CHIN_FOLDS = ((57, 202, 211), (287, 422, 431))
# On the forehead, the upper half of what the landmarks reach.
UPPER_FOREHEAD = (10, 338, 109, 151, 337, 108)
# Bare on nearly every face: cheeks and nose; and the forehead, the lower part first.
BARE = (
    *(50, 101, 118, 117, 123, 187, 205, 36, 142, 126, 280, 330, 347, 346, 352, 411, 425, 266, 371, 355),
    *(6, 197, 195, 5, 4),
)
BARE_FOREHEAD = ((9, 8), (107, 336, 108, 337, 151), (109, 10, 338, 69, 299))
# In the cheeks, under the middle of each eye at the height of the nose; on the cheekbones.
LEFT_CHEEK, RIGHT_CHEEK = 50, 280
# The temples, and where those of glasses go out of sight, before the ears.
LEFT_TEMPLE, RIGHT_TEMPLE = 127, 356
EARS = ((127, 162), (356, 389))


# Doubt from which landmarks are not to be relied on: faces seen from the front to half profile have 0.009 to 0.02,
# those turned farther or hidden from the nose down 0.025 to 0.036.
DOUBTFUL = 0.025
# Degrees by which a head is turned from which it is a half profile.
HALF_PROFILE = 30.0


@dataclass(frozen=True, eq=False)
class FaceMesh:
    """Landmarks of one face: ``points`` (468, 2) row and column in pixels, and how sure they are.

    ``depths`` (468,) in pixels grow away from the viewer. ``irises`` (2, 5, 2), left one first, hold each iris's
    middle and four places on its rim; None where they were not looked for. ``doubt`` is how far the points of several
    looks at the face lie apart, as a share of the distance of the eyes.
    """

    points: Points
    depths: Points
    irises: Points | None = None
    doubt: float = 0.0

    def within(self, row: float, column: float, scale: float = 1.0) -> FaceMesh:
        """The same landmarks seen from a crop that starts at (row, column) and is resized by ``scale``."""
        start = np.array([row, column])
        irises = None if self.irises is None else (self.irises - start) * scale
        return replace(self, points=(self.points - start) * scale, depths=self.depths * scale, irises=irises)

    @property
    def is_sure(self) -> bool:
        """True where several looks agree on the landmarks."""
        return self.doubt < DOUBTFUL

    @property
    def is_turned(self) -> bool:
        """True for a half profile."""
        return abs(self.turn) > HALF_PROFILE

    @property
    def lips(self) -> Points:
        """The outer outline of the lips (20, 2)."""
        return self.points[list(LIPS)]

    @property
    def inner_lips(self) -> Points:
        """The outline of the opening between the lips (20, 2)."""
        return self.points[list(INNER_LIPS)]

    @property
    def lids(self) -> tuple[Points, Points]:
        """The outlines of the left and of the right eye's opening, (16, 2) each."""
        return self.points[list(LEFT_LIDS)], self.points[list(RIGHT_LIDS)]

    @property
    def brows(self) -> tuple[Points, Points]:
        """The outlines of the left and of the right brow, (10, 2) each."""
        return self.points[list(LEFT_BROW)], self.points[list(RIGHT_BROW)]

    @property
    def oval(self) -> Points:
        """The outline of the face (36, 2)."""
        return self.points[list(OVAL)]

    @property
    def pupils(self) -> Points:
        """The middle of the left and of the right iris (2, 2); without irises, of the eyes' openings."""
        return np.array([lids.mean(0) for lids in self.lids]) if self.irises is None else self.irises[:, 0]

    @cached_property
    def frame(self) -> Frame:
        """The face's upright frame; a turned head has the unit that it would have from the front."""
        left, right = (self.points[list(lids)].mean(0) for lids in (LEFT_LIDS, RIGHT_LIDS))
        away = self.depths[list(RIGHT_LIDS)].mean() - self.depths[list(LEFT_LIDS)].mean()
        apart = float(np.hypot(*(right - left)))
        along = (right - left) / max(apart, 1e-6)
        middle = (left + right) / 2
        unit = max(1.0, float(np.hypot(apart, away)))
        return Frame(float(middle[0]), float(middle[1]), (float(along[0]), float(along[1])), unit)

    @cached_property
    def eyes_depth(self) -> float:
        """How far away the middle between the eyes is, in units."""
        return float(self.depths[list(LEFT_LIDS + RIGHT_LIDS)].mean() / self.frame.unit)

    @cached_property
    def axes(self) -> Points:
        """The directions right, down and away of the head itself (3, 3): right, down and away in its frame."""
        solid = np.column_stack([self.frame.units(self.points), self.depths / self.frame.unit])
        right = solid[list(RIGHT_LIDS)].mean(0) - solid[list(LEFT_LIDS)].mean(0)
        right = right / np.linalg.norm(right)
        down = solid[CHIN] - solid[FOREHEAD]
        down = down - (down @ right) * right
        down = down / np.linalg.norm(down)
        return np.array([right, down, np.cross(right, down)])

    @cached_property
    def turn(self) -> float:
        """Degrees, -90 to 90, by which the head is turned to the right of the picture, away from the viewer."""
        edges = [LEFT_TEMPLE, RIGHT_TEMPLE]
        left, right = self.points[edges]
        away = float(self.depths[RIGHT_TEMPLE] - self.depths[LEFT_TEMPLE])
        return float(np.degrees(np.arctan2(away, np.hypot(*(right - left)))))
