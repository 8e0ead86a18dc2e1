"""The Django app that answers Bria's API."""

from django.apps import AppConfig


class EngineConfig(AppConfig):
    """Visuals, sids, results, and the routes over the operations."""

    name = "engine"
    default_auto_field = "django.db.models.BigAutoField"
