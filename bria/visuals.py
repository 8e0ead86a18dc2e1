"""Registered pictures: making them known, asking what can be changed, and changing it (v1 only)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bria.answers.masks import MasksZip, Parts, read_objects
from bria.answers.people import Person, read_people
from bria.answers.results import Edit, Registration
from bria.arguments import ActionValue, Image
from bria.errors import NotReady, RejectedInput
from bria.fields import data_url, drop_none, shadow_field, variant_field
from bria.wire import Answer, Wire


class Visuals:
    """What ``Bria`` does with pictures that the service knows by a ``visual_id``."""

    _wire: Wire

    def register(self, image_url: str) -> Registration:
        """Make a picture known by an address that the service can fetch. Free, and safe to repeat."""
        answer = self._wire.post("v1/register", json={"image_url": image_url}, repeatable=True)
        return _read_registration(answer)

    def upload(self, data: bytes, filename: str = "image.png") -> Registration:
        """Make a picture known by its file. Free, and safe to repeat; a hosted service may not offer it."""
        answer = self._wire.post("v1/upload", files={"file": (filename, data)}, repeatable=True)
        return _read_registration(answer)

    def info(self, visual_id: str) -> Any:
        """What can be changed in a picture, as the service says it (its shape is not documented)."""
        return self._ask_until_onboarded(f"v1/{visual_id}/info")

    def objects_info(self, visual_id: str) -> Any:
        """The objects in a picture, as the service says it (its shape is not documented)."""
        return self._ask_until_onboarded(f"v1/{visual_id}/objects/info")

    def background_info(self, visual_id: str) -> Any:
        """What can be done with a picture's background, as the service says it (its shape is not documented)."""
        return self._ask_until_onboarded(f"v1/{visual_id}/background/info")

    def person_info(self, visual_id: str) -> tuple[Person, ...]:
        """The people in a picture, with what can be changed in each."""
        return read_people(self._ask_until_onboarded(f"v1/{visual_id}/person/info"))

    def _ask_until_onboarded(self, path: str) -> Any:
        """The answer of a route that says 205 while the service still looks at the picture."""
        for wait in self._wire.timeouts.polls():
            answer = self._wire.get(path)
            if answer.status != 205:
                return answer.body
            self._wire.pause(wait)
        raise NotReady("The service is still looking at the picture; try again later.")

    def remove_image(self, visual_id: str) -> None:
        """Have the service forget a registered picture."""
        self._wire.post(f"v1/{visual_id}/remove_image")

    def create(
        self,
        visual_id: str,
        changes: Mapping[str, Mapping[str, ActionValue]],
        sid: str | None = None,
        desired_resolution: str | None = None,
    ) -> Edit:
        """Change people: for each person's id the actions to apply, all of one person's in one call.

        ``sid`` continues from an earlier edit, but not for a person who was changed in it.
        """
        listed = [{"id": person, "actions": dict(actions)} for person, actions in changes.items()]
        order = drop_none(changes=listed, sid=sid, desired_resolution=desired_resolution)
        return _read_edit(self._wire.post(f"v1/{visual_id}/create", json=order))

    def remove_objects(
        self,
        visual_id: str,
        mask_ids: Sequence[int] = (),
        masks: Iterable[Image] = (),
        sid: str | None = None,
        desired_resolution: str = "original",
        *,
        include_shadow: bool = False,
        variant: int = 0,
    ) -> Edit:
        """Erase regions, either by their ids in the masks' zip or by masks of our own (white = erase). The studio's own
        engine takes their shadows on the ground away with them where ``include_shadow`` asks for that, and makes other
        fills by a ``variant`` of 1 to 3.

        Raises:
            ValueError: both kinds, or nothing, is given; the service takes one kind per request.
        """
        changes = [_removal_change(mask_id=number, mask_source="generated") for number in mask_ids]
        drawn = [_removal_change(mask_url=data_url(mask), mask_source="manual") for mask in masks]
        if bool(changes) == bool(drawn):
            raise ValueError("Give either mask_ids or masks")
        answer = self._wire.post(
            f"v1/{visual_id}/objects/remove",
            json={
                **drop_none(changes=changes or drawn, sid=sid),
                **shadow_field(include_shadow),
                **variant_field(variant),
            },
            params={"desired_resolution": desired_resolution},
        )
        return _read_edit(answer)

    def image_to_psd(self, visual_id: str, sid: str | None = None) -> str:
        """The address of a layered PSD of a picture, or of the edited state ``sid``."""
        params = {"sid": sid} if sid else None
        answer = self._wire.post(f"v1/{visual_id}/image_to_psd", params=params)
        return answer.field("image_res")

    def increase_resolution(self, visual_id: str, desired_increase: int = 2) -> str:
        """The address of a registered picture with its sides 2 or 4 times as long."""
        path = f"v1/{visual_id}/increase_resolution?desired_increase={desired_increase}"
        return self._wire.get(path).field("image_res")

    def mask_generator(self, visual_id: str) -> MasksZip:
        """All masks of a registered picture."""
        path = f"v1/{visual_id}/objects/mask_generator"
        try:
            answer = self._wire.post(path)
        except RejectedInput as error:
            if error.status != 405:
                raise
            answer = self._wire.get(path)  # older servers take this method only
        return MasksZip(answer.field("objects_masks"))

    def parts(self, visual_id: str, *, objects: bool = True) -> Parts:
        """The parts of a registered picture and the objects that they make up: an extension of the studio's own engine.

        Without ``objects`` it is what is found at once; which it is says ``is_complete``.
        """
        answer = self._wire.get(f"v1/{visual_id}/objects/parts{'' if objects else '?objects=0'}")
        url, found = answer.field("parts_url"), answer.body.get("objects")
        return Parts(url, answer.body.get("is_complete") is True, read_objects(found))


def _read_registration(answer: Answer) -> Registration:
    """The registration in an answer; that of 2021 says 603 for a known picture and wraps its id."""
    body = answer.body if isinstance(answer.body, dict) else {}
    inner = body.get("response_body")
    holder = Answer(answer.status, inner) if isinstance(inner, dict) else answer
    return Registration(holder.field("visual_id"), known=answer.status == 208 or body.get("code") in (208, 603))


def _read_edit(answer: Answer) -> Edit:
    sid = answer.body.get("sid") if isinstance(answer.body, dict) else None
    return Edit(answer.field("image_res"), sid if isinstance(sid, str) else "")


def _removal_change(**mask: object) -> dict[str, object]:
    return {**mask, "actions": {"remove": True}}
