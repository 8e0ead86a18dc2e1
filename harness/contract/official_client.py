"""Calls of Bria's own client, unmodified, which finds the service by ``BRIA_BASE_URL`` and ``BRIA_API_TOKEN``."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import pytest
from bria_client import BriaAsyncClient, BriaSyncClient
from bria_client.toolkit.errors.exception import BriaException
from bria_client.toolkit.image import Image

from harness.contract.edits import EDITS
from harness.contract.service import patch, portrait

INTERVAL, PATIENCE = 0.2, 120  # seconds between two polls, and for a result


@dataclass(frozen=True)
class Call:
    """What is done with the client, and the check that it went well, which raises AssertionError."""

    name: str
    check: Callable[[], None]


def image(pixels: Any) -> str:
    """Pixels as the client sends them."""
    return str(Image(pixels).as_bria_api_input)


def payloads() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each v2 route that takes an image, and a payload for it."""
    for edit in EDITS:
        yield f"image/edit/{edit.v2}", {"image": image(portrait()), **edit.v2_fields}
    yield "image/segment/all_masks", {"image": image(portrait())}


def has_result(response: Any) -> None:
    """The answer is a finished one with an address in it."""
    assert response.status == "COMPLETED", response
    result = response.result.model_dump()
    assert result.get("image_url") or result["masks"][0]["image_url"]


def run(endpoint: str, payload: dict[str, Any]) -> None:
    """Synchronous on the wire."""
    with BriaSyncClient() as client:
        has_result(client.run(endpoint=endpoint, payload=payload, raise_for_status=True))


def submit_and_poll(endpoint: str, payload: dict[str, Any]) -> None:
    """Asynchronous on the wire."""
    with BriaSyncClient() as client:
        accepted = client.submit(endpoint=endpoint, payload=payload, raise_for_status=True)
        assert accepted.in_progress
        has_result(client.poll(accepted, interval=INTERVAL, timeout=PATIENCE))


def submit_and_poll_in_a_loop(endpoint: str, payload: dict[str, Any]) -> None:
    """Asynchronous on the wire and in the program."""

    async def calls() -> Any:
        async with BriaAsyncClient() as client:
            accepted = await client.submit(endpoint=endpoint, payload=payload, raise_for_status=True)
            return await client.poll(accepted, interval=INTERVAL, timeout=PATIENCE)

    # In a thread of its own: a browser that other tests drive keeps an event loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        has_result(thread.submit(asyncio.run, calls()).result())


def failed_poll() -> None:
    """A request that fails after it was accepted."""
    payload = {"image": image(portrait()), "mask": image(np.full_like(patch(), 255))}
    with BriaSyncClient() as client:
        accepted = client.submit(endpoint="image/edit/erase", payload=payload)
        failure = client.poll(accepted, interval=INTERVAL, timeout=PATIENCE, raise_for_status=False)
    assert failure.status == "ERROR"
    assert failure.error.code == 422
    with pytest.raises(BriaException):
        failure.raise_for_status()


def unknown_request() -> None:
    """A status that nobody knows."""
    with BriaSyncClient() as client:
        assert client.get(endpoint="status/unknown").error.code == 404


def wrong(endpoint: str, payload: dict[str, Any], code: int) -> Call:
    """A request that is refused with ``code``."""

    def check() -> None:
        with BriaSyncClient() as client:
            response = client.run(endpoint=endpoint, payload=payload)
        assert response.error.code == code, response
        assert response.error.message
        assert response.error.details
        assert response.request_id != "unknown"

    return Call(f"{endpoint} is refused with {code}", check)


def no_token() -> None:
    """A client whose token is empty."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("BRIA_API_TOKEN", "")
        with BriaSyncClient() as client:
            assert client.run(endpoint="image/edit/erase", payload={}).error.code == 401


CALLS = (
    *(Call(f"run {route}", partial(run, route, fields)) for route, fields in payloads()),
    *(Call(f"submit and poll {route}", partial(submit_and_poll, route, fields)) for route, fields in payloads()),
    *(
        Call(f"submit and poll {route} in a loop", partial(submit_and_poll_in_a_loop, route, fields))
        for route, fields in payloads()
    ),
    Call("poll a request that fails", failed_poll),
    Call("ask for an unknown request", unknown_request),
    Call("run without a token", no_token),
    wrong("image/edit/erase", {"image": "no base64!", "mask": image(patch())}, 400),
    wrong("image/edit/erase", {"image": image(portrait())}, 400),
    wrong("image/edit/remove_background", {"image": "AAAA"}, 415),
    wrong("image/edit/gen_fill", {"image": image(portrait()), "mask": image(patch()), "prompt": "a zebra"}, 422),
    wrong("image/edit/enhance", {"image": image(portrait())}, 422),
    wrong("image/edit/nothing_known", {"image": image(portrait())}, 404),
)
