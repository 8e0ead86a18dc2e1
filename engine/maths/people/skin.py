"""Which pixels of a face have the colour of its own skin.

The colours of the cheeks and of the forehead are described by a few Gaussians in CIE L*a*b*; a pixel is skin as far as
it is close to one of them. Nothing is assumed about the tone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.maths.colour_spaces import lab
from engine.maths.filters import Floats, gaussian_blur
from engine.maths.people.face_mesh import BARE, BARE_FOREHEAD, FaceMesh
from engine.maths.people.frames import Patch

# CIE L*, a*, b*: the least spread of a Gaussian; light and shade vary more than colour.
LEAST_SPREAD = (7.0, 2.5, 3.0)
# Squared Mahalanobis distance at which the likeness has fallen to 1/e, and how much lightness counts against colour.
REACH, LIGHTNESS_WEIGHT = 14.0, 0.4
# Gaussians of a model.
GAUSSIANS = 3
# Units: the blur of a picture in which single places are looked at, and the distance of those around a landmark.
BLUR, NEIGHBOURS = 0.015, 0.03
# Units (right, down, half-width, half-height): bare on nearly every face.
CHEEKS = ((-0.52, 0.55, 0.16, 0.14), (0.52, 0.55, 0.16, 0.14), (0.0, 0.35, 0.1, 0.16))
# Units: over the brows, climbing as long as it is bare.
FOREHEAD = tuple((0.0, down, 0.3, 0.06) for down in (-0.36, -0.48, -0.6, -0.72, -0.84))
# CIE L* and chroma by which the next patch of forehead may differ from the last.
SHADING, TINGE = 14.0, 6.0


@dataclass(frozen=True)
class SkinModel:
    """Gaussians in CIE L*a*b*: means and standard deviations, each (gaussians, 3) float32."""

    means: Floats
    spreads: Floats

    def likeness(self, values: Floats) -> Floats:
        """How much L*a*b* values (rows, columns, 3) look like this skin, 0 to 1."""
        weights = np.array([LIGHTNESS_WEIGHT, 1, 1], np.float32)
        gaussians = zip(self.means, self.spreads, strict=True)
        distances = [(((values - mean) / spread) ** 2 * weights).sum(-1) for mean, spread in gaussians]
        return np.asarray(np.exp(-np.min(distances, axis=0) / REACH), np.float32)

    @property
    def mean(self) -> Floats:
        """Mean colour over the Gaussians."""
        return np.asarray(self.means.mean(0), np.float32)

    @property
    def chroma(self) -> float:
        """CIE chroma of the mean colour; near 0 on grey pictures."""
        return float(np.hypot(self.mean[1], self.mean[2]))


def fit_skin_model(patch: Patch, values: Floats) -> SkinModel:
    """The model of a face's skin from the L*a*b* ``values`` of a patch that holds its cheeks and forehead."""
    samples = [np.concatenate([crop_box(patch, values, *place) for place in CHEEKS])]
    for place in FOREHEAD:
        patch_of_forehead = crop_box(patch, values, *place)
        if not is_alike(samples[-1], patch_of_forehead):
            break
        samples.append(patch_of_forehead)
    return fit_gaussians(np.concatenate(samples))


def fit_skin_model_of_mesh(image: NDArray[np.uint8], mesh: FaceMesh) -> SkinModel:
    """The model of a face's skin from a portrait (rows, columns, 3) uint8, around the landmarks that are bare."""
    values = lab(gaussian_blur(image, max(0.5, BLUR * mesh.frame.unit)))
    samples = [sample_places(values, mesh, BARE)]
    for places in BARE_FOREHEAD:
        forehead = sample_places(values, mesh, places)
        if not is_alike(samples[-1], forehead):
            break
        samples.append(forehead)
    return fit_gaussians(np.concatenate(samples))


def sample_places(values: Floats, mesh: FaceMesh, places: Sequence[int]) -> Floats:
    """The L*a*b* values (n, 3) around landmarks, as far as they lie in the picture."""
    reach = NEIGHBOURS * mesh.frame.unit
    around = np.stack(np.meshgrid([-reach, 0, reach], [-reach, 0, reach]), axis=-1).reshape(-1, 2)
    points = np.rint(mesh.points[list(places), None] + around).astype(np.intp).reshape(-1, 2)
    points = points.clip(0, np.array(values.shape[:2]) - 1)
    return np.asarray(values[points[:, 0], points[:, 1]], np.float32)


def crop_box(patch: Patch, values: Floats, right: float, down: float, half_width: float, half_height: float) -> Floats:
    """The L*a*b* values (n, 3) in a rectangle given in units."""
    top, left = patch.to_patch(right - half_width, down - half_height)
    bottom, end = patch.to_patch(right + half_width, down + half_height)
    return values[round(top) : round(bottom), round(left) : round(end)].reshape(-1, 3)


def is_alike(one: Floats, other: Floats) -> bool:
    """True when two sets of samples (n, 3) are one colour in two lights, so that neither is a fringe or a hat."""
    difference = np.median(other, axis=0) - np.median(one, axis=0)
    return bool(abs(difference[0]) < SHADING and np.hypot(difference[1], difference[2]) < TINGE)


def fit_gaussians(samples: Floats) -> SkinModel:
    """Gaussians fitted to samples (n, 3) by k-means on lightness-damped colours."""
    low, high = np.percentile(samples, [4, 96], axis=0)
    kept = samples[((samples >= low) & (samples <= high)).all(1)]
    kept = kept if len(kept) > 10 * GAUSSIANS else samples
    cv2.setRNGSeed(1)
    stop = (cv2.TERM_CRITERIA_EPS + cv2.TERM_CRITERIA_MAX_ITER, 20, 0.5)
    first = np.zeros((len(kept), 1), np.int32)
    _, labels, _ = cv2.kmeans(np.ascontiguousarray(kept), GAUSSIANS, first, stop, 2, cv2.KMEANS_PP_CENTERS)
    groups = [kept[np.asarray(labels).ravel() == label] for label in range(GAUSSIANS)]
    groups = [group for group in groups if len(group) > 4]
    means = np.array([group.mean(0) for group in groups], np.float32)
    spreads = np.array([np.maximum(group.std(0), LEAST_SPREAD) for group in groups], np.float32)
    return SkinModel(means, spreads)
