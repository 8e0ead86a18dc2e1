"""The schema takes what the reader takes, as far as a schema can tell."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest

from recipes.reading import read_object
from recipes.schema import EMBEDDED, MARK, PEOPLE, Schema, build
from recipes.writing import to_json
from tests.recipes.samples import FULL, RUNS, with_step

OBJECT: Schema = {"type": "object"}
OPERATIONS: dict[str, Schema] = {
    "erase": {"properties": {"mask": MARK, "mask_type": {"enum": ["manual", "automatic"]}}, "required": ["mask"]},
    "objects_remove": {
        "properties": {name: {} for name in ("include_shadow", "mask_ids", "masks_of")}
    },
    "create": {"properties": {"actions": OBJECT, "people": PEOPLE, "people_of": {}}},
    "blur_background": {"properties": {"keep": MARK, "scale": {}}},
    "replace_background": {"properties": {"ref_images": EMBEDDED}},
}  # fmt: skip


@pytest.fixture(scope="module")
def schema() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(build(OPERATIONS, {"objects": "Things."}, {"largest": "One."}))


def test_it_takes_what_is_written(schema: jsonschema_rs.Draft202012Validator) -> None:
    assert schema.is_valid(to_json(read_object(FULL)))


@pytest.mark.parametrize(
    "value",
    [
        FULL | {"recipe": 2},
        FULL | {"path": "x"},
        FULL | {"steps": []},
        FULL | {"name": 201 * "x"},
        FULL | {"made_by": {"camera": "x"}},
        FULL | {"input": {"sha256": "abc"}},
        with_step(do="frobnicate"),
        with_step(do="erase"),
        with_step(do="erase", mask="/etc/passwd"),
        with_step(do="erase", mask={"runs": RUNS | {"counts": "1 0 5"}}),
        with_step(do="erase", mask={"ids": []}),
        with_step(do="erase", mask={"rule": "unknown"}),
        with_step(do="erase", mask={"rule": "objects", "at_most": 2}),
        with_step(do="replace_background", ref_images="https://example.com"),
    ],
)
def test_it_refuses_what_is_none(schema: jsonschema_rs.Draft202012Validator, value: Any) -> None:
    assert not schema.is_valid(value)
