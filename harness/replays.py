"""What a recipe must make of a picture, byte for byte: what the API's own routes make of it, asked one by one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from engine.edits import registry
from harness.contract.edits import EDITS
from harness.contract.service import Service, patch, portrait
from harness.images import base64_of, png
from recipes import runs
from recipes.writing import value_to_json

Steps = list[dict[str, Any]]
PHOTO = png(portrait())
PATCH = base64_of(png(patch()))
MARK = value_to_json(runs.encode((patch() > 0).tobytes(), 256))
ADDRESS = f"data:image/png;base64,{PATCH}"
FIRST, SECOND = 2, 1  # masks that the portrait, and what is left of it, have with and without the small models
AGED = {"age": "mid-60"}
SLUGS = {edit.v2_path: edit.slug for edit in registry.EDITS}


@dataclass(frozen=True)
class Replay:
    """A result of the API's own routes, and the steps that must lead to it."""

    name: str
    ask: Callable[[Service], bytes]
    steps: Steps

    def check(self, service: Service) -> None:
        """Both give the same bytes."""
        fields = {"image": base64_of(PHOTO), "recipe": {"recipe": 1, "steps": self.steps}}
        result = service.completed(service.said(service.post("/v2/recipes/run", fields), 202))
        assert service.fetch(result["image_url"]) == self.ask(service), "The recipe gives other bytes"


def ask_edit(service: Service, path: str, fields: dict[str, Any], photo: bytes = PHOTO) -> bytes:
    """What an isolated edit makes of a picture."""
    accepted = service.said(service.post(f"/v2/image/edit/{path}", {"image": base64_of(photo), **fields}), 202)
    return service.fetch(service.completed(accepted)["image_url"])


def ask_removal(service: Service, visual_id: str, changes: list[dict[str, Any]], sid: str = "") -> tuple[bytes, str]:
    """A registered picture without some masks, and its sid."""
    fields = {"changes": changes, "sid": sid or None}
    answer = service.said(service.post(f"/v1/{visual_id}/objects/remove", fields))
    return service.fetch(answer["image_res"]), answer["sid"]


def ask_changes(service: Service, photo: bytes = PHOTO, sid: str = "") -> bytes:
    """A registered picture in which the only person is older."""
    visual_id = service.registered(photo)
    [person] = service.said(service.get(f"/v1/{visual_id}/person/info"))
    fields = {"changes": [{"id": person["id"], "actions": AGED}], "sid": sid or None}
    return service.fetch(service.said(service.post(f"/v1/{visual_id}/create", fields))["image_res"])


def remove_masks(service: Service) -> bytes:
    """One after the other: a generated mask, and the caller's own."""
    visual_id = service.registered(PHOTO)
    _, sid = ask_removal(service, visual_id, [{"mask_id": FIRST}])
    return ask_removal(service, visual_id, [{"mask_url": ADDRESS}], sid)[0]


def remove_and_change(service: Service) -> bytes:
    """A mask of a picture goes, and the same picture's person gets older."""
    _, sid = ask_removal(service, service.registered(PHOTO), [{"mask_id": FIRST}])
    return ask_changes(service, sid=sid)


def remove_of_another(service: Service) -> bytes:
    """A mask goes, and then one of those that are found in what came of it."""
    once, _ = ask_removal(service, service.registered(PHOTO), [{"mask_id": FIRST}])
    return ask_removal(service, service.registered(once), [{"mask_id": SECOND}])[0]


def edit_and_remove(service: Service) -> bytes:
    """An isolated edit makes another picture, whose masks are its own."""
    filled = ask_edit(service, "gen_fill", {"mask": PATCH, "prompt": "light blue"})
    return ask_removal(service, service.registered(filled), [{"mask_id": 2}])[0]


def to_step(slug: str, fields: dict[str, Any]) -> dict[str, Any]:
    """An isolated edit as a step."""
    return {"do": slug, **fields, **({"mask": MARK} if "mask" in fields else {})}


def describe_edit(path: str, fields: dict[str, Any]) -> Replay:
    """An isolated edit, by its route, and its step."""
    return Replay(path, lambda service: ask_edit(service, path, fields), [to_step(SLUGS[path], fields)])


REMOVAL = {"do": "objects_remove", "mask_ids": [FIRST]}
CHANGE = {"do": "create", "people": {"rule": "largest"}, "actions": AGED}
BACKDROP = png(portrait()[:, ::-1])

REPLAYS = (
    *(describe_edit(edit.v2, edit.v2_fields) for edit in EDITS),
    describe_edit("erase", {"mask": PATCH, "mask_type": "automatic", "include_shadow": True}),
    describe_edit("erase", {"mask": PATCH, "feather": 6, "include_shadow": True}),
    describe_edit("gen_fill", {"mask": PATCH, "prompt": "light blue", "feather": 9}),
    describe_edit("crop_foreground", {"padding": 4, "keep_background": True}),
    Replay(
        "replace_background by a picture",
        lambda service: ask_edit(service, "replace_background", {"ref_images": [base64_of(BACKDROP)]}),
        [{"do": "replace_background", "ref_images": {"base64": base64_of(BACKDROP)}}],
    ),
    Replay("objects_remove", remove_masks, [REMOVAL, {"do": "objects_remove", "mask": MARK}]),
    Replay("objects_remove anew", remove_of_another, [REMOVAL, REMOVAL | {"mask_ids": [SECOND], "masks_of": 1}]),
    Replay("create", ask_changes, [CHANGE]),
    Replay("objects_remove and create", remove_and_change, [REMOVAL, CHANGE | {"people_of": 0}]),
    Replay(
        "gen_fill and objects_remove",
        edit_and_remove,
        [{"do": "gen_fill", "mask": MARK, "prompt": "light blue"}, REMOVAL | {"mask_ids": [2]}],
    ),
    Replay(
        "gen_fill and product_check",
        lambda service: ask_edit(service, "gen_fill", {"mask": PATCH, "prompt": "light blue"}),
        [{"do": "gen_fill", "mask": MARK, "prompt": "light blue"}, {"do": "product_check"}],
    ),
)
