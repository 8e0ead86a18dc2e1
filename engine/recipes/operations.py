"""What a step can do: every isolated edit, the edits of registered pictures, and a look at the picture."""

from __future__ import annotations

from engine.edits.registry import EDITS
from engine.edits.shared import INCLUDE_SHADOW, VARIANT
from engine.recipes.edits import describe_edit
from engine.recipes.operation import Operation, planned_by
from engine.recipes.registered_fields import ACTIONS, OWN_CHANGES, OWN_MASK, PEOPLE, REMOVED_IDS
from engine.resolutions import DESIRED_RESOLUTION

OBJECTS_REMOVE = Operation(
    slug="objects_remove",
    fields=(REMOVED_IDS, OWN_MASK, INCLUDE_SHADOW, VARIANT, DESIRED_RESOLUTION),
    plan=planned_by("engine.recipes.removals.plan_removal"),
    keeps_masks=True,
)
CREATE = Operation(
    slug="create",
    fields=(OWN_CHANGES, PEOPLE, ACTIONS, DESIRED_RESOLUTION),
    plan=planned_by("engine.recipes.people.plan_changes"),
    keeps_masks=True,
)
PRODUCT_CHECK = Operation(slug="product_check", fields=(), plan=planned_by("engine.recipes.product_check.plan_check"))

OPERATIONS: dict[str, Operation] = {
    operation.slug: operation for operation in (*map(describe_edit, EDITS), OBJECTS_REMOVE, CREATE, PRODUCT_CHECK)
}
