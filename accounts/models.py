"""What is remembered of accounts: who signs in, and what they did."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

NAME_LENGTH, ABOUT_LENGTH = 150, 200  # characters of an entry


def new_owner() -> str:
    """32 hexadecimal digits that pictures, quotas and turns of an account are kept under."""
    return uuid.uuid4().hex


class Account(AbstractUser):
    """Somebody who signs in. Whoever is ``is_staff`` runs the studio: invites others, and sees the admin's pages.

    ``owner`` stands for the account wherever something belongs to somebody, as a visitor's name does for a session
    (``editor.access``).
    """

    owner = models.CharField(max_length=32, unique=True, default=new_owner, editable=False)

    def set_open(self, is_open: bool) -> None:
        """Let its person sign in, or not any more: sessions end with the next request."""
        self.is_active = is_open
        self.save(update_fields=["is_active"])


class AuditEntry(models.Model):
    """Something that an account did, or that was refused; never changed.

    ``name`` is what the account was called, or what somebody called themselves; ``about`` what it was done to.
    """

    class Action(models.TextChoices):
        """What may be done."""

        SIGN_IN = "sign in", _("Signed in")
        SIGN_OUT = "sign out", _("Signed out")
        REFUSAL = "refusal", _("Was refused")
        ADOPTION = "adoption", _("Took pictures along")
        ACCOUNT = "account", _("Made an account")
        PASSWORD = "password", _("Changed the password")
        INVITATION = "invitation", _("Invited somebody")
        WITHDRAWAL = "withdrawal", _("Withdrew an invitation")
        TOKEN = "token", _("Made an API token")
        REVOCATION = "revocation", _("Revoked an API token")
        SHARE = "share", _("Shared a picture")
        SHARE_END = "share end", _("Ended a share")
        DELETION = "deletion", _("Deleted a picture")
        CLOSING = "closing", _("Closed an account")
        OPENING = "opening", _("Opened an account again")

    at = models.DateTimeField(default=timezone.now, db_index=True)
    action = models.CharField(max_length=20, choices=Action.choices)
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=NAME_LENGTH, blank=True)
    about = models.CharField(max_length=ABOUT_LENGTH, blank=True)
    address = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name_plural = "audit entries"

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.name} {self.action}"
