from django.db import migrations, models

import editor.fields


class Migration(migrations.Migration):
    dependencies = [
        ("editor", "0007_previews_of_visuals"),
    ]

    operations = [
        migrations.AddField(
            model_name="visual",
            name="early_regions",
            field=models.CharField(blank=True, max_length=120),
        ),
        migrations.AddField(
            model_name="visual",
            name="objects_error",
            field=editor.fields.SentenceField(blank=True),
        ),
    ]
