"""When what one worker does for all of them is due again."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds DueSweep."""

    dependencies = [("editor", "0015_shares")]
    operations = [
        migrations.CreateModel(
            name="DueSweep",
            fields=[
                ("name", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("due_at", models.DateTimeField()),
            ],
        ),
    ]
