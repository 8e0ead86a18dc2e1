"""The account that a studio begins with, by the environment."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import CommandError
from django.db import IntegrityError, transaction

from accounts.models import Account


def ensure() -> None:
    """Make the account that ``FIRST_ACCOUNT`` names where there is none; one that is there stays as it is.

    Raises:
        CommandError: its name or its password cannot be taken, or nobody could sign in.
    """
    if not settings.ACCOUNTS:
        return
    name = Account.normalize_username(settings.FIRST_ACCOUNT)
    if name and not is_there(name):
        try:
            with transaction.atomic():
                create(name, settings.FIRST_ACCOUNT_PASSWORD, is_operator=True)
        except (CommandError, IntegrityError):
            if not is_there(name):  # where it is, another host was faster
                raise
    is_open = Account.objects.filter(is_active=True).exists()
    if not is_open and not (settings.REMOTE_USER_HEADER or settings.OIDC_ISSUER):
        raise CommandError(
            "Nobody could sign in: set STUDIO_FIRST_ACCOUNT and STUDIO_FIRST_ACCOUNT_PASSWORD, or make an account by "
            "manage.py account create NAME --operator, or open a closed one by manage.py account open NAME."
        )


def create(name: str, password: str, *, is_operator: bool) -> Account:
    """A new account.

    Raises:
        CommandError: its name or its password cannot be taken.
    """
    account = Account(username=Account.normalize_username(name), is_staff=is_operator, is_superuser=is_operator)
    account.set_password(password)
    try:
        account.full_clean()
        validate_password(password, account)
    except ValidationError as error:
        raise CommandError(f"The account {name} cannot be made: {' '.join(error.messages)}") from None
    account.save()
    return account


def is_there(name: str) -> bool:
    """Whether somebody has this name."""
    return Account.objects.filter(username=name).exists()
