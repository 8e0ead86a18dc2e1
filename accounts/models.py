"""What is remembered of accounts: who signs in, and what they did."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editor.models import Picture

SUBJECT_LENGTH = 255  # characters that an OpenID provider may call somebody by
NAME_LENGTH, ABOUT_LENGTH = 150, 200  # characters of an entry


def new_owner() -> str:
    """32 hexadecimal digits that pictures, quotas and turns of an account are kept under."""
    return uuid.uuid4().hex


class Account(AbstractUser):
    """Somebody who signs in. Whoever is ``is_staff`` runs the studio: invites others, and sees the admin's pages.

    ``owner`` stands for the account wherever something belongs to somebody, as a visitor's name does for a session
    (``editor.access``). ``subject`` is what an OpenID provider calls its person, if they sign in by one.
    """

    owner = models.CharField(max_length=32, unique=True, default=new_owner, editable=False)
    subject = models.CharField(max_length=SUBJECT_LENGTH, blank=True, db_index=True, editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject"], condition=~Q(subject=""), name="one_account_each")]


class SecretLink(models.Model):
    """An address that opens something to whoever has it, until it ends: only the SHA-256 of its secret is kept."""

    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def has_expired(self) -> bool:
        """True where its time is over."""
        return self.expires_at <= timezone.now()


class Invitation(SecretLink):
    """A link by which one person makes an account; ``note`` says to whoever made it for whom it is."""

    note = models.CharField(max_length=100, blank=True)
    used_at = models.DateTimeField(null=True)
    account = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.note or f"invitation {self.pk}"


class ShareLink(SecretLink):
    """A link by which whoever has it looks at a picture, until it ends."""

    picture = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["expires_at", "pk"]

    def __str__(self) -> str:
        return f"{self.picture_id} until {self.expires_at:%Y-%m-%d}"


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
        CONNECTION = "connection", _("Connected an account to a provider")
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
