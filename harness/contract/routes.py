"""The table of routes, each with a check that what it answers is what the contract says."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from psd_tools import PSDImage

from harness.contract.edits import EDITS
from harness.contract.service import Service, patch, pixels_of, portrait
from harness.images import base64_of, png
from recipes import runs
from recipes.writing import value_to_json


@dataclass(frozen=True)
class Route:
    """A route, named as in a request's first line, and its check, which raises AssertionError."""

    name: str
    check: Callable[[Service], None]


def register(service: Service) -> None:
    """An address, here one of the service's own results; known images are told by 208."""
    content = png(np.roll(portrait(), 7, axis=0))
    fields = {"file": base64_of(content), "mask_file": base64_of(png(patch()))}
    address = service.said(service.post("/v1/eraser", fields))["result_url"]
    visual_id = service.said(service.post("/v1/register", {"image_url": address, "is_private": True}))["visual_id"]
    again = service.said(service.post("/v1/register", {"image_url": address}), 208)
    assert again["visual_id"] == visual_id
    assert len(visual_id) == 16


def upload(service: Service) -> None:
    """A part of a form; known images are told by 208."""
    content = png(np.roll(portrait(), 9, axis=0))
    visual_id = service.said(service.form("/v1/upload", {"file": content}))["visual_id"]
    assert service.said(service.form("/v1/upload", {"file": content}), 208)["visual_id"] == visual_id


def info(service: Service) -> None:
    """The scene, and the visual_id."""
    visual_id = service.registered(png(portrait()))
    body = service.said(service.get(f"/v1/{visual_id}/info"))
    assert body["visual_id"] == visual_id
    assert [person["type"] for person in body["scene"]] == ["person"]


def person_info(service: Service) -> None:
    """A list of people, of the documented shape."""
    [person] = service.said(service.get(f"/v1/{service.registered(png(portrait()))}/person/info"))
    assert set(person) == {"id", "type", "labels", "rect", "actions", "oracle"}
    assert len(person["id"]) == 64
    assert set(person["rect"]) == {"x", "y", "w", "h"}


def objects_info(service: Service) -> None:
    """A list of objects."""
    objects = service.said(service.get(f"/v1/{service.registered(png(portrait()))}/objects/info"))
    assert {found["type"] for found in objects} == {"object"}
    assert all(set(found["rect"]) == {"x", "y", "w", "h"} for found in objects)


def background_info(service: Service) -> None:
    """What can be done with the background."""
    body = service.said(service.get(f"/v1/{service.registered(png(portrait()))}/background/info"))
    assert "replace" in body["actions"]


def mask_zip_by_get(service: Service) -> None:
    """The masks of a registered image, asked for by GET."""
    visual_id = service.registered(png(portrait()))
    zipped(service, service.said(service.get(f"/v1/{visual_id}/objects/mask_generator"))["objects_masks"], visual_id)


def mask_zip_by_post(service: Service) -> None:
    """The masks of a registered image, asked for by POST."""
    visual_id = service.registered(png(portrait()))
    zipped(service, service.said(service.post(f"/v1/{visual_id}/objects/mask_generator"))["objects_masks"], visual_id)


def mask_zip_of_any_image(service: Service) -> None:
    """The masks of an image that is not registered."""
    fields = {"file": base64_of(png(portrait()))}
    zipped(service, service.said(service.post("/v1/objects/mask_generator", fields))["objects_masks"])


def zipped(service: Service, address: str, prefix: str = "") -> None:
    """A flat zip of PNG files: the panoptic map, and the mask of each of its values."""
    content = service.fetch(address)
    with zipfile.ZipFile(io.BytesIO(content)) as folder:
        masks = {name.removesuffix(".png"): pixels_of(folder.read(name)) for name in folder.namelist()}
    prefix = prefix or next(iter(masks)).partition("_")[0]
    panoptic = masks.pop(f"{prefix}_panoptic")
    assert set(masks) == {f"{prefix}_{number}" for number in range(1, len(masks) + 1)}
    for number in range(1, len(masks) + 1):
        assert np.array_equal(masks[f"{prefix}_{number}"], (panoptic == number) * np.uint8(255))


def objects_remove(service: Service) -> None:
    """A generated mask, then, along its sid, masks of the caller's own."""
    visual_id = service.registered(png(portrait()))
    path = f"/v1/{visual_id}/objects/remove?desired_resolution=original"
    changes = [{"mask_id": 5, "mask_source": "generated", "actions": {"remove": True}}]
    first = service.said(service.post(path, {"changes": changes}))
    assert service.picture(first["image_res"]).shape == (256, 256, 3)
    address = f"data:image/png;base64,{base64_of(png(patch()))}"
    changes = [{"mask_url": address, "mask_source": "manual", "actions": {"remove": True}}]
    second = service.said(service.post(path, {"changes": changes, "sid": first["sid"]}))
    changed = service.picture(second["image_res"]) != service.picture(first["image_res"])
    assert changed.any()
    assert not changed[patch() == 0].any()


def create(service: Service) -> None:
    """A change that person/info offers."""
    visual_id = service.registered(png(portrait()))
    [person] = service.said(service.get(f"/v1/{visual_id}/person/info"))
    changes = [{"id": person["id"], "actions": {"age": "mid-60"}}]
    answer = service.said(service.post(f"/v1/{visual_id}/create", {"changes": changes}))
    assert set(answer) == {"image_res", "sid"}
    assert answer["sid"].endswith(".JPEG")
    assert (service.picture(answer["image_res"]) != portrait()).any()


