from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("editor", "0020_outlines_of_recipes"),
    ]

    operations = [
        migrations.AddField(
            model_name="reciperun",
            name="checks_faces",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="recipeuse",
            name="left_out",
            field=models.JSONField(default=list),
        ),
        migrations.AlterField(
            model_name="recipeuse",
            name="decision",
            field=models.CharField(
                blank=True,
                choices=[("", "Open"), ("kept", "Kept"), ("undone", "Undone"), ("left", "Left")],
                default="",
                max_length=8,
            ),
        ),
    ]
