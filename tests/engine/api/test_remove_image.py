"""A registered image is forgotten with all that was made of it, and nobody else's."""

from __future__ import annotations

from engine.models import Result, Session, Visual
from harness.images import Pixels, base64_of, png
from tests.engine.api.conftest import Api


def erase(api: Api, visual_id: str, mask: Pixels) -> str:
    fields = {"changes": [{"mask_url": f"data:image/png;base64,{base64_of(png(mask))}", "mask_source": "manual"}]}
    address: str = api.post(f"/v1/{visual_id}/objects/remove", fields).json()["image_res"]
    return address


def test_it_is_gone_with_its_states_and_results(api: Api, photo: bytes, box_mask: Pixels) -> None:
    visual_id = api.register(photo)
    address = erase(api, visual_id, box_mask)
    response = api.post(f"/v1/{visual_id}/remove_image")
    assert (response.status_code, response.json()) == (200, {"code": 200, "visual_id": visual_id})
    assert api.get(f"/v1/{visual_id}/info").status_code == 404
    assert api.client.get(address).status_code == 404
    assert not Visual.objects.exists() and not Session.objects.exists() and not Result.objects.exists()


def test_it_can_be_registered_again(api: Api, photo: bytes) -> None:
    visual_id = api.register(photo)
    api.post(f"/v1/{visual_id}/remove_image")
    assert api.upload(photo).status_code == 200
    assert api.get(f"/v1/{visual_id}/objects/mask_generator").status_code == 200


def test_the_same_image_of_another_token_stays(api: Api, bob: Api, photo: bytes, box_mask: Pixels) -> None:
    visual_id = api.register(photo)
    address = erase(bob, bob.register(photo), box_mask)
    api.post(f"/v1/{visual_id}/remove_image")
    assert bob.get(f"/v1/{visual_id}/info").status_code == 200
    assert bob.fetch(address)


def test_what_is_not_registered_cannot_be_removed(api: Api, bob: Api, photo: bytes) -> None:
    visual_id = bob.register(photo)
    assert api.post(f"/v1/{visual_id}/remove_image").status_code == 404
    assert bob.get(f"/v1/{visual_id}/info").status_code == 200
