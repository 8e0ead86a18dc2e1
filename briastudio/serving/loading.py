"""The site with the settings' limits; importing this module loads Django."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.handlers.wsgi import WSGIRequest
from django.db import DatabaseError, close_old_connections

from briastudio.environment import web_threads
from briastudio.serving.limits import Limits
from briastudio.serving.site import Site
from briastudio.wsgi import application
from engine import tokens
from engine.errors import EngineError

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

FORM_OVERHEAD = 1_000_000  # bytes; boundaries and text fields around one photo of the largest size taken


def load_site() -> Site:
    """What the server serves."""
    api_cap = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    cap = max(api_cap, settings.PHOTO_BYTES + FORM_OVERHEAD)
    return Site(application, Limits(cap, api_cap, settings.REQUESTS_PER_ADDRESS), web_threads(), knows_caller)


def knows_caller(environ: WSGIEnvironment) -> bool:
    """Whether the engine takes the token that a call of the API sends, if it needs one."""
    close_old_connections()  # as at the beginning of a request, which this is not
    try:
        tokens.identify_owner(WSGIRequest(environ), inside=False)
    except (EngineError, SuspiciousOperation, DatabaseError):  # the view says which
        return False
    return True
