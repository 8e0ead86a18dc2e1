from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("editor", "0006_ends_that_were_seen"),
    ]

    operations = [
        migrations.AddField(
            model_name="visual",
            name="previews",
            field=models.JSONField(default=list),
        ),
    ]
