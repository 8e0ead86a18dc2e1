"""Django's admin for operators: to look at what there is, and to do the little that is done for others.

Nothing is added or changed here; rows belong to editor and engine, which have rules. Accounts are closed and opened,
tokens revoked, and who guessed wrong too often is let try again.
"""

from __future__ import annotations

from typing import Any

from axes.models import AccessAttempt
from django.contrib import admin
from django.contrib.auth import logout
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts import audit, closing
from accounts.models import Account, AuditEntry, Invitation, ShareLink
from editor.models import Job, Picture, Share
from engine import tokens
from engine.models import Token

SECRETS = {"password", "digest"}  # columns that stand for secrets


class OperatorSite(admin.AdminSite):
    """The admin's pages, for operators alone; signing in and out and passwords are the studio's own."""

    site_header = site_title = "Bria Studio"
    site_url = "/"

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """For whoever is signed in and no operator there is nothing here."""
        raise Http404("There is no such page.")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # type: ignore[override]
        """As on every page."""
        logout(request)
        return redirect("sign_in")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # type: ignore[override]
        """On the account's page."""
        return redirect("account")


class LookOnly(admin.ModelAdmin[Any]):
    """Rows that are shown and not touched."""

    show_full_result_count = False
    list_per_page = 50

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Nobody finds out letter by letter, in the address of a list, what no page shows."""
        return not SECRETS & set(lookup.split("__")) and super().lookup_allowed(lookup, value, request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Every operator."""
        return bool(request.user.is_active and request.user.is_staff)


class AccountAdmin(LookOnly):
    """Who has an account."""

    list_display = ["username", "is_active", "is_staff", "last_login", "date_joined", "owner"]
    list_filter = ["is_active", "is_staff"]
    search_fields = ["username", "email", "owner"]
    fields = ["username", "email", "is_active", "is_staff", "last_login", "date_joined", "owner", "subject"]
    actions = ["close", "reopen"]

    @admin.action(description=_("Close the accounts"))
    def close(self, request: HttpRequest, accounts: QuerySet[Account]) -> None:
        """Let nobody sign in with these any more, but for the operator's own."""
        for account in accounts.filter(is_active=True).exclude(pk=operator(request).pk):
            closing.close(account, operator(request))

    @admin.action(description=_("Open the accounts again"))
    def reopen(self, request: HttpRequest, accounts: QuerySet[Account]) -> None:
        """Let their people sign in again."""
        for account in accounts.filter(is_active=False):
            closing.reopen(account, operator(request))


class TokenAdmin(LookOnly):
    """Who may use the API."""

    list_display = ["name", "account", "created_at", "used_at", "revoked_at"]
    search_fields = ["name", "account"]
    fields = ["name", "account", "created_at", "used_at", "revoked_at"]
    actions = ["revoke"]

    @admin.action(description=_("Revoke the tokens"))
    def revoke(self, request: HttpRequest, chosen: QuerySet[Token]) -> None:
        """Have them taken no more."""
        names = ", ".join(chosen.filter(revoked_at=None).values_list("name", flat=True))
        if tokens.revoke_all(chosen):
            audit.note(audit.Action.REVOCATION, request, operator(request), about=names)


class AuditAdmin(LookOnly):
    """Who did what."""

    list_display = ["at", "name", "action", "about", "address"]
    list_filter = ["action", "at"]
    search_fields = ["name", "about", "address"]


class PictureAdmin(LookOnly):
    """What there is, by name and owner: no image is shown."""

    list_display = ["pk", "name", "owner", "created_at"]
    search_fields = ["name", "owner"]
    fields = ["name", "owner", "format", "created_at"]


class JobAdmin(LookOnly):
    """What is at work, and how work ended."""

    list_display = ["id", "kind", "status", "picture_id", "created_at", "finished_at", "error_kind"]
    list_filter = ["status", "kind"]
    fields = ["id", "kind", "status", "picture_id", "created_at", "finished_at", "error_kind", "attempt", "error"]


class ShareAdmin(LookOnly):
    """With whom pictures are shared."""

    list_display = ["picture_id", "owner", "may_edit", "created_at"]
    search_fields = ["owner"]


class LinkAdmin(LookOnly):
    """Links to pictures, and invitations."""

    list_display = ["__str__", "made_by", "created_at", "expires_at"]
    exclude = ["digest"]


class AttemptAdmin(LookOnly):
    """Who guessed wrong; to delete a row is to let them try again."""

    list_display = ["attempt_time", "username", "ip_address", "failures_since_start"]
    fields = ["attempt_time", "username", "ip_address", "failures_since_start"]

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Every operator."""
        return self.has_view_permission(request, obj)


def operator(request: HttpRequest) -> Account:
    """Who is at the admin's pages."""
    assert isinstance(request.user, Account)
    return request.user


site = OperatorSite(name="admin")
site.register(Account, AccountAdmin)
site.register(AuditEntry, AuditAdmin)
site.register(Token, TokenAdmin)
site.register(Picture, PictureAdmin)
site.register(Job, JobAdmin)
site.register(Share, ShareAdmin)
site.register([Invitation, ShareLink], LinkAdmin)
site.register(AccessAttempt, AttemptAdmin)
