"""To the OpenID provider and back."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.forms import SignInForm
from accounts.models import Account
from accounts.openid import provider
from accounts.openid.links import is_signed_by
from accounts.views.invitations import PASSWORD_BACKEND

NEXT, CONNECTING = "openid_next", "openid_connecting"  # what the session keeps until the person is back


@login_not_required
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Lead to the provider."""
    request.session[NEXT] = read_next(request)
    request.session[CONNECTING] = is_connecting(request)
    try:
        return provider.begin(request)
    except provider.SignInRefused as error:
        return refuse(request, error)


def read_next(request: HttpRequest) -> str:
    """Where to go afterwards: to a page of ours."""
    wanted = request.GET.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if is_ours else resolve_url(settings.LOGIN_REDIRECT_URL)


def is_connecting(request: HttpRequest) -> bool:
    """Whether somebody who is signed in wants to come by the provider from now on."""
    user: Any = request.user
    return bool(user.is_authenticated and is_signed_by(user, request.GET.get("connect", "")))


@login_not_required
@require_safe
def finish(request: HttpRequest) -> HttpResponse:
    """Sign in who comes back."""
    wanted, is_wanted = request.session.pop(NEXT, ""), request.session.pop(CONNECTING, False)
    try:
        claims = provider.read_claims(request)
        account = provider.find_account(claims)
        if account is None:
            account = connect(request, claims) if is_wanted else join(request, claims)
    except provider.SignInRefused as error:
        return refuse(request, error)
    login(request, account, PASSWORD_BACKEND)
    return redirect(wanted or settings.LOGIN_REDIRECT_URL)


def connect(request: HttpRequest, claims: Any) -> Account:
    """The account that is signed in, which is the person's from now on."""
    account: Any = request.user
    provider.connect(account, claims)
    audit.note(audit.Action.CONNECTION, request, account)
    return account  # type: ignore[no-any-return]


def join(request: HttpRequest, claims: Any) -> Account:
    """A new account."""
    account = provider.make_account(claims)
    audit.note(audit.Action.ACCOUNT, request, account, about="openid")
    return account


def refuse(request: HttpRequest, error: provider.SignInRefused) -> HttpResponse:
    """The page for signing in, with the reason."""
    audit.refuse(request, "", error.about)
    context = {"form": SignInForm(request), "refusal": str(error)}
    return render(request, "accounts/sign_in.html", context, status=403)
