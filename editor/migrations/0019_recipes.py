import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import editor.fields


class Migration(migrations.Migration):
    dependencies = [
        ("editor", "0018_due_sweeps"),
    ]

    operations = [
        migrations.CreateModel(
            name="RecipeRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("owner", models.CharField(db_index=True, max_length=32)),
                ("name", models.CharField(max_length=200)),
                ("recipe", models.CharField(max_length=120)),
                ("is_preview", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="SavedRecipe",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("owner", models.CharField(db_index=True, max_length=32)),
                ("name", models.CharField(max_length=200)),
                ("text", models.TextField()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "ordering": ["-created_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="RecipeUse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("error", editor.fields.SentenceField(blank=True)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("", "Open"), ("kept", "Kept"), ("undone", "Undone")],
                        default="",
                        max_length=8,
                    ),
                ),
                (
                    "job",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="editor.job"
                    ),
                ),
                (
                    "picture",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="recipe_uses", to="editor.picture"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="uses", to="editor.reciperun"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
    ]
