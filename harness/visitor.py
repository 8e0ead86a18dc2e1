"""A person at a studio who has no browser: a session, and the forms of the pages sent over a socket."""

from __future__ import annotations

import uuid
from typing import Any
from urllib.parse import urljoin

import requests

COOKIE = "csrftoken"


class Visitor:
    """Somebody at the studio at ``address``, who waits ``timeout`` seconds for one answer."""

    def __init__(self, address: str, timeout: float = 60) -> None:
        self.address, self.timeout, self.session = address, timeout, requests.Session()

    def ask(self, method: str, path: str, **request: Any) -> requests.Response:
        """The answer to a request as the pages' script sends it; ``request`` as ``requests`` has it."""
        headers = {"X-CSRFToken": self.session.cookies.get(COOKIE, ""), **request.pop("headers", {})}
        address = urljoin(self.address, path)
        return self.session.request(method, address, headers=headers, timeout=self.timeout, **request)

    def get(self, path: str) -> requests.Response:
        """A page."""
        return self.ask("GET", path)

    def post(self, path: str, **form: Any) -> requests.Response:
        """The answer to a form, for which the start page is opened where none was before."""
        if COOKIE not in self.session.cookies:
            self.get("/")
        return self.ask("POST", path, **form)

    def upload(self, photo: bytes, **form: Any) -> requests.Response:
        """The answer to a photo: unless it is refused, the page of the picture, at whose address it came."""
        return self.post("/pictures/", files={"photo": ("photo", photo)}, **form)

    def edit(self, page: str, tool: str, revision: int, **fields: object) -> requests.Response:
        """The answer to an order for one more edit of a revision, at the page of its picture."""
        order = {"tool": tool, "revision": revision, "key": str(uuid.uuid4()), **fields}
        return self.post(f"{page}edits/", data=order)
