"""Whether a place that differs is a spot: its traits weighed, each by a parabola.

A trait counts by a parabola because a spot has a middling one: dust is neither as faint as noise nor as strong as a
lamp. The weights are those of a logistic regression (ridge of 1, all spots together a tenth as heavy as all other
places), one for specks and one for thin lines. It was fitted to 900 places on marks planted by the rule of
``benchmarks/spots.py`` and 11,700 others, all that pass the plain rules of ``judge``, in the first half of that
benchmark's photos by name and in photos and textures that come with scikit-image, each at one to three sizes. Fitted
five times to four fifths of these pictures, it found 0.65 of the marks of the last fifth at 0.5 other places a picture:
there it is set. Of 24 traits those 13 are left that it was worse without.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.maths.spots.candidates import Candidate, Sheet
from engine.maths.spots.traits import Traits, measure, tint

# A thin line has at least so many times the area of a disc of its half-width.
LINE = 3.5
# A spot has at most so many places like it around it, or it is one of a pattern, of leaves, freckles, letters or stars;
# and at most this share of its difference is colour, or it is a thing.
MOST_ALIKE, MOST_TINT = 7, 0.5
# What a person sees at a glance (grey levels of the sheet).
LEAST_CONTRAST = 7
# The traits' range in what was fitted to, without its last half percents: what is beyond counts as its ends, -1 and 1.
LOWEST = np.array((2.08, -3.35, -2.35, -2.94, -2.46, -2.25, -1.9, -2.37, -2.73, 1.39, 0.96, 0.12, -1.43))
HIGHEST = np.array((4.86, 0.06, 1.93, 0.06, 1.44, 1.88, 2.3, 2.7, 2.57, 6.15, 5.73, 0.78, 1.47))


@dataclass(frozen=True)
class Weights:
    """What a sum of evidence begins with, what each trait of 1 adds, in the order of traits.NAMES, and its square."""

    start: float
    traits: tuple[float, ...]
    squares: tuple[float, ...]


SPECKS = Weights(
    -5.91,
    (-5.63, -5.67, -1.65, -1.41, 3.21, -0.89, -1.09, 1.18, -2.97, -7.47, 6.54, -1.83, -4.22),
    (-3.93, -2.42, 3.66, 1.26, -0.91, -0.96, 3.38, -1.84, -2.31, -2.07, 0.58, -0.69, -6.9),
)
LINES = Weights(
    -8.85,
    (-5.61, -1.95, -4.4, -3.13, -0.3, -2.02, 0.25, 1.09, -3.41, 1.45, -1.44, -4.92, -1.5),
    (-3.35, -1.01, 4.58, -0.14, -0.28, 2.8, 1.59, -1.78, -0.77, -2.64, 0.31, -2.75, -7.71),
)


@dataclass(frozen=True)
class Verdict:
    """How a candidate was judged: ``score`` 0 to 1, how surely it is a spot; it is one above a half."""

    candidate: Candidate
    score: float

    @property
    def is_spot(self) -> bool:
        """Whether the evidence is for a spot."""
        return self.score > 0.5


def judge(sheet: Sheet, candidate: Candidate) -> Verdict:
    """Whether a place of a sheet is a spot."""
    is_plain = candidate.contrast >= LEAST_CONTRAST and candidate.alike <= MOST_ALIKE
    if not is_plain or tint(sheet, candidate) > MOST_TINT:
        return Verdict(candidate, 0.0)
    weights = LINES if candidate.mask.sum() > LINE * np.pi * candidate.depth**2 else SPECKS
    return Verdict(candidate, float(1 / (1 + np.exp(-weigh(measure(sheet, candidate), weights)))))


def weigh(traits: Traits, weights: Weights) -> float:
    """The evidence that ``traits`` are those of a spot, above 0 where they are."""
    place = (traits.clip(LOWEST, HIGHEST) - LOWEST) / (HIGHEST - LOWEST) * 2 - 1
    return float(weights.start + place @ np.array(weights.traits) + place**2 @ np.array(weights.squares))
