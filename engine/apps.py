"""The Django app that answers Bria's API."""

from django.apps import AppConfig
from django.core.checks import register

from engine.checks import check_models, check_weights


class EngineConfig(AppConfig):
    """Visuals, sids, results, and the routes over the operations."""

    name = "engine"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Ask at every start whether supplied models and installed weights can be used."""
        register(check_models)
        register(check_weights)
