"""The Django app a person uses."""

from django.apps import AppConfig


class EditorConfig(AppConfig):
    """Pictures, revisions, jobs and the pages around them."""

    name = "editor"
    default_auto_field = "django.db.models.BigAutoField"
