"""One request to the API, as the routes see it, and whoever carries out edits without a route."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from engine import images
from engine.payloads import Payload


class Records(Protocol):
    """What is known of a caller from earlier calls."""

    def find_labels(self, owner: str, image: bytes) -> str:
        """The stored map of the masks of the image in a file, where these were asked for before; "" where not."""

    def find_result(self, call: Call, url: str) -> str | None:
        """The stored file of the result that ``url`` leads to; None where it is the address of something else.

        Raises:
            EngineError: it is an address of this engine, and there is no such file.
        """


class NoRecords:
    """What is known where nothing is remembered from one call to the next."""

    def find_labels(self, owner: str, image: bytes) -> str:
        """Nothing."""
        return ""

    def find_result(self, call: Call, url: str) -> str | None:
        """Nothing."""
        return None


NO_RECORDS = NoRecords()


@dataclass(frozen=True)
class Call:
    """Who asks for what, in which ``version`` of the API (1 or 2).

    ``owner`` stands for the token, ``origin`` is the address the engine was reached at ("http://127.0.0.1:8000"). A
    webhook is signed with ``signing_key``. ``seen`` and ``prompts`` gather what moderation is to judge beside the
    fields themselves: stored files by field, and texts within another field. Where the studio asks for a person,
    ``asker`` is the person's owner name.
    """

    version: int
    request_id: str
    owner: str
    origin: str
    inline: bool
    inside: bool
    payload: Payload
    signing_key: str = field(default="", repr=False)
    asker: str = ""
    seen: dict[str, str] = field(default_factory=dict)
    prompts: dict[str, str] = field(default_factory=dict)
    records: Records = NO_RECORDS

    @property
    def line(self) -> str:
        """By which name the caller takes turns with others."""
        return self.asker or self.owner

    @property
    def limits(self) -> images.Limits:
        """How large an image this caller may send."""
        return images.limits_for(inside=self.inside)
