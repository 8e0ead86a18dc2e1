"""The permission to have an account signed in to by an OpenID provider from now on.

It is in the link on the account's page, so that no other page can connect the account to somebody else's person.
"""

from __future__ import annotations

from django.core import signing

from accounts.models import Account

SALT = "accounts.openid"
LIFETIME = 3600  # seconds


def sign_link(account: Account) -> str:
    """The permission, for the next hour."""
    return signing.dumps(account.pk, salt=SALT)


def is_signed_by(account: Account, text: str) -> bool:
    """Whether this is the account's own permission."""
    try:
        return bool(signing.loads(text, salt=SALT, max_age=LIFETIME) == account.pk)
    except signing.BadSignature:
        return False
