"""What happens to files that people upload."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms
from pytest_django import Settings

from editor import pictures
from editor.imaging.uploads import Accepted, UploadRefused, accept
from harness.images import encode_image
from tests.imagefiles.files import add_chunks, chunk
from tests.narrowing import pixel

ORIENTATION, MAKER, PLACE, DESCRIPTION = 0x0112, 0x010F, 0x8825, 0x010E
SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def picture(mode: str = "RGB", size: tuple[int, int] = (6, 4)) -> Image.Image:
    """A red left half and a blue right half."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    return image.convert(mode)


def opened(accepted: Accepted) -> Image.Image:
    return Image.open(io.BytesIO(accepted.image_png))


def png_claiming(width: int, height: int) -> bytes:
    """A PNG whose header promises a size that its data does not hold."""
    body = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    header = struct.pack(">I", 13) + body + struct.pack(">I", zlib.crc32(body))
    data = b"IDAT" + zlib.compress(b"\0" * 100)
    return b"\x89PNG\r\n\x1a\n" + header + struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "BMP", "TIFF"])
def test_it_keeps_the_format_for_downloads(format: str) -> None:
    accepted = accept(encode_image(picture(), format), "a")
    assert (accepted.format, accepted.width, accepted.height) == (format, 6, 4)


def test_its_image_is_a_lossless_png() -> None:
    source = encode_image(picture(size=(64, 48)), "JPEG")
    assert opened(accept(source, "a.jpg")).tobytes() == Image.open(io.BytesIO(source)).tobytes()


def test_it_turns_photos_upright() -> None:
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "Maker"
    accepted = accept(encode_image(picture(), "JPEG", exif=exif), "a.jpg")
    assert (accepted.width, accepted.height) == (4, 6)
    assert pixel(opened(accepted), (2, 0))[0] > 200  # the left half came to the top


def test_its_exif_says_upright_and_keeps_the_rest() -> None:
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKER] = 6, "Maker"
    exif.get_ifd(PLACE)[1] = "N"
    kept = Image.Exif()
    kept.load(accept(encode_image(picture(), "JPEG", exif=exif), "a.jpg").exif)
    assert (kept[ORIENTATION], kept[MAKER], kept.get_ifd(PLACE)[1]) == (1, "Maker", "N")


def test_its_exif_holds_no_preview() -> None:
    preview = b"\xff\xd8 a small picture of what will be erased \xff\xd9"
    ifd0 = struct.pack("<HHHII", 1, ORIENTATION, 3, 1, 1) + struct.pack("<I", 26)
    ifd1 = struct.pack("<HHHII", 2, 0x0201, 4, 1, 56) + struct.pack("<HHII", 0x0202, 4, 1, len(preview)) + bytes(4)
    block = b"Exif\0\0II*\0\x08\0\0\0" + ifd0 + ifd1 + preview
    source = encode_image(picture(), "JPEG", exif=block)
    assert preview in source
    assert preview not in accept(source, "a.jpg").exif


def test_a_tiff_keeps_no_tags_about_its_own_layout() -> None:
    kept = Image.Exif()
    kept.load(accept(encode_image(picture(), "TIFF", software="Scanner"), "a.tif").exif)
    assert dict(kept) == {0x0131: "Scanner"}


def test_broken_camera_data_is_left_out_and_said() -> None:
    accepted = accept(encode_image(picture(), "JPEG", exif=b"Exif\0\0no such block"), "a.jpg")
    assert accepted.exif == b""
    assert "EXIF" in " ".join(accepted.notes)


def test_it_keeps_the_icc_profile() -> None:
    accepted = accept(encode_image(picture(), "JPEG", icc_profile=SRGB), "a.jpg")
    assert accepted.icc == opened(accepted).info["icc_profile"] == SRGB


def test_a_broken_profile_is_left_out_and_said() -> None:
    accepted = accept(encode_image(picture(), "PNG", icc_profile=b"no profile at all"), "a.png")
    assert accepted.icc is None
    assert accepted.notes == ("The colour profile could not be read and was left out.",)


def test_cmyk_arrives_as_srgb_and_says_so() -> None:
    accepted = accept(encode_image(picture("CMYK"), "JPEG"), "a.jpg")
    assert opened(accepted).mode == "RGB"
    assert accepted.notes == ("The picture was in CMYK colours and arrives as sRGB.",)
    red, _, blue = pixel(opened(accepted), (0, 0))
    assert red > 200 > 60 > blue


def test_a_profile_for_other_colours_is_not_kept() -> None:
    assert accept(encode_image(picture("CMYK"), "JPEG", icc_profile=SRGB), "a.jpg").icc is None


