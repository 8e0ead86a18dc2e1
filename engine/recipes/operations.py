"""What a step can do: every isolated edit, the edits of registered pictures, and a look at the picture."""

from __future__ import annotations

from engine.edits.registry import EDITS
from engine.recipes.edits import describe_edit
from engine.recipes.operation import Operation
from engine.recipes.people import CREATE
from engine.recipes.product_check import PRODUCT_CHECK
from engine.recipes.removals import OBJECTS_REMOVE

OPERATIONS: dict[str, Operation] = {
    operation.slug: operation for operation in (*map(describe_edit, EDITS), OBJECTS_REMOVE, CREATE, PRODUCT_CHECK)
}
