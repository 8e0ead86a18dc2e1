"""Edits of the background and of the subject before it: hints, forms, v1's own answers, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from engine.operations import remove_background
from harness.images import Pixels, base64_of, pixels_of, png
from tests.engine.api.conftest import Api

REMOVE, BLUR = "/v2/image/edit/remove_background", "/v2/image/edit/blur_background"
REPLACE, CROP = "/v2/image/edit/replace_background", "/v2/image/edit/crop_foreground"
ERASE = "/v2/image/edit/erase_foreground"
V1_REMOVE = "/v1/background/remove"


@pytest.fixture(scope="session")
def still() -> Pixels:
    """A red ball before a grey wall, 220 by 240 pixels."""
    noise = np.random.default_rng(0).integers(-6, 7, (220, 240, 1))
    pixels = (np.full((220, 240, 3), 150) + noise).astype(np.uint8)
    rows, columns = np.ogrid[:220, :240]
    pixels[(rows - 110) ** 2 + (columns - 120) ** 2 < 60**2] = (200, 30, 30)
    return pixels


@pytest.fixture(scope="session")
def ball(still: Pixels) -> Pixels:
    """Where the ball is."""
    return np.asarray(still[..., 0].astype(int) - still[..., 1] > 100)


@pytest.fixture
def fields(still: Pixels) -> dict[str, Any]:
    return {"image": base64_of(png(still)), "sync": True}


def result_of(api: Api, path: str, fields: dict[str, Any]) -> Pixels:
    return pixels_of(api.fetch(api.post(path, fields).json()["result"]["image_url"]))


def overlap(alpha: Pixels, wanted: Pixels) -> float:
    found = alpha > 127
    return float((found & wanted).sum() / (found | wanted).sum())


class TestRemove:
    """``background/remove`` and ``remove_background``."""

    def test_the_subject_stays(self, api: Api, fields: dict[str, Any], ball: Pixels) -> None:
        assert overlap(result_of(api, REMOVE, fields)[..., 3], ball) > 0.95

    @pytest.mark.parametrize(
        ("alpha", "preserve", "most"), [(100, True, 100), (100, False, 255)], ids=["preserved", "dropped"]
    )
    def test_transparency_of_the_image_is_kept_on_request(
        self, api: Api, fields: dict[str, Any], still: Pixels, alpha: int, preserve: bool, most: int
    ) -> None:
        image = base64_of(png(np.dstack((still, np.full(still.shape[:2], alpha, np.uint8)))))
        result = result_of(api, REMOVE, {**fields, "image": image, "preserve_alpha": preserve})
        assert result[..., 3].max() == most

    def test_strokes_decide_what_the_subject_is(self, api: Api, fields: dict[str, Any], ball: Pixels) -> None:
        keep, remove = np.zeros_like(ball), np.zeros_like(ball)
        keep[15:25, 20:220], remove[105:115, 80:160] = True, True
        strokes = {"keep": base64_of(png(keep)), "remove": base64_of(png(remove))}
        alpha = result_of(api, REMOVE, {**fields, **strokes})[..., 3]
        assert alpha[20, 120] > 200
        assert alpha[110, 120] < 50

    @pytest.mark.parametrize("registered", [True, False])
    def test_regions_can_be_named_as_the_subject(
        self, api: Api, fields: dict[str, Any], still: Pixels, ball: Pixels, registered: bool
    ) -> None:
        visual_id = api.register(png(still))
        if registered:
            api.get(f"/v1/{visual_id}/objects/mask_generator")
        wall = max(api.get(f"/v1/{visual_id}/objects/info").json(), key=lambda found: found["area"])
        alpha = result_of(api, REMOVE, {**fields, "mask_ids": [wall["mask_id"]]})[..., 3]
        assert overlap(alpha, ~ball) > 0.9

    @pytest.mark.parametrize(
        ("given", "status"),
        [
            ({"mask_ids": [254]}, 400),
            ({"mask_ids": [0]}, 400),
            ({"mask_ids": "all"}, 400),
            ({"mask_ids": [], "keep": None}, 200),
            ({"keep": "AAAA"}, 415),
            ({"keep": base64_of(png(np.zeros((220, 240), np.uint8)))}, 422),
            ({"remove": base64_of(png(np.full((99, 300), 255, np.uint8)))}, 422),
        ],
    )
    def test_hints_that_cannot_be_used_are_told(
        self, api: Api, fields: dict[str, Any], given: dict[str, Any], status: int
    ) -> None:
        assert api.post(REMOVE, {**fields, **given}).status_code == status

    @pytest.mark.parametrize(
        ("preview", "shape"), [(520, (477, 520, 4)), (8192, (1100, 1200, 4)), (None, (1100, 1200, 4))]
    )
    def test_a_preview_is_the_same_cut_out_at_a_smaller_size(
        self, api: Api, fields: dict[str, Any], still: Pixels, preview: int | None, shape: tuple[int, ...]
    ) -> None:
        large = {**fields, "image": base64_of(png(still.repeat(5, 0).repeat(5, 1)))}
        found = result_of(api, REMOVE, {**large, "preview": preview})
        whole = result_of(api, REMOVE, large)[..., 3]
        assert found.shape == shape
        assert overlap(found[..., 3], np.asarray(Image.fromarray(whole).resize((shape[1], shape[0]))) > 127) > 0.98

    def test_a_preview_is_only_alpha(self, api: Api, fields: dict[str, Any]) -> None:
        assert not result_of(api, REMOVE, {**fields, "preview": 512})[..., :3].any()

    @pytest.mark.parametrize(("preserve", "most"), [(True, 128), (False, 255)])
    def test_a_preview_keeps_transparency_on_request(
        self, api: Api, fields: dict[str, Any], still: Pixels, preserve: bool, most: int
    ) -> None:
        image = base64_of(png(np.dstack((still, np.full(still.shape[:2], 128, np.uint8)))))
        result = result_of(api, REMOVE, {**fields, "image": image, "preserve_alpha": preserve, "preview": 512})
        assert result[..., 3].max() == most

    def test_hints_fit_a_preview(self, api: Api, fields: dict[str, Any], still: Pixels, ball: Pixels) -> None:
        large = png(still.repeat(5, 0).repeat(5, 1))
        visual_id = api.register(large)
        wall = max(api.get(f"/v1/{visual_id}/objects/info").json(), key=lambda found: found["area"])
        hints = {"mask_ids": [wall["mask_id"]], "remove": base64_of(png(ball))}  # strokes are drawn at any size
        alpha = result_of(api, REMOVE, {**fields, **hints, "image": base64_of(large), "preview": 600})[..., 3]
        assert overlap(alpha, np.asarray(Image.fromarray(~ball).resize((600, 550)))) > 0.95

    @pytest.mark.parametrize("preview", [0, 511, 8193, "small"])
    def test_other_sizes_of_previews_are_refused(self, api: Api, fields: dict[str, Any], preview: object) -> None:
        assert api.post(REMOVE, {**fields, "preview": preview}).status_code == 400

    def test_what_is_remembered_of_an_image_does_not_change_results(
        self, api: Api, fields: dict[str, Any], still: Pixels, ball: Pixels
    ) -> None:
        wall = np.zeros_like(ball)
        wall[15:25, 20:220] = True
        stroke = {**fields, "keep": base64_of(png(wall)), "remove": base64_of(png(ball))}
        results = [result_of(api, REMOVE, sent) for sent in (stroke, fields, stroke)]
        alone = remove_background.cut_out(still, remove_background.alpha(still, remove_background.Hints(wall, ball)))
        assert np.array_equal(results[0], alone) and np.array_equal(results[2], alone)

    def test_a_picture_without_a_subject_says_so(self, api: Api) -> None:
        flat = base64_of(png(np.full((100, 100, 3), 90, np.uint8)))
        response = api.post(REMOVE, {"image": flat, "sync": True})
        assert response.status_code == 422
        assert "subject" in response.json()["error"]["details"]

    def test_v1_takes_a_part_of_a_form(self, api: Api, still: Pixels) -> None:
        response = api.client.post(V1_REMOVE, {"file": SimpleUploadedFile("a.png", png(still))})
        assert pixels_of(api.fetch(response.json()["result_url"])).shape == (220, 240, 4)

    def test_v1_takes_a_short_form(self, api: Api) -> None:
        response = api.client.post(V1_REMOVE, "image_url=https://127.0.0.1/", "application/x-www-form-urlencoded")
        assert response.status_code == 400
        assert "address" in response.json()["message"].lower()

    def test_v1_tells_a_form_without_the_part_from_one_without_a_file(self, api: Api) -> None:
        assert api.client.post(V1_REMOVE, {"other": "x"}).status_code == 400
        assert api.client.post(V1_REMOVE, {"file": ""}).status_code == 206
        assert api.client.post(V1_REMOVE, {"file": SimpleUploadedFile("a.png", b"")}).status_code == 206
        assert api.post(V1_REMOVE, {}).status_code == 400
        assert api.post(V1_REMOVE, {"image_url": ""}).json()["code"] == 206

    def test_v2_has_one_answer_to_a_missing_image(self, api: Api) -> None:
        assert api.post(REMOVE, {"image": ""}).status_code == 400


class TestBlur:
    """``background/blur`` and ``blur_background``."""

    def test_the_subject_stays_sharp(self, api: Api, fields: dict[str, Any], still: Pixels) -> None:
        result = result_of(api, BLUR, {**fields, "scale": 4})
        assert np.array_equal(result[90:130, 100:140], still[90:130, 100:140])
        assert result[:20].std() < still[:20].std() / 2

    def test_the_scale_is_how_much(self, api: Api, fields: dict[str, Any]) -> None:
        hint, most = (result_of(api, BLUR, {**fields, "scale": scale})[:40].std() for scale in (1, 5))
        assert most < hint

    @pytest.mark.parametrize("scale", [0, 6, "much", 2.5])
    def test_other_scales_are_refused(self, api: Api, fields: dict[str, Any], scale: object) -> None:
        assert api.post(BLUR, {**fields, "scale": scale}).status_code == 400


class TestReplace:
    """``background/replace`` and ``replace_background``."""

    def test_a_colour_stands_behind_the_subject(
        self, api: Api, fields: dict[str, Any], still: Pixels, ball: Pixels
    ) -> None:
        said = api.post(REPLACE, {**fields, "prompt": "#00ff00", "seed": 3}).json()["result"]
        result = pixels_of(api.fetch(said.pop("image_url")))
        assert said == {"seed": 3, "refined_prompt": "#00ff00"}
        assert (result[:20] == (0, 255, 0)).all()
        assert np.array_equal(result[90:130, 100:140], still[90:130, 100:140])

    @pytest.mark.parametrize("form", [list, "".join])
    def test_a_picture_stands_behind_the_subject(self, api: Api, fields: dict[str, Any], form: Any) -> None:
        blue = base64_of(png(np.full((50, 50, 3), (0, 0, 200), np.uint8)))
        said = api.post(REPLACE, {**fields, "ref_images": form([blue])}).json()["result"]
        assert "refined_prompt" not in said
        assert (pixels_of(api.fetch(said["image_url"]))[:20] == (0, 0, 200)).all()

    def test_v1_lists_address_seed_and_sid(self, api: Api, still: Pixels) -> None:
        blue = SimpleUploadedFile("b.png", png(np.full((50, 50, 3), 90, np.uint8)))
        image = SimpleUploadedFile("a.png", png(still))
        response = api.client.post("/v1/background/replace", {"file": image, "ref_image_file": blue, "num_results": 3})
        rows = response.json()["result"]
        assert len(rows) == 3
        assert len({sid for _, _, sid in rows}) == 3
        assert all(isinstance(seed, int) and sid.endswith(".JPEG") for _, seed, sid in rows)
        assert len({api.fetch(address) for address, _, _ in rows}) == 1

    @pytest.mark.parametrize(("full_size", "shape"), [(True, (1200, 1300, 3)), (False, (961, 1041, 3))])
    def test_the_result_has_a_megapixel_unless_quality_is_asked_for(
        self, api: Api, still: Pixels, full_size: bool, shape: tuple[int, ...]
    ) -> None:
        large = base64_of(png(np.pad(still, ((490, 490), (530, 530), (0, 0)), "edge")))
        fields = {"image": large, "prompt": "red", "original_quality": full_size, "sync": True}
        assert result_of(api, REPLACE, fields).shape == shape

    def test_transparency_is_taken_at_its_word_unless_forced(
        self, api: Api, fields: dict[str, Any], still: Pixels
    ) -> None:
        alpha = np.zeros(still.shape[:2], np.uint8)
        alpha[:, :60] = 255
        fields |= {"image": base64_of(png(np.dstack((still, alpha)))), "prompt": "lime"}
        assert np.array_equal(result_of(api, REPLACE, fields)[:, :60], still[:, :60])
        forced = result_of(api, REPLACE, {**fields, "force_background_detection": True})
        assert (forced[:20, :60] == (0, 255, 0)).all()

    @pytest.mark.parametrize(
        ("given", "status"),
        [
            ({}, 400),
            ({"prompt": "red", "ref_images": ["AAAA"]}, 400),
            ({"prompt": "", "ref_images": [], "bg_prompt": None}, 400),
            ({"prompt": "in a parking lot"}, 422),
            ({"ref_images": ["AAAA", "AAAA"]}, 422),
            ({"ref_images": ["AAAA"]}, 415),
            ({"ref_images": [5]}, 400),
            ({"prompt": "red", "mode": "slow"}, 400),
            ({"prompt": "red", "mode": "fast", "negative_prompt": None, "ref_images": []}, 200),
        ],
    )
    def test_exactly_one_background_that_can_be_made(
        self, api: Api, fields: dict[str, Any], given: dict[str, Any], status: int
    ) -> None:
        assert api.post(REPLACE, {**fields, **given}).status_code == status

    def test_v1_refuses_small_pictures(self, api: Api, photo: bytes) -> None:
        body = {"file": base64_of(photo), "bg_prompt": "red"}
        assert api.post("/v1/background/replace", body).status_code == 406


class TestEraseForeground:
    """Both versions."""

    def test_the_subject_goes(self, api: Api, fields: dict[str, Any], ball: Pixels) -> None:
        result = result_of(api, ERASE, fields).astype(int)
        assert (result[..., 0] - result[..., 1])[ball].max() < 60

    @pytest.mark.parametrize(("preserve", "channels"), [(True, 4), (False, 3)])
    def test_transparency_is_kept_on_request(
        self, api: Api, fields: dict[str, Any], still: Pixels, preserve: bool, channels: int
    ) -> None:
        fields["image"] = base64_of(png(np.dstack((still, np.full(still.shape[:2], 250, np.uint8)))))
        assert result_of(api, ERASE, {**fields, "preserve_alpha": preserve}).shape[2] == channels


class TestCrop:
    """``crop`` and ``crop_foreground``."""

    def test_the_subject_is_cut_out_with_its_padding(self, api: Api, fields: dict[str, Any], ball: Pixels) -> None:
        result = result_of(api, CROP, {**fields, "padding": 10})
        assert all(abs(side - 139) < 6 for side in result.shape[:2])
        assert not result[:10, :, 3].any()

    def test_a_removed_background_is_cropped_by_its_address(self, api: Api, fields: dict[str, Any]) -> None:
        cutout = api.post(V1_REMOVE, {"file": fields["image"]}).json()["result_url"]
        result = pixels_of(api.fetch(api.post("/v1/crop", {"image_url": cutout}).json()["result_url"]))
        alpha = pixels_of(api.fetch(cutout))[..., 3]
        assert result[..., 3].max() == 255
        assert np.count_nonzero(result[..., 3] > 10) == np.count_nonzero(alpha > 10)

    def test_an_image_that_is_all_transparent_has_nothing_to_crop(self, api: Api, still: Pixels) -> None:
        image = base64_of(png(np.dstack((still, np.zeros(still.shape[:2], np.uint8)))))
        assert api.post(CROP, {"image": image, "sync": True}).status_code == 422

    @pytest.mark.parametrize("padding", [-1, 241, "wide"])
    def test_other_paddings_are_refused(self, api: Api, fields: dict[str, Any], padding: object) -> None:
        assert api.post(CROP, {**fields, "padding": padding}).status_code == 400