def image_to_psd(service: Service) -> None:
    """Layers: background, foreground, objects."""
    visual_id = service.registered(png(portrait()))
    address = service.said(service.post(f"/v1/{visual_id}/image_to_psd"))["image_res"]
    names = [layer.name for layer in PSDImage.open(io.BytesIO(service.fetch(address)))]
    assert names[:2] == ["Background", "Foreground"]
    assert len(names) > 2


def all_masks(service: Service) -> None:
    """Each region as a picture of its own, asynchronous by default."""
    fields = {"image": base64_of(png(portrait()))}
    path = "/v2/image/segment/all_masks"
    masks = service.completed(service.said(service.post(path, fields), 202))["masks"]
    assert [mask["id"] for mask in masks] == list(range(1, len(masks) + 1))
    mask = service.picture(masks[0]["image_url"])
    assert mask.shape == (256, 256)
    assert np.count_nonzero(mask == 255) == masks[0]["area"]
    assert len(service.said(service.post(path, {**fields, "sync": True}))["result"]["masks"]) == len(masks)


def run_recipe(service: Service) -> None:
    """An extension: several steps, what each did, and the hashes of both files; asynchronous by default."""
    erase = {"do": "erase", "mask": value_to_json(runs.encode((patch() > 0).tobytes(), 256))}
    photo = png(portrait())
    fields = {"image": base64_of(photo), "recipe": {"recipe": 1, "steps": [{"do": "hide_faces"}, erase]}}
    result = service.completed(service.said(service.post("/v2/recipes/run", fields), 202))
    content = service.fetch(result["image_url"])
    assert [step["done"] for step in result["recipe"]["steps"]] == [True, True]
    assert result["recipe"]["input"]["sha256"] == hashlib.sha256(photo).hexdigest()
    assert result["recipe"]["output"]["sha256"] == hashlib.sha256(content).hexdigest()
    changed = (pixels_of(content) != portrait()).any(axis=2)
    assert changed[patch() > 0].any()


def spots(service: Service) -> None:
    """An extension: a dark speck on a wall, and the mask of it."""
    wall = np.full((256, 256, 3), 150, np.uint8)
    wall[100:106, 60:66] = 110
    result = service.said(service.post("/v2/image/segment/spots", {"image": base64_of(png(wall)), "sync": True}))[
        "result"
    ]
    assert [set(spot) for spot in result["spots"]] == [{"box", "score"}]
    mask = service.picture(result["mask_url"])
    assert mask.shape == (256, 256)
    assert mask[103, 63] == 255
    assert not mask[:90].any()


def status(service: Service) -> None:
    """A request that failed is told by 200, one that is unknown by 404."""
    assert service.said(service.get("/v2/status/unknown"), 404) == {"status": "NOT_FOUND"}
    everything = base64_of(png(np.full((256, 256), 255, np.uint8)))
    fields = {"image": base64_of(png(portrait())), "mask": everything, "sync": True}
    failed = service.said(service.post("/v2/image/edit/erase", fields), 422)
    body = service.said(service.get(f"/v2/status/{failed['request_id']}"))
    assert body["status"] == "ERROR"
    assert body["error"] == failed["error"]


def capabilities(service: Service) -> None:
    """An extension: which operations there are."""
    operations = service.said(service.get("/v2/capabilities"))["operations"]
    assert all(
        operations[edit.v2.replace("product/packshot", "packshot").replace("/", "_")]["available"] for edit in EDITS
    )


def remove_image(service: Service) -> None:
    """A registered image is known no more."""
    visual_id = service.registered(png(np.roll(portrait(), 11, axis=0)))
    assert service.said(service.post(f"/v1/{visual_id}/remove_image"))["visual_id"] == visual_id
    service.said(service.get(f"/v1/{visual_id}/info"), 404)


def product_check(service: Service) -> None:
    """An extension: what marketplaces ask of a product's picture."""
    result = service.said(service.post("/v2/product/check", {"image": base64_of(png(portrait()))}))["result"]
    assert [finding["rule"] for finding in result["findings"]] == ["size", "background", "share", "text"]
    assert result["passed"] is False
    assert "256" in result["findings"][0]["text"]


ROUTES = (
    Route("POST /v1/register", register),
    Route("POST /v1/upload", upload),
    Route("GET /v1/{id}/info", info),
    Route("GET /v1/{id}/person/info", person_info),
    Route("GET /v1/{id}/objects/info", objects_info),
    Route("GET /v1/{id}/background/info", background_info),
    Route("GET /v1/{id}/objects/mask_generator", mask_zip_by_get),
    Route("POST /v1/{id}/objects/mask_generator", mask_zip_by_post),
    Route("POST /v1/objects/mask_generator", mask_zip_of_any_image),
    Route("POST /v1/{id}/objects/remove", objects_remove),
    Route("POST /v1/{id}/create", create),
    Route("POST /v1/{id}/image_to_psd", image_to_psd),
    Route("POST /v1/{id}/remove_image", remove_image),
    *(Route(f"POST /v1/{edit.v1}", edit.check_v1) for edit in EDITS),
    *(Route(f"POST /v2/image/edit/{edit.v2}", edit.check_v2) for edit in EDITS),
    Route("POST /v2/image/segment/all_masks", all_masks),
    Route("POST /v2/recipes/run", run_recipe),
    Route("POST /v2/image/segment/spots", spots),
    Route("GET /v2/status/{request_id}", status),
    Route("GET /v2/capabilities", capabilities),
    Route("POST /v2/product/check", product_check),
)
