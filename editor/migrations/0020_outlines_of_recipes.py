import json
from typing import Any

from django.db import migrations, models

BATCH = 20  # recipes at a time, each of up to 8 MB
OUTLINED = 8  # steps
MARKED = ("keep", "mask", "people", "remove")  # fields whose marks are told


def outline_recipes(apps: Any, schema_editor: Any) -> None:
    """What the list shows of recipes that were kept before."""
    for row in apps.get_model("editor", "SavedRecipe").objects.order_by("pk").iterator(BATCH):
        steps = json.loads(row.text)["steps"]
        row.step_count, row.outline = len(steps), [outline_step(step) for step in steps[:OUTLINED]]
        row.save(update_fields=["step_count", "outline"])


def outline_step(step: dict[str, Any]) -> dict[str, Any]:
    """What a step does, and to what."""
    marks = [outline_mark(step[name]) for name in sorted(step) if name in MARKED]
    return {"do": step["do"], "marks": marks}


def outline_mark(mark: dict[str, Any]) -> dict[str, Any]:
    """What a mark means, without its numbers."""
    if "rule" in mark:
        return {"kind": "rule", "name": mark["rule"], "at_most": mark.get("at_most", 1.0)}
    return {"kind": "runs" if "runs" in mark else "ids"}


class Migration(migrations.Migration):
    dependencies = [
        ("editor", "0019_recipes"),
    ]

    operations = [
        migrations.AddField("savedrecipe", "step_count", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField("savedrecipe", "outline", models.JSONField(default=list)),
        migrations.RunPython(outline_recipes, migrations.RunPython.noop),
    ]
