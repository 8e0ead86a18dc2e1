"""Shared by the tests of accounts: a studio that asks people to sign in."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from accounts.models import Account
from tests.accounts import clients
from tests.briastudio.applications import forget_application
from tests.editor.conftest import embedded_engine

__all__ = ["embedded_engine"]


@pytest.fixture(autouse=True)
def accounts(settings: Settings) -> Iterator[None]:
    """The site as ``STUDIO_ACCOUNTS=1`` makes it, for the engine within this process as well."""
    settings.ACCOUNTS = settings.TOKENS_ONLY = True
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, *settings.ACCOUNT_MIDDLEWARE]
    settings.ROOT_URLCONF = settings.ACCOUNT_URLCONF
    settings.SESSION_ENGINE = settings.ACCOUNT_SESSIONS
    options = settings.TEMPLATES[0]["OPTIONS"]
    processors = [*options["context_processors"], *settings.ACCOUNT_CONTEXT]
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "OPTIONS": {**options, "context_processors": processors}}]
    forget_application()
    yield
    forget_application()


@pytest.fixture
def anna(db: None) -> Account:
    """Who runs the studio."""
    return clients.make_account("anna", is_staff=True, is_superuser=True)


@pytest.fixture
def ben(db: None) -> Account:
    """Somebody else."""
    return clients.make_account("ben")