def test_sixteen_bits_of_grey_are_reduced_and_said() -> None:
    accepted = accept(encode_image(Image.new("I;16", (2, 2), 0x8000), "PNG"), "a.png")
    assert pixel(opened(accepted), (0, 0)) == (128, 128, 128)
    assert accepted.notes == ("The picture had more than 8 bits a channel and was reduced to 8.",)


def test_floating_point_counts_from_zero_to_one() -> None:
    assert pixel(opened(accept(encode_image(Image.new("F", (2, 2), 1.0), "TIFF"), "a.tif")), (0, 0)) == (255, 255, 255)


def test_a_palette_becomes_full_colour_and_is_said() -> None:
    accepted = accept(encode_image(picture("P"), "PNG"), "a.png")
    assert opened(accepted).mode == "RGB"
    assert accepted.notes == ("The picture had a palette of colours and was converted to full colour.",)


def test_transparent_pixels_stay_transparent() -> None:
    image = picture("RGBA")
    image.putpixel((0, 0), (0, 0, 0, 0))
    assert pixel(opened(accept(encode_image(image, "PNG"), "a.png")), (0, 0))[3] == 0


def test_an_alpha_channel_that_hides_nothing_is_dropped() -> None:
    assert opened(accept(encode_image(picture("RGBA"), "PNG"), "a.png")).mode == "RGB"


@pytest.mark.parametrize(("format", "download"), [("GIF", "PNG"), ("WEBP", "WEBP"), ("PNG", "PNG")])
def test_the_first_frame_of_an_animation_is_taken_and_said(format: str, download: str) -> None:
    frames = {"save_all": True, "append_images": [Image.new("RGB", (6, 4), "green")], "duration": 100}
    accepted = accept(encode_image(picture(), format, **frames), "a")
    assert accepted.format == download
    assert accepted.notes[0] == "The file is animated; its first frame was taken."
    assert pixel(opened(accepted), (0, 0))[0] > 200


def test_a_phones_double_jpeg_is_a_jpeg() -> None:
    accepted = accept(encode_image(picture(), "MPO", save_all=True, append_images=[picture()]), "a.jpg")
    assert accepted.format == "JPEG"
    assert accepted.notes == ("A second picture in the file was left out.",)


def test_it_remembers_how_a_jpeg_was_saved() -> None:
    source = encode_image(picture(size=(64, 64)), "JPEG", quality=61, subsampling=2)
    saving = accept(source, "a.jpg").saving
    tables = Image.open(io.BytesIO(source)).quantization  # type: ignore[attr-defined]
    assert saving == {"qtables": [list(table) for table in tables.values()], "subsampling": 2}


def test_a_file_without_bytes_is_refused() -> None:
    with pytest.raises(UploadRefused, match=r"“a\.jpg” is empty"):
        accept(b"", "a.jpg")


def test_a_file_over_the_limit_is_refused() -> None:
    with pytest.raises(UploadRefused, match=r"has 64\.0 MB; the studio opens up to 64 MB\. Save it smaller"):
        accept(bytes(64_000_001), "a.jpg")


def test_a_photo_may_be_larger_than_what_the_api_takes(settings: Settings) -> None:
    photo = encode_image(picture(size=(400, 300)), "JPEG")
    settings.UPLOAD_BYTES, settings.PHOTO_BYTES = len(photo) - 1, len(photo)
    assert accept(photo, "a.jpg").width == 400


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 and so on",
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>',
        b"<!doctype html><script>alert(1)</script>",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(%pipe%id) (w) file\n",
        b"PK\x03\x04 and so on",
        b"push graphic-context\nimage over 0,0 0,0 'https://127.0.0.1/x'\n",
    ],
    ids=["PDF", "SVG", "HTML", "PostScript", "ZIP", "MVG"],
)
def test_something_else_than_a_picture_is_refused_whatever_it_is_called(data: bytes) -> None:
    for name in ("photo.png", "photo"):
        with pytest.raises(UploadRefused, match=r"The studio can't open .*\. Use JPEG, PNG"):
            accept(data, name)


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF"])
def test_what_hides_behind_or_within_a_picture_does_not_reach_what_is_shown(format: str) -> None:
    exif = Image.Exif()
    exif[DESCRIPTION] = "<script>alert(1)</script>"
    options = {"exif": exif.tobytes()} if format in {"JPEG", "PNG", "WEBP", "TIFF"} else {}
    data = encode_image(picture(), format, **options) + b"<script>alert(2)</script>"
    assert b"<script>" not in accept(data, "a").image_png


