"""Recipes to read and write."""

from __future__ import annotations

from typing import Any

DIGEST = 64 * "a"
RUNS = {"width": 3, "height": 2, "counts": "1 2 3"}

# One of everything that a recipe can hold.
FULL: dict[str, Any] = {
    "recipe": 1,
    "name": "Staub vom August – ほこり",
    "made_by": {"software": "Bria Studio 0.1.0", "engine": "Bria Studio 0.1.0", "weights": ["u2netp", "yunet"]},
    "input": {"sha256": DIGEST, "width": 3000, "height": 2000},
    "output": {"sha256": DIGEST},
    "steps": [
        {"do": "erase", "mask": {"runs": RUNS}, "mask_type": "manual"},
        {"do": "objects_remove", "include_shadow": True, "mask_ids": [3, 7], "masks_of": 1},
        {"do": "erase", "mask": {"rule": "objects", "at_most": 0.01}},
        {"do": "create", "actions": {"expression": {"smile": 0.8}}, "people": {"rule": "largest"}, "people_of": 2},
        {"do": "blur_background", "keep": {"ids": [1004]}, "scale": 2},
        {"do": "replace_background", "ref_images": {"base64": "aGVsbG8="}},
    ],
}


def with_step(**fields: Any) -> dict[str, Any]:
    """A recipe of one step."""
    return {"recipe": 1, "steps": [fields]}
