from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("engine", "0005_forgotten_files"),
    ]

    operations = [
        migrations.AddField(
            model_name="token",
            name="account",
            field=models.CharField(blank=True, db_index=True, default="", max_length=32),
            preserve_default=False,
        ),
        migrations.RemoveConstraint(model_name="token", name="one_valid_token_per_name"),
        migrations.AddConstraint(
            model_name="token",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at", None)), fields=("account", "name"), name="one_valid_token_per_name"
            ),
        ),
    ]
