"""The page of one's own account."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from accounts import audit
from accounts.forms import InvitationForm, TokenForm
from accounts.http import AccountRequest
from accounts.models import Invitation
from accounts.openid.links import sign_link
from engine.models import Token

REFUSED = 422


@require_safe
def page(request: AccountRequest) -> HttpResponse:
    """Everything about the account."""
    return render_account(request)


def render_account(request: AccountRequest, status: int = 200, **context: object) -> HttpResponse:
    """The page; ``context`` has what differs from how it is found: a refused form, or a secret that is shown once."""
    account = request.user
    shown = {
        "password_form": PasswordChangeForm(account) if account.has_usable_password() else None,
        "tokens": Token.objects.filter(account=account.owner, revoked_at=None).order_by("created_at"),
        "token_form": TokenForm(),
        "invitations": Invitation.objects.filter(used_at=None).select_related("made_by") if account.is_staff else None,
        "invitation_form": InvitationForm(),
        "openid_link": sign_link(account) if settings.OIDC_ISSUER and not account.subject else None,
    }
    return render(request, "accounts/account.html", {**shown, **context}, status=status)


@require_POST
def password(request: AccountRequest) -> HttpResponse:
    """Change one's password; one's other sessions end."""
    form = PasswordChangeForm(request.user, request.POST)
    if not form.is_valid():
        return render_account(request, REFUSED, password_form=form)
    account = form.save()
    update_session_auth_hash(request, account)
    audit.note(audit.Action.PASSWORD, request, account)
    return redirect("account")
