"""What an order comes to: a registration, an edit, an image, or how far the service is with that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bria.answers.json_body import as_dict, as_text


@dataclass(frozen=True)
class Registration:
    """A picture that the service knows. ``known``: it knew it before."""

    visual_id: str
    known: bool


@dataclass(frozen=True)
class Edit:
    """A changed visual: its image, and the session to continue from ("" where the service gives none)."""

    url: str
    sid: str


@dataclass(frozen=True)
class Result:
    """The image that an edit ended with, and what the service said beside it, where it said anything.

    ``request_id`` is "" in version 1, ``sid`` in version 2.
    """

    url: str
    request_id: str = ""
    seed: int | None = None
    refined_prompt: str = ""
    warning: str = ""
    sid: str = ""


@dataclass(frozen=True)
class Status:
    """How far a v2 request is. ``state``: IN_PROGRESS, COMPLETED, ERROR or UNKNOWN; empty where none can be read."""

    state: str
    result: Mapping[str, Any] = field(default_factory=dict)
    error: Mapping[str, Any] = field(default_factory=dict)


def read_result(said: Mapping[str, Any], request_id: str) -> Result | None:
    """The result of a v2 request, None where it has no image. Seeds are documented as numbers and shown as text."""
    url, seed = said.get("image_url"), str(said.get("seed", ""))
    if not isinstance(url, str) or not url:
        return None
    return Result(
        url,
        request_id,
        seed=int(seed) if re.fullmatch(r"-?[0-9]{1,20}", seed) else None,
        refined_prompt=as_text(said.get("refined_prompt")),
        warning=as_text(said.get("warning")),
    )


def read_status(body: Any) -> Status:
    """How far a v2 request is. One that has a result without a status is done."""
    said = as_dict(body)
    state = str(said.get("status") or ("COMPLETED" if said.get("result") else ""))
    return Status(state, as_dict(said.get("result")), as_dict(said.get("error")))
