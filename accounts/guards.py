"""Who may do what with an account's page."""

from __future__ import annotations

from django.http import Http404

from accounts.http import AccountRequest


def require_operator(request: AccountRequest) -> None:
    """Go on only for whoever runs the studio; for anybody else there is nothing here.

    Raises:
        Http404: as said.
    """
    if not request.user.is_staff:
        raise Http404("There is no such page.")
