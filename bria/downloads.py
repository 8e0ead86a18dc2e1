"""Gets result files: from the service's own origin directly, from anywhere else through the guarded fetch."""

from __future__ import annotations

from bria import fetching
from bria.connections import PUBLIC_ONLY, Policy
from bria.errors import FetchFailed, FetchTooLarge, Moderated, NotReady, Unreachable
from bria.urls import resolve_redirect
from bria.wire import Wire, read_body

READY = frozenset({200, 206})
FIRST_BYTE = {"Range": "bytes=0-0"}
EMPTY = 416  # "range not satisfiable": there is no first byte


class Downloads:
    """Result files of one service. A private address is reached only if it is the service's own origin."""

    def __init__(self, wire: Wire, policy: Policy = PUBLIC_ONLY) -> None:
        self._wire = wire
        self._policy = policy

    def download(self, url: str, limit_bytes: int) -> bytes:
        """The file behind ``url``. See ``Bria.download``."""
        return self._wire.send_with_retries(lambda: self._follow(url, limit_bytes), repeatable=True)

    def _follow(self, url: str, limit_bytes: int) -> bytes:
        for _ in range(fetching.MAX_REDIRECTS + 1):
            if not self._wire.serves(url):
                return fetching.fetch(url, limit_bytes, self._policy).data
            data, moved_to = self._fetch_own(url, limit_bytes)
            if not moved_to:
                return data
            url = resolve_redirect(url, moved_to)
        raise FetchFailed("The result's address redirects too often.")

    def _fetch_own(self, url: str, limit_bytes: int) -> tuple[bytes, str]:
        """A file at the service's origin, or the address that it moved to."""
        with self._wire.open_file(url) as answer:
            if answer.is_redirect:
                return b"", answer.headers["Location"]
            if answer.status_code != 200:
                raise FetchFailed(
                    f"The service answered {answer.status_code} instead of the result.", status=answer.status_code
                )
            data = read_body(answer, limit_bytes)
        if data is None:
            raise FetchTooLarge(f"The result is larger than {limit_bytes / 1e6:.0f} MB.")
        return data, ""

    def wait_for(self, url: str) -> None:
        """Wait until a placeholder is a file. See ``Bria.wait_for``."""
        for wait in self._wire.timeouts.polls():
            if self._is_ready(url):
                return
            self._wire.pause(wait)
        raise NotReady

    def _is_ready(self, url: str) -> bool:
        found = self._probe(url)
        if found.status == EMPTY or (found.status in READY and found.length == 0):
            raise Moderated("The service left the result empty, as it does when its content moderation stops it.")
        return found.status in READY

    def _probe(self, url: str) -> fetching.Probe:
        """The answer to a request for the first byte; status 0 where none came."""
        try:
            if not self._wire.serves(url):
                return fetching.probe(url, self._policy)
            with self._wire.open_file(url, FIRST_BYTE) as answer:
                length = answer.headers.get("Content-Length", "")
                return fetching.Probe(answer.status_code, int(length) if length.isdecimal() else None)
        except (FetchFailed, Unreachable):
            return fetching.Probe(0, None)
