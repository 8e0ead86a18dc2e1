"""With whom a picture of one's own is shared."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from accounts import audit, sharing
from accounts.forms import LinkForm, ShareForm
from accounts.http import AccountRequest
from accounts.models import AuditEntry, ShareLink
from accounts.views.account import REFUSED
from editor.access import picture_owned
from editor.models import Picture, Share


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: AccountRequest, pk: int) -> HttpResponse:
    """Show with whom, or share it with one more account."""
    picture = picture_owned(request, pk)
    if request.method != "POST":
        return render_shares(request, picture)
    form = ShareForm(request.POST, giver=request.user)
    if not form.is_valid():
        return render_shares(request, picture, REFUSED, share_form=form)
    account, may_edit = form.cleaned_data["account"], form.cleaned_data["may_edit"]
    sharing.share(picture, account, may_edit=may_edit)
    note(request, audit.Action.SHARE, picture, f"{account.username}, {'edit' if may_edit else 'look'}")
    return redirect("shares", pk)


@require_POST
def end(request: AccountRequest, pk: int, share_pk: int) -> HttpResponse:
    """Share it with an account no more."""
    picture = picture_owned(request, pk)
    row = get_object_or_404(Share, pk=share_pk, picture=picture)
    row.delete()
    note(request, audit.Action.SHARE_END, picture, sharing.name_owners([row.owner]).get(row.owner, ""))
    return redirect("shares", pk)


@require_POST
def links(request: AccountRequest, pk: int) -> HttpResponse:
    """Make a link, and show it, this once."""
    picture = picture_owned(request, pk)
    form = LinkForm(request.POST)
    if not form.is_valid():
        return render_shares(request, picture, REFUSED, link_form=form)
    secret = sharing.make_link(picture, request.user, form.cleaned_data["days"])
    note(request, audit.Action.SHARE, picture, f"link, {form.cleaned_data['days']} days")
    link = request.build_absolute_uri(reverse("linked_look", args=[secret]))
    return render_shares(request, picture, new_link=link)


@require_POST
def end_link(request: AccountRequest, pk: int, link_pk: int) -> HttpResponse:
    """Have a link lead nowhere."""
    picture = picture_owned(request, pk)
    get_object_or_404(ShareLink, pk=link_pk, picture=picture).delete()
    note(request, audit.Action.SHARE_END, picture, "link")
    return redirect("shares", pk)


def note(request: AccountRequest, action: AuditEntry.Action, picture: Picture, what: str) -> None:
    """Write down what was done about a picture."""
    audit.note(action, request, request.user, about=f"{what}: {audit.describe_picture(picture)}")


def render_shares(request: AccountRequest, picture: Picture, status: int = 200, **context: object) -> HttpResponse:
    """The page; ``context`` has what differs from how it is found."""
    shares = list(picture.shares.all())
    names = sharing.name_owners(row.owner for row in shares)
    shown = {
        "picture": picture,
        "shares": [(row, names.get(row.owner, "")) for row in shares],
        "links": ShareLink.objects.filter(picture=picture),
        "share_form": ShareForm(giver=request.user),
        "link_form": LinkForm(),
    }
    return render(request, "accounts/shares.html", {**shown, **context}, status=status)
