"""A face cut out of its picture with everything known about it, each part looked for when first asked for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.colour_spaces import lab
from engine.maths.filters import Floats, dilate, gaussian_blur, guided_filter, shrink
from engine.maths.people.face_masks import paint_face
from engine.maths.people.face_mesh import AROUND_EYES, FaceMesh, Points
from engine.maths.people.figure_hair import find_hair_of_figure
from engine.maths.people.frames import Frame, Patch, patch_coordinates
from engine.maths.people.hair import Hair, find_hair, hair_patch
from engine.maths.people.lips import HIDDEN, lip_relief, mouth_of_mesh, paint_lips
from engine.maths.people.mouth import Mouth, find_mouth, lip_mask
from engine.maths.people.skin import SkinModel, fit_skin_model, fit_skin_model_of_mesh, sample_places

# Units, and samples a unit: the face itself, from above the hairline to below the chin.
FACE = (-1.5, 1.9, 1.35, 64.0)
# The same, wide enough for one that is turned.
WIDE_FACE = (-1.8, 2.4, 2.1, 64.0)
# Units: the oval within which skin belongs to the face: (middle, half-width, half-height).
OVAL = (0.35, 1.15, 1.65)
# Units: the temples of glasses run between these heights.
TEMPLES = (-0.12, 0.0)
# Units: hair fades out between these, so that long hair has no hard end.
HAIR_FADE, LONG_HAIR_FADE = (1.1, 1.65), (3.6, 4.6)
# Share of the skin's CIE L* under which what surrounds the eyes is dark glasses: 0.16 there, 0.72 and more elsewhere.
DARK_GLASSES = 0.45
# Units: radius of the filter that fits the hair's edge to the picture, and its smallness of variance, of values 0 to 1.
EDGE_RADIUS, EDGE_VARIANCE = 0.06, 4e-4


@dataclass(frozen=True)
class Portrait:
    """A crop (rows, columns, 3) uint8 around a face, the face's frame in it, and its landmarks where they are known.

    ``figure`` (rows, columns) says how much each pixel belongs to a person, 0 to 1, where that is known.
    """

    image: NDArray[np.uint8]
    frame: Frame
    mesh: FaceMesh | None = None
    figure: Floats | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the crop."""
        return self.image.shape[0], self.image.shape[1]

    def resized(self, scale: float) -> Portrait:
        """The portrait with its sides multiplied by ``scale``, which is below 1."""
        small = shrink(self.image, scale)
        mesh = self.mesh and self.mesh.within(0, 0, scale)
        figure = None
        if self.figure is not None:
            figure = np.asarray(cv2.resize(self.figure, small.shape[1::-1], interpolation=cv2.INTER_AREA), np.float32)
        return Portrait(small, self.frame.within(0, 0, scale), mesh, figure)

    @property
    def face(self) -> Patch:
        """The patch in which masks of the face are painted."""
        top, bottom, half_width, density = FACE if self.mesh is None else WIDE_FACE
        return Patch(self.frame, top, bottom, half_width, density)

    @cached_property
    def mouth(self) -> Mouth | None:
        """The mouth, None when not found."""
        if self.mesh is None:
            return find_mouth(self.image, self.frame)
        is_seen = self.mesh.is_sure and self.shows(self.mesh.lips) and lip_relief(self.image, self.mesh) > HIDDEN
        return mouth_of_mesh(self.mesh) if is_seen else None

    def shows(self, points: Points) -> bool:
        """True when all ``points`` (n, 2) lie in the crop."""
        return bool((points >= 0).all() and (points <= np.array(self.shape) - 1).all())

    @property
    def shows_eyes(self) -> bool:
        """True where the landmarks, if there are any, are sure, and both pupils lie in the picture."""
        return self.mesh is None or (self.mesh.is_sure and self.shows(self.mesh.pupils))

    @cached_property
    def skin_colours(self) -> SkinModel:
        """The colours of this face's skin."""
        if self.mesh is not None:
            return fit_skin_model_of_mesh(self.image, self.mesh)
        patch, _, values = self._surroundings
        return fit_skin_model(patch, values)

    @cached_property
    def hair(self) -> Hair | None:
        """The hair, None when it cannot be told."""
        if self.mesh is not None and self.figure is not None:
            return (
                find_hair_of_figure(self.image, self.mesh, self.figure, self.skin_colours)
                if self.mesh.is_sure
                else None
            )
        return find_hair(*self._surroundings, self.skin_colours)

    @cached_property
    def _surroundings(self) -> tuple[Patch, NDArray[np.uint8], Floats]:
        """The head's surroundings: patch, RGB colours, slightly smoothed L*a*b* values."""
        patch = hair_patch(self.frame)
        colours = patch.sample(self.image)
        return patch, colours, lab(gaussian_blur(colours, 0.7))

    @cached_property
    def hides_eyes(self) -> bool:
        """True for dark glasses; never without landmarks."""
        if self.mesh is None:
            return False
        around = sample_places(lab(self.image), self.mesh, AROUND_EYES)
        return bool(np.median(around[:, 0]) < DARK_GLASSES * self.skin_colours.mean[0])

    @cached_property
    def skin(self) -> Floats:
        """How much each sample of the face patch is skin, 0 to 1."""
        likeness = self.skin_colours.likeness(lab(gaussian_blur(self.face.sample(self.image), 1.0)))
        if self.mesh is not None:
            return gaussian_blur(np.minimum(1, 1.4 * likeness) * paint_face(self.mesh, self.face), 2.0)
        right, down = patch_coordinates(self.face)
        middle, half_width, half_height = OVAL
        oval = ((right / half_width) ** 2 + ((down - middle) / half_height) ** 2 < 1).astype(np.float32)
        return gaussian_blur(np.minimum(1, 1.4 * likeness) * oval, 2.0)

    @cached_property
    def face_ends(self) -> tuple[float, float]:
        """How far left and right of the middle the skin reaches at the height of the temples, in units."""
        likeness = self.skin_colours.likeness(lab(gaussian_blur(self.face.sample(self.image), 1.0)))
        top, bottom = (round(self.face.to_patch(0, down)[0]) for down in TEMPLES)
        is_face = likeness[top:bottom].mean(0) > 0.25
        middle, hinge = is_face.size // 2, round(0.93 * self.face.density)
        left, right = is_face[: middle - hinge][::-1], is_face[middle + hinge :]
        ends = (hinge + int(np.argmin(np.append(side, False))) for side in (left, right))
        return tuple(end / self.face.density for end in ends)  # type: ignore[return-value]

    @cached_property
    def lips(self) -> Floats:
        """How much each pixel of the crop is lip, 0 to 1; nowhere without a mouth."""
        if self.mouth is None:
            return np.zeros(self.shape, np.float32)
        if self.mesh is None:
            patch, amount = lip_mask(self.image, self.mouth)
        else:
            patch, amount = paint_lips(self.image, self.mesh)
        return patch.paint_back(amount, self.shape)

    @cached_property
    def hair_amount(self) -> Floats:
        """How much each pixel of the crop is hair, 0 to 1, fitted to the picture's edges; nowhere without hair."""
        if self.hair is None:
            return np.zeros(self.shape, np.float32)
        coarse = self.hair.patch.paint_back(self.hair.amount * self._hair_fade(self.hair.patch), self.shape)
        radius = max(2, round(EDGE_RADIUS * self.frame.unit))
        fitted = guided_filter(np.asarray(self.image / np.float32(255)), coarse, radius, EDGE_VARIANCE)
        near = gaussian_blur(dilate(coarse, radius), 0.5 * radius)
        return np.asarray(np.clip(1.15 * fitted - 0.1, 0, 1) * np.minimum(1, near), np.float32)

    def _hair_fade(self, patch: Patch) -> Floats:
        """1, falling to 0 where hair is no longer followed."""
        _, down = patch_coordinates(patch)
        start, end = HAIR_FADE if self.figure is None else LONG_HAIR_FADE
        return np.asarray(((end - down) / (end - start)).clip(0, 1), np.float32)

    def paint(self, values: Floats) -> Floats:
        """Values of the face patch brought to the crop."""
        return self.face.paint_back(values, self.shape)
