"""``Bria``: one method per order or question of Bria's Image Editing API, whoever answers it."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from requests.adapters import BaseAdapter

from bria import fetching, retries
from bria.downloads import Downloads
from bria.errors import NotReady, OutcomeUnknown, RejectedInput, ServiceFailure, UnknownImage, error_for
from bria.types import (
    ActionValue,
    Edit,
    Image,
    MasksZip,
    Person,
    Registration,
    Result,
    Status,
    people_in,
)
from bria.wire import Answer, OnWait, Wire

DEFAULT_URL = "https://engine.prod.bria-api.com"


class Bria:
    """A service that speaks Bria's API.

    An order (POST) is one method and one request, sent again only when it surely was not carried out; whoever must not
    pay twice stores what it returns before asking on. Where work goes on after the answer, ``result_of`` and
    ``wait_for`` wait for it. ``on_wait`` is called at least every second while waiting, and may raise to give up.

    Every method raises ``BriaError``; the classes are drawn in ``bria.errors``.

    Args:
        base_url: the host's root, without version.
        token: sent as ``api_token`` with every request to the API, and never with a download.
        transport: what carries the requests, where it is not HTTP.
        patience: how long to wait for what.
        policy: which addresses results may be fetched from, beside the service's own origin.
        sleep: waits; tests pass one that does not.
    """

    def __init__(
        self,
        base_url: str,
        token: str,
        transport: BaseAdapter | None = None,
        *,
        patience: retries.Patience = retries.HOSTED,
        policy: fetching.Policy = fetching.PUBLIC_ONLY,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._wire = Wire(base_url, token, transport, patience=patience, sleep=sleep)
        self._downloads = Downloads(self._wire, policy)

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

    # Pictures

    def register(self, image_url: str, *, on_wait: OnWait | None = None) -> Registration:
        """Make a picture known by an address that the service can fetch. Free, and safe to repeat."""
        answer = self._wire.post("v1/register", json={"image_url": image_url}, repeatable=True, on_wait=on_wait)
        return _registration(answer)

    def upload(self, data: bytes, filename: str = "image.png", *, on_wait: OnWait | None = None) -> Registration:
        """Make a picture known by its file. Free, and safe to repeat; a hosted service may not offer it."""
        answer = self._wire.post("v1/upload", files={"file": (filename, data)}, repeatable=True, on_wait=on_wait)
        return _registration(answer)

    def info(self, visual_id: str, *, on_wait: OnWait | None = None) -> Any:
        """What can be changed in a picture, as the service says it (its shape is not documented)."""
        return self._onboarded(f"v1/{visual_id}/info", on_wait)

    def person_info(self, visual_id: str, *, on_wait: OnWait | None = None) -> tuple[Person, ...]:
        """The people in a picture, with what can be changed in each."""
        return people_in(self._onboarded(f"v1/{visual_id}/person/info", on_wait))

    def _onboarded(self, path: str, on_wait: OnWait | None) -> Any:
        """The answer of a route that says 205 while the service still looks at the picture."""
        for wait in self._wire.patience.polls():
            answer = self._wire.get(path, on_wait=on_wait)
            if answer.status != 205:
                return answer.body
            self._wire.pause(wait, on_wait)
        raise NotReady("The service is still looking at the picture; try again later.")

    # Edits of a registered picture

    def create(
        self,
        visual_id: str,
        changes: Mapping[str, Mapping[str, ActionValue]],
        sid: str | None = None,
        desired_resolution: str | None = None,
        *,
        on_wait: OnWait | None = None,
    ) -> Edit:
        """Change people: for each person's id the actions to apply, all of one person's in one call.

        ``sid`` continues from an earlier edit, but not for a person who was changed in it.
        """
        listed = [{"id": person, "actions": dict(actions)} for person, actions in changes.items()]
        order = _given(changes=listed, sid=sid, desired_resolution=desired_resolution)
        return _edit(self._wire.post(f"v1/{visual_id}/create", json=order, on_wait=on_wait))

    def remove_objects(
        self,
        visual_id: str,
        mask_ids: Sequence[int] = (),
        masks: Iterable[Image] = (),
        sid: str | None = None,
        desired_resolution: str = "original",
        *,
        on_wait: OnWait | None = None,
    ) -> Edit:
        """Erase regions, either by their ids in the masks' zip or by masks of our own (white = erase).

        Raises:
            ValueError: both kinds, or nothing, is given; the service takes one kind per request.
        """
        changes = [_removal(mask_id=number, mask_source="generated") for number in mask_ids]
        drawn = [_removal(mask_url=_data_address(mask), mask_source="manual") for mask in masks]
        if bool(changes) == bool(drawn):
            raise ValueError("Give either mask_ids or masks")
        answer = self._wire.post(
            f"v1/{visual_id}/objects/remove",
            json=_given(changes=changes or drawn, sid=sid),
            params={"desired_resolution": desired_resolution},
            on_wait=on_wait,
        )
        return _edit(answer)

    # Masks

    def mask_generator(self, visual_id: str, *, on_wait: OnWait | None = None) -> MasksZip:
        """All masks of a registered picture."""
        path = f"v1/{visual_id}/objects/mask_generator"
        try:
            answer = self._wire.post(path, on_wait=on_wait)
        except RejectedInput as error:
            if error.status != 405:
                raise
            answer = self._wire.get(path, on_wait=on_wait)  # older servers take this method only
        return MasksZip(answer.field("objects_masks"))

    def mask_generator_for(self, image: Image, *, sync: bool = True, on_wait: OnWait | None = None) -> MasksZip:
        """All masks of a picture that need not be registered. Without ``sync``, ``wait_for`` it before a download."""
        order = {"image_url": image} if isinstance(image, str) else {"file": _base64(image)}
        answer = self._wire.post("v1/objects/mask_generator", json=order | {"sync": sync}, on_wait=on_wait)
        return MasksZip(answer.field("objects_masks"))

    # Version 2: submit, then ask for the result

    def submit(self, route: str, payload: Mapping[str, Any], *, on_wait: OnWait | None = None) -> str:
        """Order any v2 edit, such as "image/edit/erase"; returns the request's id, good for ``result_of``."""
        answer = self._wire.post(f"v2/{route}", json={**payload, "sync": False}, on_wait=on_wait)
        return answer.field("request_id")

    def status(self, request_id: str, *, on_wait: OnWait | None = None) -> Status:
        """How far a v2 request is.

        Raises:
            OutcomeUnknown: the service does not know the request (any more).
        """
        try:
            return _status(self._wire.get(f"v2/status/{request_id}", on_wait=on_wait))
        except UnknownImage as error:
            raise OutcomeUnknown(
                "The service no longer knows this request; it may have done the work, and trying again may cost.",
                status=error.status,
                body=error.body,
            ) from error

    def result_of(self, request_id: str, *, on_wait: OnWait | None = None) -> Result:
        """The result of a v2 request, waited for. Free: it can be asked for again after a break.

        Raises:
            BriaError: the request failed, as the class that fits; NotReady: it still runs.
        """
        for wait in self._wire.patience.polls():
            status = self.status(request_id, on_wait=on_wait)
            if status.state == "COMPLETED":
                return _result(status, request_id)
            if status.state != "IN_PROGRESS":
                raise error_for(_code(status.error), dict(status.error))
            self._wire.pause(wait, on_wait)
        raise NotReady

    def submit_erase(self, image: Image, mask: Image, *, on_wait: OnWait | None = None) -> str:
        """Order to erase what is white in ``mask``; returns the request's id."""
        payload = {"image": _inline(image), "mask": _inline(mask)}
        return self.submit("image/edit/erase", payload, on_wait=on_wait)

    def erase(self, image: Image, mask: Image, *, on_wait: OnWait | None = None) -> Result:
        """Erase what is white in ``mask``, and wait for the result."""
        return self.result_of(self.submit_erase(image, mask, on_wait=on_wait), on_wait=on_wait)

    # Files

    def wait_for(self, url: str, *, on_wait: OnWait | None = None) -> None:
        """Wait until there is a file behind an address that the service gave out beforehand.

        Raises:
            Moderated: the file is empty; NotReady: it is still not there.
        """
        self._downloads.wait_for(url, on_wait)

    def download(self, url: str, limit_bytes: int, *, on_wait: OnWait | None = None) -> bytes:
        """A result. Addresses at the service's own origin are trusted, all others are fetched with every guard.

        Tried again after passing failures: a result may have been paid for.

        Raises:
            FetchError: it was not fetched; FetchTooLarge: it is longer than ``limit_bytes``.
        """
        return self._downloads.content(url, limit_bytes, on_wait)


