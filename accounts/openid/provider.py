"""Signing in by an OpenID provider (OpenID Connect Core 1.0, section 3.1, the code flow); Authlib asks and checks it.

Whoever the provider lets in gets an account, which is found again by what the provider calls its person (``sub``),
never by a name that somebody may have changed there.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any

from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext
from joserfc.errors import JoseError
from requests import RequestException

from accounts.models import NAME_LENGTH, SUBJECT_LENGTH, Account

PATIENCE = 10  # seconds that the provider gets for each answer
SCOPE = "openid profile email"
# What Authlib raises where an answer is wrong, or is none.
WRONG = (OAuthError, JoseError, RequestException, RuntimeError, ValueError, TypeError, KeyError, AttributeError)
UNFIT = re.compile(r"[^\w.@+-]+")  # what a name cannot have


class SignInRefused(Exception):
    """Nobody was signed in; ``str(error)`` says why to the person, ``about`` to whoever reads the audit log."""

    def __init__(self, sentence: str, about: str) -> None:
        super().__init__(sentence)
        self.about = about


@functools.cache
def client(issuer: str, client_id: str, secret: str) -> Any:
    """What asks the provider; it knows its addresses and keys from the first time on."""
    return OAuth().register(
        "studio",
        client_id=client_id,
        client_secret=secret,
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
        client_kwargs={"scope": SCOPE, "code_challenge_method": "S256", "default_timeout": PATIENCE},
    )


def current_client() -> Any:
    """The client that the settings ask for."""
    return client(settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET)


def begin(request: HttpRequest) -> HttpResponse:
    """The way to the provider.

    Raises:
        SignInRefused: it does not answer, or not as a provider does.
    """
    try:
        answer: HttpResponse = current_client().authorize_redirect(
            request, request.build_absolute_uri(reverse("openid_return"))
        )
    except WRONG as error:
        raise SignInRefused(unreachable(), describe(error)) from error
    return answer


def read_claims(request: HttpRequest) -> Mapping[str, Any]:
    """What the provider says of the person who comes back from it, once all of it was checked.

    Raises:
        SignInRefused: it is not for this browser, this studio or this moment, or not said by the provider.
    """
    expected = {
        "iss": {"essential": True, "values": [settings.OIDC_ISSUER, f"{settings.OIDC_ISSUER}/"]},
        "aud": {"essential": True, "value": settings.OIDC_CLIENT_ID},
        "sub": {"essential": True},
        "nonce": {"essential": True},
    }
    try:
        token = current_client().authorize_access_token(request, claims_options=expected)
        _ = token["id_token"]  # without one, what stands beside it was not checked
        claims: Mapping[str, Any] = token["userinfo"]
    except RequestException as error:
        raise SignInRefused(unreachable(), describe(error)) from error
    except WRONG as error:
        raise SignInRefused(not_valid(), describe(error)) from error
    return claims


def find_account(claims: Mapping[str, Any]) -> Account | None:
    """The account of the person, or None.

    Raises:
        SignInRefused: it is closed.
    """
    account = Account.objects.filter(subject=read_subject(claims)).first()
    if account and not account.is_active:
        raise SignInRefused(gettext("Your account is closed. Ask whoever runs the studio."), "closed account")
    return account


def make_account(claims: Mapping[str, Any]) -> Account:
    """A new account for the person, without a password.

    Raises:
        SignInRefused: somebody else has its name, or the provider gives none.
    """
    claimed = str(claims.get(settings.OIDC_USERNAME_CLAIM) or claims.get("email") or "")
    name = UNFIT.sub("_", Account.normalize_username(claimed))[:NAME_LENGTH]
    if not name:
        raise SignInRefused(gettext("The provider gives no name for you. Ask whoever runs the studio."), "no name")
    account, is_new = Account.objects.get_or_create(username=name, defaults={"subject": read_subject(claims)})
    if not is_new:
        raise SignInRefused(
            gettext("There is an account of your name already. If it is yours, sign in to it, and connect it."),
            "name taken",
        )
    account.set_unusable_password()
    account.save(update_fields=["password"])
    return account


def connect(account: Account, claims: Mapping[str, Any]) -> None:
    """Have the account be the person's from now on."""
    account.subject = read_subject(claims)
    account.save(update_fields=["subject"])


def read_subject(claims: Mapping[str, Any]) -> str:
    """What the provider calls the person: at most 255 ASCII characters (section 2 of the standard).

    Raises:
        SignInRefused: it is nothing of the kind.
    """
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= SUBJECT_LENGTH or not subject.isprintable():
        raise SignInRefused(not_valid(), "openid: sub")
    return subject


def not_valid() -> str:
    """What is said where the provider's answer is not what it must be."""
    return gettext("The provider's answer is not valid for this sign-in. Nobody was signed in; try again.")


def unreachable() -> str:
    """What is said where the provider is at fault."""
    return gettext("The provider cannot be reached at the moment. Nobody was signed in; try again.")


def describe(error: Exception) -> str:
    """An error for the audit log."""
    return f"openid: {type(error).__name__} {error}"
