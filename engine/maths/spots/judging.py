"""Whether a place that differs is a spot: its traits weighed by a small network.

The network has one layer of tanh units between the traits and the evidence. ``benchmarks/spot_weights.py`` found its
weights, and says from what.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.maths.spots.candidates import Candidate, Sheet
from engine.maths.spots.traits import Surroundings, Traits, measure, tint
from engine.maths.spots.weights import START, STARTS, TRAITS, VOTES

# A spot has at most so many places like it around it, or it is one of a pattern, of leaves, freckles, letters or stars;
# and at most this share of its difference is colour, or it is a thing.
MOST_ALIKE, MOST_TINT = 12, 0.25
# The weights as they are counted with: those of the module are hundredths.
LOWEST, HIGHEST, *UNITS = np.array(list(TRAITS.values())).T / 100
BEGINNINGS, VOICES, BEGINNING = np.array(STARTS) / 100, np.array(VOTES) / 100, START / 100


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
    traits = plain_traits(sheet, candidate)
    return Verdict(candidate, 0.0 if traits is None else float(1 / (1 + np.exp(-weigh(traits)))))


def plain_traits(sheet: Sheet, candidate: Candidate) -> Traits | None:
    """The traits of a place that may be a spot by the plain rules, None for any other."""
    if candidate.alike > MOST_ALIKE:
        return None
    around = Surroundings.of(sheet, candidate)
    colour = tint(sheet, candidate, around)
    return {"tint": colour} | measure(sheet, candidate, around) if colour <= MOST_TINT else None


def weigh(traits: Traits) -> float:
    """The evidence that ``traits`` are those of a spot, above 0 where they are."""
    values = np.array([traits[name] for name in TRAITS])
    places = (values.clip(LOWEST, HIGHEST) - LOWEST) / (HIGHEST - LOWEST) * 2 - 1
    return float(BEGINNING + np.tanh(BEGINNINGS + np.array(UNITS) @ places) @ VOICES)