def _registration(answer: Answer) -> Registration:
    """The registration in an answer; that of 2021 says 603 for a known picture and wraps its id."""
    body = answer.body if isinstance(answer.body, dict) else {}
    inner = body.get("response_body")
    holder = Answer(answer.status, inner) if isinstance(inner, dict) else answer
    return Registration(holder.field("visual_id"), known=answer.status == 208 or body.get("code") in (208, 603))


def _edit(answer: Answer) -> Edit:
    sid = answer.body.get("sid") if isinstance(answer.body, dict) else None
    return Edit(answer.field("image_res"), sid if isinstance(sid, str) else "")


def _status(answer: Answer) -> Status:
    body = answer.body if isinstance(answer.body, dict) else {}
    result, error = body.get("result"), body.get("error")
    state = str(body.get("status") or ("COMPLETED" if result else "UNKNOWN"))
    return Status(state, result if isinstance(result, dict) else {}, error if isinstance(error, dict) else {})


def _result(status: Status, request_id: str) -> Result:
    url = status.result.get("image_url")
    if not isinstance(url, str) or not url:
        raise ServiceFailure("The service finished without an image.", body=dict(status.result))
    return Result(url, request_id)


def _code(error: Mapping[str, Any]) -> int:
    """The status inside a failed request; 500 where it is none."""
    code = str(error.get("code", ""))
    return int(code) if code.isdecimal() else 500


def _removal(**mask: object) -> dict[str, object]:
    return {**mask, "actions": {"remove": True}}


def _inline(image: Image) -> str:
    """An image as a v2 field: an address, or base64 without any prefix."""
    return image if isinstance(image, str) else _base64(image)


def _data_address(mask: Image) -> str:
    return mask if isinstance(mask, str) else f"data:image/png;base64,{_base64(mask)}"


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _given(**fields: object) -> dict[str, object]:
    """The fields that were given; the service takes null for a value in some places."""
    return {name: value for name, value in fields.items() if value is not None}
