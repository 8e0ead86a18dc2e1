"""Accounts as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Who signs in."""

    name = "accounts"

    def ready(self) -> None:
        """Have Django's own signs of who comes and goes written down."""
        from accounts import audit

        audit.listen()