@pytest.mark.parametrize("format", ["WEBP", "TIFF"])
def test_a_truncated_file_is_refused(format: str) -> None:
    data = encode_image(Image.effect_noise((64, 64), 90).convert("RGB"), format)
    with pytest.raises(UploadRefused, match=r"damaged or incomplete\. Copy or download it again"):
        accept(data[: len(data) * 2 // 3], "a")


@pytest.mark.parametrize("format", ["JPEG", "PNG", "BMP", "GIF"])
def test_of_a_truncated_file_what_there_is_of_it_is_opened_and_the_rest_said(format: str) -> None:
    data = encode_image(Image.effect_noise((64, 64), 90).convert("RGB"), format)
    assert "a part of the picture may be missing" in " ".join(accept(data[: len(data) * 2 // 3], "a").notes)


def test_a_text_with_a_bad_checksum_is_kept() -> None:
    accepted = accept(add_chunks(encode_image(picture(), "PNG"), chunk(b"tEXt", b"Title\0scan", 0)), "a.png")
    assert (accepted.saving["text"], accepted.notes) == ({"Title": "scan"}, ())


def test_too_many_pixels_are_refused_from_the_header() -> None:
    with pytest.raises(UploadRefused, match="has 60 megapixels; the studio opens up to 50"):
        accept(png_claiming(10_000, 6_000), "a.png")


@pytest.mark.parametrize("side", [10_000, 30_000])
def test_a_decompression_bomb_is_refused(side: int) -> None:
    with pytest.raises(UploadRefused, match="far too many pixels"):
        accept(png_claiming(side, side), "a.png")


def test_a_long_file_name_is_cut_in_sentences() -> None:
    with pytest.raises(UploadRefused, match=r"^“a{59}…” is empty"):
        accept(b"", "folder/" + "a" * 200)


@pytest.mark.parametrize("address", ["http://127.0.0.1/a.png", "ftp://example.com/a.png", "nonsense"])
def test_an_address_that_must_not_be_fetched_is_refused(address: str) -> None:
    with pytest.raises(UploadRefused, match="Check the address"):
        pictures.fetch_photo(address)


def grey_profile(gamma: float) -> bytes:
    """The smallest grey ICC profile (ICC.1, version 2): a white point and a tone curve."""
    white = b"XYZ " + bytes(4) + struct.pack(">iii", 63190, 65536, 54061)  # D50 in 1/65536
    curve = b"curv" + bytes(4) + struct.pack(">IHxx", 1, round(gamma * 256))
    offset = 128 + 4 + 2 * 12
    tags = struct.pack(">I4sII", 2, b"wtpt", offset, 20) + struct.pack(">4sII", b"kTRC", offset + 20, 14)
    body = tags + white + curve
    header = struct.pack(">I4sI4s4s4s12x4s", 128 + len(body), b"    ", 0x02400000, b"mntr", b"GRAY", b"XYZ ", b"acsp")
    illuminant = bytes(28) + struct.pack(">iii", 63190, 65536, 54061)
    return (header + illuminant).ljust(128, b"\0") + body


def test_grey_is_converted_by_its_own_profile() -> None:
    accepted = accept(encode_image(Image.new("L", (2, 2), 128), "PNG", icc_profile=grey_profile(1.0)), "a.png")
    assert pixel(opened(accepted), (0, 0)) == pytest.approx((188, 188, 188), abs=1)  # half the light in sRGB
    assert accepted.icc is None


def test_transparent_grey_stays_transparent_in_the_conversion() -> None:
    image = Image.new("LA", (2, 2), (128, 100))
    accepted = accept(encode_image(image, "PNG", icc_profile=grey_profile(1.0)), "a.png")
    assert pixel(opened(accepted), (0, 0)) == pytest.approx((188, 188, 188, 100), abs=1)


def test_lab_arrives_as_srgb() -> None:
    red, green, _ = pixel(
        opened(accept(encode_image(Image.new("LAB", (2, 2), (128, 188, 148)), "TIFF"), "a.tif")), (0, 0)
    )
    assert red > 150 > green


def test_a_sound_exif_block_without_entries_is_not_called_unreadable() -> None:
    empty = b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0"
    target = io.BytesIO()
    Image.new("RGB", (8, 6)).save(target, "JPEG", exif=empty)
    assert accept(target.getvalue(), "photo.jpg").notes == ()


def test_a_tiff_without_camera_data_is_not_called_unreadable() -> None:
    target = io.BytesIO()
    Image.new("RGB", (8, 6)).save(target, "TIFF")
    assert accept(target.getvalue(), "scan.tiff").notes == ()


def test_a_gif_says_that_it_downloads_as_png() -> None:
    target = io.BytesIO()
    Image.new("P", (8, 6)).save(target, "GIF")
    assert "downloads as PNG" in accept(target.getvalue(), "drawing.gif").notes[0]
