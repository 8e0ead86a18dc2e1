"""Masks, renditions, and results put over their parent."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image, ImageCms

from editor.imaging import edges, pixels, portraits
from harness.images import encode_image, open_image
from imagefiles.encoding import encode_png
from tests.imagefiles.test_colour import grey_profile
from tests.narrowing import pixel

PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def plain(colour: str, size: tuple[int, int] = (20, 10), mode: str = "RGB") -> Image.Image:
    return Image.new("RGB", size, colour).convert(mode)


def box_mask(top: int, left: int, bottom: int, right: int, shape: tuple[int, int] = (10, 20)) -> pixels.Mask:
    mask = np.zeros(shape, bool)
    mask[top:bottom, left:right] = True
    return mask


def test_growing_by_nothing_changes_nothing() -> None:
    mask = box_mask(2, 2, 4, 4)
    assert (edges.grow(mask, 0) == mask).all()


def test_a_point_grows_into_a_disc() -> None:
    rows, columns = np.ogrid[:11, :11]
    disc = (rows - 5) ** 2 + (columns - 5) ** 2 <= 4 * 4
    assert (edges.grow(box_mask(5, 5, 6, 6, (11, 11)), 4) == disc).all()


def test_growing_stops_at_the_picture_and_leaves_its_argument_alone() -> None:
    mask = box_mask(0, 0, 1, 1, (4, 4))
    assert edges.grow(mask, 9).all()
    assert mask.sum() == 1


def test_an_empty_mask_stays_empty() -> None:
    assert not edges.grow(np.zeros((4, 4), bool), 3).any()


def test_soft_edges_are_wider_in_larger_pictures() -> None:
    assert (pixels.soft_edge((600, 800)), pixels.soft_edge((3000, 4000))) == (3, 15)


def test_a_mask_is_white_inside() -> None:
    image = open_image(pixels.encode_mask(np.array([[True, False]])))
    assert (image.mode, image.tobytes()) == ("L", b"\xff\x00")


def test_heads_reach_above_and_beside_faces() -> None:
    face = {"x": 40, "y": 40, "w": 20, "h": 20}
    mask = pixels.mask_heads((100, 100), [face])
    assert mask[45, 50] and mask[25, 50] and mask[50, 30]
    assert not mask[5, 50] and not mask[50, 15] and not mask[90, 50]


def test_a_thumbnail_fits_and_keeps_the_proportions() -> None:
    image = open_image(pixels.make_thumbnail(encode_image(plain("red", (200, 100))), 50))
    assert (image.format, image.size) == ("WEBP", (50, 25))


def test_a_thumbnail_keeps_profile_and_transparency() -> None:
    data = encode_image(Image.new("RGBA", (20, 10), (255, 0, 0, 0)), icc_profile=PROFILE)
    image = open_image(pixels.make_thumbnail(data, 10))
    assert (image.mode, image.info["icc_profile"]) == ("RGBA", PROFILE)


def test_a_face_at_the_border_is_filled_up_to_a_square() -> None:
    image = open_image(portraits.crop_face(encode_image(plain("red", (100, 100))), {"x": 0, "y": 0, "w": 20, "h": 30}))
    assert image.size == (portraits.SIDE, portraits.SIDE)
    assert np.asarray(image.convert("RGB"))[0, 0, 0] > 230


def test_a_face_outside_the_picture_is_no_face() -> None:
    with pytest.raises(pixels.NotAPicture):
        portraits.crop_face(encode_image(plain("red")), {"x": 500, "y": 0, "w": 20, "h": 30})


def test_a_picture_under_the_limit_is_passed_on() -> None:
    data = encode_image(plain("red"))
    assert pixels.shrink_to_limit(data, len(data)) is data


def test_a_picture_over_the_limit_becomes_a_good_jpeg() -> None:
    data = encode_image(Image.effect_noise((64, 64), 30).convert("RGB"), icc_profile=PROFILE)
    image = open_image(pixels.shrink_to_limit(data, len(data) - 1))
    assert (image.format, image.size, image.info["icc_profile"]) == ("JPEG", (64, 64), PROFILE)


def test_a_picture_far_over_the_limit_is_made_smaller() -> None:
    data = encode_image(Image.effect_noise((200, 200), 90).convert("RGB"))
    small = pixels.shrink_to_limit(data, 6000)
    assert len(small) <= 6000
    assert 20 < open_image(small).width < 200


def test_transparency_survives_the_limit() -> None:
    image = Image.effect_noise((64, 64), 90).convert("RGBA")
    image.putalpha(Image.linear_gradient("L").resize((64, 64)))
    assert open_image(pixels.shrink_to_limit(encode_image(image), 8000)).mode == "RGBA"


def test_outside_the_mask_not_a_pixel_changes() -> None:
    parent = encode_image(Image.effect_noise((20, 10), 90).convert("RGB"))
    mask = box_mask(2, 5, 8, 15)
    result = pixels.composite(parent, encode_image(plain("red"), "JPEG"), pixels.encode_mask(mask))
    assert pixels.count_changes_outside(parent, result, mask) == 0


def test_deep_inside_the_mask_is_the_result() -> None:
    mask = pixels.encode_mask(box_mask(0, 5, 10, 15))
    image = open_image(pixels.composite(encode_image(plain("blue")), encode_image(plain("red")), mask))
    assert [pixel(image, (column, 5)) for column in (4, 10, 15)] == [(0, 0, 255), (255, 0, 0), (0, 0, 255)]
    assert pixel(image, (10, 0)) == (255, 0, 0)  # no fading where the mask ends with the picture


def test_the_result_fades_in_at_the_border_of_the_mask() -> None:
    mask = pixels.encode_mask(box_mask(0, 5, 10, 15))
    image = open_image(pixels.composite(encode_image(plain("black")), encode_image(plain("white")), mask)).convert("L")
    values = np.asarray(image)[5, 4:9].tolist()
    assert values == sorted(values)
    assert 0 < values[1] < 255 == values[4]


def test_a_smaller_result_is_scaled_to_its_parent() -> None:
    mask = pixels.encode_mask(box_mask(0, 0, 10, 20))
    image = open_image(pixels.composite(encode_image(plain("blue")), encode_image(plain("red", (10, 5))), mask))
    assert (image.size, pixel(image, (10, 5))) == ((20, 10), (255, 0, 0))


def test_a_result_of_other_proportions_is_none() -> None:
    with pytest.raises(pixels.NotAPicture, match="10 x 10 pixels instead of 20 x 10"):
        pixels.composite(
            encode_image(plain("blue")), encode_image(plain("red", (10, 10))), pixels.encode_mask(box_mask(0, 0, 9, 9))
        )


def test_an_empty_mask_changes_nothing() -> None:
    parent = encode_image(plain("blue"))
    assert pixels.composite(parent, encode_image(plain("red")), pixels.encode_mask(box_mask(0, 0, 0, 0))) == parent


def test_a_composite_keeps_the_parents_profile_and_transparency() -> None:
    parent = encode_image(Image.new("RGBA", (20, 10), (0, 0, 255, 100)), icc_profile=PROFILE)
    image = open_image(pixels.composite(parent, encode_image(plain("red")), pixels.encode_mask(box_mask(2, 2, 8, 18))))
    assert (image.info["icc_profile"], pixel(image, (10, 5))) == (PROFILE, (255, 0, 0, 100))


def test_a_lossless_result_is_taken_as_it_is() -> None:
    result = encode_image(plain("red"))
    assert pixels.convert_result(result, encode_image(plain("blue"))) is result


def test_a_jpeg_result_becomes_a_png_in_the_parents_profile() -> None:
    image = open_image(
        pixels.convert_result(encode_image(plain("red"), "JPEG"), encode_image(plain("blue"), icc_profile=PROFILE))
    )
    assert (image.format, image.info["icc_profile"]) == ("PNG", PROFILE)


@pytest.mark.parametrize("data", [b"", b"no picture", encode_image(plain("red"))[:-30]])
def test_what_is_no_picture_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(pixels.NotAPicture):
        pixels.convert_result(data, encode_image(plain("blue")))


def test_the_size_is_width_by_height() -> None:
    assert pixels.read_size(encode_image(plain("red", (7, 3)))) == (7, 3)


def test_a_result_in_other_colours_is_converted_to_its_parents() -> None:
    swapped = encode_image(plain("red"), icc_profile=swapped_profile())
    image = open_image(pixels.convert_result(swapped, encode_image(plain("blue"))))
    red, green, _ = pixel(image, (0, 0))
    assert "icc_profile" not in image.info
    assert green > 200 > red


def test_a_result_with_a_broken_profile_is_taken_as_its_parents() -> None:
    image = open_image(
        pixels.convert_result(encode_image(plain("red"), icc_profile=b"none"), encode_image(plain("blue")))
    )
    assert pixel(image, (0, 0)) == (255, 0, 0)


def test_a_grey_result_is_converted_by_its_own_profile() -> None:
    grey = encode_image(Image.new("L", (40, 30), 128), icc_profile=grey_profile(1.0))
    image = open_image(pixels.convert_result(grey, encode_image(plain("blue"))))
    assert "icc_profile" not in image.info
    assert pixel(image, (0, 0)) == pytest.approx((188, 188, 188), abs=1)


@pytest.mark.parametrize("format", ["PNG", "JPEG"])
def test_a_result_of_which_a_part_is_missing_is_none(format: str) -> None:
    whole = encode_image(Image.effect_noise((64, 48), 90).convert("RGB"), format)
    with pytest.raises(pixels.NotAPicture):
        pixels.convert_result(whole[: len(whole) * 2 // 3], encode_image(plain("blue")))


def swapped_profile() -> bytes:
    """sRGB with the primaries of red and green exchanged: the tags of the profile's table trade names."""
    table = PROFILE.replace(b"rXYZ", b"tXYZ").replace(b"gXYZ", b"rXYZ")
    return table.replace(b"tXYZ", b"gXYZ")


@pytest.mark.parametrize(("mode", "longest"), [("RGB", 65_500), ("RGBA", 16_383)])
def test_a_strip_longer_than_a_format_allows_is_shrunk_to_fit(mode: str, longest: int) -> None:
    strip = encode_png(Image.new(mode, (70_000, 3), (10, 20, 30, 40)[: len(mode)]))
    with Image.open(io.BytesIO(pixels.shrink_to_limit(strip, len(strip) - 1))) as image:
        assert max(image.size) <= longest
