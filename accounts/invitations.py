"""Inviting somebody by a link: one account can be made with it, for a week."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext, gettext_noop

from accounts.forms import JoinForm
from accounts.models import Account, Invitation
from accounts.secret_links import hash_secret, make_secret

LIFETIME = timedelta(days=7)
USED = gettext_noop("This invitation was used already. Sign in, or ask for a new one.")


class NotInvited(Exception):
    """There is no such invitation any more; ``str(error)`` says why, and what helps."""


class NameTaken(Exception):
    """There is an account of this name."""


def invite(account: Account, note: str) -> str:
    """A new invitation; its secret, this once."""
    secret = make_secret()
    Invitation.objects.create(
        digest=hash_secret(secret), made_by=account, note=note, expires_at=timezone.now() + LIFETIME
    )
    return secret


def find(secret: str) -> Invitation:
    """The invitation that can be accepted by this secret.

    Raises:
        NotInvited: there is none, or it has ended.
    """
    invitation = Invitation.objects.filter(digest=hash_secret(secret)).first()
    if invitation is None:
        raise NotInvited(gettext("There is no such invitation. Check the link, or ask for a new one."))
    if invitation.used_at:
        raise NotInvited(gettext(USED))
    if invitation.has_expired:
        raise NotInvited(gettext("This invitation has ended. Ask for a new one."))
    return invitation


def accept(invitation: Invitation, form: JoinForm) -> Account:
    """The account that somebody asks for by a valid form. Of two who do so at once, one gets it.

    Raises:
        NotInvited: somebody was first.
        NameTaken: somebody has made an account of this name since the form was looked at; the invitation stays.
    """
    try:
        with transaction.atomic():
            row = Invitation.objects.filter(pk=invitation.pk)
            if not row.filter(used_at=None).update(used_at=timezone.now()):
                raise NotInvited(gettext(USED))
            account: Account = form.save()
            row.update(account=account)
    except IntegrityError:
        raise NameTaken from None
    return account
