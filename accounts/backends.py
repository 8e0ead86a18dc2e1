"""Ways of signing in beside a password."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import RemoteUserBackend
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from accounts import audit
from accounts.models import Account


class ProxyBackend(RemoteUserBackend):
    """Signs in whom a trusted proxy names; who comes for the first time gets an account without a password."""

    def authenticate(self, request: HttpRequest, remote_user: str) -> Account | None:  # type: ignore[override]
        """The account; None for a name that none can have, and for one that is closed."""
        name = self.clean_username(remote_user)
        try:
            Account._meta.get_field("username").run_validators(name)
        except ValidationError:
            return None
        if not name:
            return None
        return super().authenticate(request, remote_user)

    def clean_username(self, username: str) -> str:
        """The name as UTF-8, which headers have as Latin-1, in the spelling that accounts are kept by."""
        try:
            name = username.encode("latin-1").decode()
        except UnicodeError:
            name = username
        return Account.normalize_username(name.strip())

    def configure_user(self, request: HttpRequest, user: Account, created: bool = True) -> Account:  # type: ignore[override]
        """Write down who is new."""
        if created:
            user.set_unusable_password()
            user.save(update_fields=["password"])
            audit.note(audit.Action.ACCOUNT, request, user, about="proxy")
        return user


def is_no_password(_request: HttpRequest, credentials: dict[str, Any] | None) -> bool:
    """Whether somebody is let in by other means than a password, where there is nothing to guess: for django-axes."""
    return credentials is not None and credentials.get("username") is None
