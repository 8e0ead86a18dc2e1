"""The numbers that can be given for what is changed about a person. Keys and ranges are those that Bria documents."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Range:
    """Numbers from ``low`` to ``high``; as a strength they stand beside a name, others in its place."""

    low: float
    high: float
    is_whole: bool = False
    is_strength: bool = False

    def __contains__(self, number: float) -> bool:
        return self.low <= number <= self.high and (number == round(number) or not self.is_whole)

    def __str__(self) -> str:
        return f"{'a whole number' if self.is_whole else 'a number'} from {self.low:g} to {self.high:g}"


RANGES = {
    "age": Range(-10, 10),
    "gender": Range(-10, 10),
    "makeup": Range(-10, 10),
    "hair_line": Range(-20, 20),
    "glasses": Range(0, 6, is_whole=True),
    "haircolor": Range(0, 4, is_whole=True),
    "diversity": Range(0, 1, is_strength=True),
    "expression": Range(0, 1.5, is_strength=True),
}
NAMES_ONLY = ("Beard",)
