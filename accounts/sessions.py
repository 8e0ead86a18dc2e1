"""Sessions that end with whoever was signed in, while what the browser had before stays the browser's.

Django flushes a session when somebody signs out, signs in over somebody else, is no longer named by the proxy, or has
changed the password in another browser.
"""

from __future__ import annotations

from django.contrib.sessions.backends import db

from accounts.owners import find_own
from editor.access import VISITOR


class SessionStore(db.SessionStore):
    """A session in the database."""

    def flush(self) -> None:
        """End the session, all but the owner name that the browser has of its own."""
        own = find_own(self)
        super().flush()
        if own:
            self[VISITOR] = own
