"""Web addresses: in one spelling, where a redirect leads, and whose they are."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import requests

from bria.errors import FetchRefused

PORTS = {"http": 80, "https": 443}


def resolve_redirect(base: str, target: str) -> str:
    """Where a redirect from ``base`` leads."""
    try:
        return urljoin(base, target)
    except ValueError:
        raise FetchRefused("The address redirects to something that is no web address.") from None


def normalize_url(url: str) -> str:
    """The address in one spelling: international names encoded, the path quoted, without fragment.

    Raises:
        FetchRefused: it is no address of a file on the web.
    """
    try:
        if urlsplit(url.strip()).scheme.lower() not in PORTS:
            raise FetchRefused("Only addresses that begin with http:// or https:// can be fetched.")
        prepared = urlsplit(str(requests.Request("GET", url.strip()).prepare().url))
        _ = prepared.port  # reading it is what checks it
    except (requests.RequestException, ValueError):
        raise FetchRefused("This is not a complete web address.") from None
    return prepared._replace(fragment="").geturl()


def origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port of an address; empty where it is none."""
    try:
        parts = urlsplit(url)
        port = parts.port or PORTS.get(parts.scheme, 0)
    except ValueError:
        return "", "", 0
    return parts.scheme, (parts.hostname or "").rstrip("."), port
