"""Changing people in a registered image."""

from __future__ import annotations

from django.http import HttpResponse

from engine import changes, resolutions, visuals
from engine.calls import Call
from engine.views.answers import new_session
from engine.views.decorators import v1


@v1("POST")
def create(call: Call, visual_id: str) -> HttpResponse:
    """``POST /v1/{visual_id}/create``: change people, each of them once along a chain of sids."""
    visual = visuals.find(call, visual_id)
    session = visuals.find_session(call, visual)
    wanted = changes.read(call.payload, visuals.people_of(call, visual))
    changes.refuse_second(wanted, session)
    arguments = {"original": visual.image, "changes": wanted, "box": resolutions.read(call)}
    return new_session(call, visual, session, "change", arguments, changed=list(wanted))
