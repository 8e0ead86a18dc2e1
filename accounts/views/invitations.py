"""Inviting somebody, and being invited."""

from __future__ import annotations

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts import audit, invitations
from accounts.forms import InvitationForm, JoinForm
from accounts.guards import require_operator
from accounts.http import AccountRequest
from accounts.models import Invitation
from accounts.views.account import REFUSED, render_account

GONE = 410
PASSWORD_BACKEND = "django.contrib.auth.backends.ModelBackend"  # noqa: S105 - the name of a class


@require_POST
def collection(request: AccountRequest) -> HttpResponse:
    """Make an invitation, and show its link, this once."""
    require_operator(request)
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return render_account(request, REFUSED, invitation_form=form)
    secret = invitations.invite(request.user, form.cleaned_data["note"])
    audit.note(audit.Action.INVITATION, request, request.user, about=form.cleaned_data["note"])
    link = request.build_absolute_uri(reverse("invitation", args=[secret]))
    return render_account(request, new_invitation=link)


@require_POST
def withdrawal(request: AccountRequest, pk: int) -> HttpResponse:
    """Let nobody come by an invitation that was not used."""
    require_operator(request)
    invitation = get_object_or_404(Invitation, pk=pk, used_at=None)
    audit.note(audit.Action.WITHDRAWAL, request, request.user, about=invitation.note)
    invitation.delete()
    return redirect("account")


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Make an account for somebody who was invited, and sign them in."""
    form = JoinForm(request.POST if request.method == "POST" else None)
    try:
        found = invitations.find(secret)
        if not form.is_valid():
            return render_form(request, form)
        account = invitations.accept(found, form)
    except invitations.NotInvited as error:
        return render(request, "accounts/invitation.html", {"refusal": str(error)}, status=GONE)
    except invitations.NameTaken:
        return render_form(request, JoinForm(request.POST))  # which says so now
    audit.note(audit.Action.ACCOUNT, request, account)
    login(request, account, PASSWORD_BACKEND)
    return redirect("start")


def render_form(request: HttpRequest, form: JoinForm) -> HttpResponse:
    """The page of an invitation that can be accepted."""
    return render(request, "accounts/invitation.html", {"form": form}, status=REFUSED if form.is_bound else 200)
