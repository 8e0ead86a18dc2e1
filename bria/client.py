"""``Bria``: one method per order or question of Bria's Image Editing API, whoever answers it."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from requests.adapters import BaseAdapter

from bria import retries
from bria.answers.capabilities import Capabilities, read_capabilities
from bria.answers.masks import MasksZip
from bria.arguments import Image
from bria.connections import PUBLIC_ONLY, Policy
from bria.downloads import Downloads
from bria.errors import UnknownImage
from bria.fields import v1_image_fields
from bria.v1 import V1
from bria.v2 import V2
from bria.visuals import Visuals
from bria.wire import Wire

DEFAULT_URL = "https://engine.prod.bria-api.com"


class Bria(Visuals, V2):
    """A service that speaks Bria's API.

    An order (POST) is one method and one request, sent again only when it surely was not carried out; whoever must not
    pay twice stores what it returns before asking on. Where work goes on after the answer, ``result_of`` and
    ``wait_for`` wait for it. Whoever wants to follow or end a call listens: ``with bria.listening(listener):``.

    Registered pictures are version 1 (``bria.visuals``), edits of unregistered ones version 2 (``bria.v2``);
    their version 1 is under ``v1`` (``bria.v1``).

    Every method raises ``BriaError``; the classes are drawn in ``bria.errors``.

    Args:
        base_url: the host's root, without version.
        token: sent as ``api_token`` with every request to the API, and never with a download.
        transport: what carries the requests, where it is not HTTP.
        timeouts: how long to wait for what.
        policy: which addresses results may be fetched from, beside the service's own origin.
        sleep: waits; tests pass one that does not.
    """

    def __init__(
        self,
        base_url: str,
        token: str,
        transport: BaseAdapter | None = None,
        *,
        timeouts: retries.Timeouts = retries.HOSTED,
        policy: Policy = PUBLIC_ONLY,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._wire = Wire(base_url, token, transport, timeouts=timeouts, sleep=sleep)
        self._downloads = Downloads(self._wire, policy)
        self.v1 = V1(self._wire)

    def __repr__(self) -> str:
        return f"Bria({self._wire.base_url!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections that are kept open between requests."""
        self._wire.close()

    def capabilities(self) -> Capabilities | None:
        """What the service can do, None where it does not say: an extension of the studio's own engine."""
        try:
            return read_capabilities(self._wire.get("v2/capabilities").body)
        except UnknownImage:
            return None

    def mask_generator_for(self, image: Image, *, sync: bool = True) -> MasksZip:
        """All masks of a picture that need not be registered. Without ``sync``, ``wait_for`` it before a download."""
        order = {**v1_image_fields(image), "sync": sync}
        answer = self._wire.post("v1/objects/mask_generator", json=order)
        return MasksZip(answer.field("objects_masks"))

    def wait_for(self, url: str) -> None:
        """Wait until there is a file behind an address that the service gave out beforehand.

        Raises:
            Moderated: the file is empty; NotReady: it is still not there.
        """
        self._downloads.wait_for(url)

    def download(self, url: str, limit_bytes: int) -> bytes:
        """A result. Addresses at the service's own origin are trusted, all others are fetched with every guard.

        Tried again after passing failures: a result may have been paid for.

        Raises:
            FetchError: it was not fetched; FetchTooLarge: it is longer than ``limit_bytes``.
        """
        return self._downloads.download(url, limit_bytes)
