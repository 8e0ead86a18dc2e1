"""The site as the embedded engine's calls within this process reach it."""

from __future__ import annotations

from briastudio import backends


def forget_application() -> None:
    """Have the next call build it anew: middleware reads the settings when it is built."""
    backends._application.cache_clear()
    backends._embedded_client.cache_clear()
