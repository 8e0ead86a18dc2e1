from typing import Any

from django.db import migrations, models


def find_branches(apps: Any, schema_editor: Any) -> None:
    """The first child of a revision stands on its parent's line; any further child begins one."""
    Revision = apps.get_model("editor", "Revision")
    branches, continued = {None: 0}, set()
    for row in Revision.objects.order_by("picture_id", "number").only("number", "parent"):
        goes_on = row.parent_id is not None and row.parent_id not in continued
        row.branch = branches[row.pk] = branches[row.parent_id] if goes_on else row.number
        continued.add(row.parent_id)
        row.save(update_fields=["branch"])


class Migration(migrations.Migration):
    dependencies = [("editor", "0001_initial")]

    operations = [
        migrations.AddField("picture", "numbered", models.PositiveIntegerField(default=0)),
        migrations.AddField("revision", "branch", models.PositiveIntegerField(default=0)),
        migrations.AddField("revision", "name", models.CharField(blank=True, max_length=200)),
        migrations.RunPython(find_branches, migrations.RunPython.noop),
    ]
