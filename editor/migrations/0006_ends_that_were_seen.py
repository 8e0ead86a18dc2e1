from typing import Any

from django.db import migrations, models


def see_all(apps: Any, schema_editor: Any) -> None:
    """How older jobs ended was told when it was news."""
    apps.get_model("editor", "Job").objects.exclude(status__in=["queued", "running"]).update(seen=True)


class Migration(migrations.Migration):
    dependencies = [
        ("editor", "0005_files_and_calls"),
    ]

    operations = [
        migrations.AddField(
            model_name="job",
            name="seen",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(see_all, migrations.RunPython.noop),
    ]
