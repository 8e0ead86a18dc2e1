"""One request to the service and its answer: the token, the time-outs, the retries, the errors. No routes in here."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests
from requests.adapters import BaseAdapter

from bria import listeners, retries, sockets
from bria.answers.json_body import decode_body
from bria.errors import (
    BadToken,
    BriaError,
    OutcomeUnknown,
    RateLimited,
    ServiceFailure,
    Unreachable,
    error_for,
    unknown_after,
)
from bria.redaction import redact
from bria.urls import origin

ANSWERS = frozenset({200, 201, 202, 205, 208})  # 205: not ready yet, 208: known before
ANSWER_BYTES = 32_000_000  # far above any answer that is not an image
CHUNK_BYTES = 65536
SLOWEST_UPLOAD = 25_000  # bytes a second that an order is sent at least with
SLICE_SECONDS = 1.0  # a wait is cut into slices of this length, so that a job can be cancelled in the middle of it

Outcome = TypeVar("Outcome")


@dataclass(frozen=True)
class Answer:
    """A decoded answer: an object, a list, or a text where it is no JSON; ``is_ordered`` where it is one to an order
    that must not be given twice."""

    status: int
    body: Any
    is_ordered: bool = False

    def field(self, name: str) -> str:
        """A text that the answer must hold.

        Raises:
            ServiceFailure, OutcomeUnknown: it does not.
        """
        value = self.body.get(name) if isinstance(self.body, dict) else None
        if not isinstance(value, str) or not value:
            raise self.lacks(name)
        return value

    def mapping(self, name: str) -> Mapping[str, Any]:
        """An object that the answer must hold.

        Raises:
            ServiceFailure, OutcomeUnknown: it does not.
        """
        value = self.body.get(name) if isinstance(self.body, dict) else None
        if not isinstance(value, dict):
            raise self.lacks(name)
        return value

    def items(self, name: str) -> list[Any]:
        """A list that the answer must hold, with something in it.

        Raises:
            ServiceFailure, OutcomeUnknown: it does not.
        """
        value = self.body.get(name) if isinstance(self.body, dict) else None
        if not isinstance(value, list) or not value:
            raise self.lacks(name)
        return value

    def lacks(self, name: str) -> BriaError:
        """The error for an answer without ``name``."""
        failure = ServiceFailure(f"The service's answer lacks “{name}”.", status=self.status, body=self.body)
        return unknown_after(failure) if self.is_ordered else failure


class Wire:
    """The way to one service. Requests cannot leave for any other host: no other is mounted."""

    def __init__(
        self,
        base_url: str,
        token: str,
        transport: BaseAdapter | None = None,
        *,
        timeouts: retries.Timeouts = retries.HOSTED,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        if not token.isascii() or not token.isprintable() or " " in token:
            raise BadToken("The API token contains characters that no token has.")
        self.base_url = base_url.rstrip("/")
        self._root = "{0.scheme}://{0.netloc}".format(urlsplit(self.base_url))
        self.timeouts = timeouts
        self._token = token
        self._sleep = sleep
        self._session = requests.Session()
        self._session.trust_env = False  # no proxies, no .netrc: nothing but the service sees the token
        self._session.headers["User-Agent"] = "bria-studio"
        self._session.adapters.clear()
        self._session.mount(f"{self._root}/", transport or sockets.AttentiveAdapter())

    def __repr__(self) -> str:
        return f"Wire({self.base_url!r})"

    def close(self) -> None:
        """Close the connections that are kept open between requests."""
        self._session.close()

    def serves(self, url: str) -> bool:
        """Whether ``url`` lies at the service's own origin."""
        return origin(url) == origin(self.base_url)

    def get(self, path: str) -> Answer:
        """Ask; repeated until answered, within reason."""
        return self.send_with_retries(lambda: self._send("GET", path, True, {}), repeatable=True)

    def post(
        self,
        path: str,
        *,
        json: Mapping[str, Any] | None = None,
        files: Mapping[str, tuple[str, bytes]] | None = None,
        params: Mapping[str, str] | None = None,
        repeatable: bool = False,
    ) -> Answer:
        """Order; sent again only when it surely was not carried out, or where ``repeatable`` says it does no harm."""
        order = {"json": json, "files": files, "params": params}
        answer = self.send_with_retries(lambda: self._send("POST", path, repeatable, order), repeatable=repeatable)
        if not repeatable:
            listeners.current().called()
        return answer

    def pause(self, seconds: float) -> None:
        """Wait; before each second the listener may end that by raising."""
        left = seconds
        while left > 0:
            listeners.current().check()
            self._sleep(min(left, SLICE_SECONDS))
            left -= SLICE_SECONDS

    @contextlib.contextmanager
    def open_file(self, url: str, headers: Mapping[str, str] | None = None) -> Iterator[requests.Response]:
        """An open answer for a file at the service's origin, unread. It is asked for without the token: its address
        is signed. It has to be read within ``timeouts.work``."""
        here = f"{self._root}{urlsplit(url)._replace(scheme='', netloc='', fragment='').geturl()}"
        timeout = (self.timeouts.connect, self.timeouts.read)
        with (
            translate_errors(repeatable=True),
            sockets.within(self.timeouts.work),
            self._session.get(here, headers=headers, stream=True, timeout=timeout, allow_redirects=False) as answer,
        ):
            yield answer

    def send_with_retries(self, send: Callable[[], Outcome], *, repeatable: bool) -> Outcome:
        """What ``send`` returns, called again after errors as ``bria.retries`` allows."""
        tries = 0
        while True:
            tries += 1
            try:
                return send()
            except BriaError as error:
                wait = retries.wait_after(error, tries, repeatable)
                if wait is None:
                    raise
                is_limited = isinstance(error, RateLimited)
            self._wait_to_retry(wait, is_limited)

    def _wait_to_retry(self, seconds: float, is_limited: bool) -> None:
        """Pause before another try; the listener hears of it where a rate limit is why."""
        if is_limited:
            listeners.current().waits(seconds)
        self.pause(seconds)
        if is_limited:
            listeners.current().waits(0)

    def _send(self, method: str, path: str, repeatable: bool, order: Mapping[str, Any]) -> Answer:
        read = self.timeouts.read if repeatable else self.timeouts.work
        awaiting: Callable[[], object] = bool if repeatable else listeners.current().sent
        request = requests.Request(
            method, f"{self.base_url}/{path}", {"api_token": self._token, "Accept": "application/json"}, **order
        )
        with translate_errors(repeatable):
            prepared = self._session.prepare_request(request)
            with (
                sockets.within(read + body_length(prepared) / SLOWEST_UPLOAD, awaiting),
                # A redirect would carry the token to wherever it points.
                self._session.send(
                    prepared, timeout=(self.timeouts.connect, read), allow_redirects=False, stream=True
                ) as response,
            ):
                data = read_body(response, ANSWER_BYTES)
        try:
            return self._check_answer(response, data, is_ordered=not repeatable)
        except ServiceFailure as failure:
            if repeatable or response.is_redirect:
                raise
            raise unknown_after(failure) from failure

    def _check_answer(self, response: requests.Response, data: bytes | None, *, is_ordered: bool) -> Answer:
        """The answer, where it is one.

        Raises:
            BriaError: of the class that fits the status.
        """
        status = response.status_code
        if 300 <= status < 400:
            raise ServiceFailure("The service's address redirects; set the address it leads to instead.", status=status)
        if data is None:
            raise ServiceFailure("The service's answer is far too long.", status=status)
        text = data.decode(errors="replace")
        body = decode_body(text)
        failure = status if status not in ANSWERS else failure_status(body)
        if failure:
            without_token = decode_body(redact(text, [self._token]))
            raise error_for(failure, without_token, retries.parse_retry_after(response.headers.get("Retry-After")))
        return Answer(status, body, is_ordered)


def failure_status(body: Any) -> int | None:
    """The status of a failure that was sent as a success, as v1 does with some."""
    code = body.get("code") if isinstance(body, dict) else None
    return code if isinstance(code, int) and 400 <= code < 600 else None


def body_length(request: requests.PreparedRequest) -> int:
    """The bytes that a request carries beside its headers."""
    return int(request.headers.get("Content-Length") or 0)


def read_body(response: requests.Response, limit_bytes: int) -> bytes | None:
    """The body of an open answer, None where it is longer than ``limit_bytes``."""
    data = bytearray()
    for chunk in response.iter_content(CHUNK_BYTES):
        data += chunk
        if len(data) > limit_bytes:
            return None
    return bytes(data)


@contextlib.contextmanager
def translate_errors(repeatable: bool) -> Iterator[None]:
    """Whatever ``requests`` raises, as an error of ours, without the request and the token in it."""
    try:
        yield
    except requests.RequestException as error:
        error.request = error.response = None
        if repeatable or retries.was_never_sent(error):
            raise Unreachable from error
        raise OutcomeUnknown from error
