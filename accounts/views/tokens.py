"""One's own tokens for the API."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from accounts import audit
from accounts.forms import TokenForm
from accounts.http import AccountRequest
from accounts.views.account import REFUSED, render_account
from engine import tokens
from engine.models import Token


@require_POST
def collection(request: AccountRequest) -> HttpResponse:
    """Make a token, and show it, this once."""
    form = TokenForm(request.POST)
    if not form.is_valid():
        return render_account(request, REFUSED, token_form=form)
    name = form.cleaned_data["name"]
    try:
        text = tokens.create(name, request.user.owner)
    except tokens.NameTaken:
        form.add_error("name", gettext("You have a token of this name. Revoke it first, or choose another name."))
        return render_account(request, REFUSED, token_form=form)
    audit.note(audit.Action.TOKEN, request, request.user, about=name)
    return render_account(request, new_token=text)


@require_POST
def revocation(request: AccountRequest, pk: int) -> HttpResponse:
    """Have a token of one's own taken no more."""
    token = get_object_or_404(Token, pk=pk, account=request.user.owner)
    if tokens.revoke_all(Token.objects.filter(pk=token.pk)):
        audit.note(audit.Action.REVOCATION, request, request.user, about=token.name)
    return redirect("account")
