"""``--c2pa``: results that say what was done to them, signed with a certificate that the tests make."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.commandline.certificates import write_certificates
from tests.commandline.processes import QUICK, list_files, run, save

c2pa = pytest.importorskip("c2pa", reason="NOTHING OF --c2pa WAS TESTED: make c2pa installs what that needs")


def enlarge(picture: Path, out: Path, certificates: Path, key: Path) -> subprocess.CompletedProcess[bytes]:
    """A picture enlarged and signed."""
    return run(*QUICK, picture, "-o", out, "--c2pa", certificates, key)


def read_manifest(path: Path) -> dict[str, Any]:
    """The manifest that a file ends with, whose validation found nothing but a signer whom nobody trusts."""
    with c2pa.Reader(path) as reader:
        found = json.loads(reader.json())
    assert found["validation_state"] == "Valid"
    assert [each["code"] for each in found["validation_status"]] == ["signingCredential.untrusted"]
    manifest: dict[str, Any] = found["manifests"][found["active_manifest"]]
    return manifest


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.webp", "a.tif"])
def test_a_result_says_what_was_done_to_which_original(tmp_path: Path, name: str) -> None:
    picture, out = save(tmp_path / name), tmp_path / "out"
    done = enlarge(picture, out, *write_certificates(tmp_path))
    assert done.returncode == 0, done.stderr
    manifest = read_manifest(out / name)
    assert manifest["signature_info"]["common_name"] == "Somebody"
    assert [each["relationship"] for each in manifest["ingredients"]] == ["parentOf"]
    said = {each["label"]: each["data"] for each in manifest["assertions"]}
    assert [each["action"] for each in said["c2pa.actions.v2"]["actions"]] == ["c2pa.opened", "c2pa.edited"]
    assert said["bria-studio.recipe"]["steps"] == [{"do": "increase_resolution", "fast": True}]


def test_a_signed_picture_has_the_pixels_of_one_that_is_not(tmp_path: Path) -> None:
    picture = save(tmp_path / "a.png")
    enlarge(picture, tmp_path / "signed", *write_certificates(tmp_path))
    run(*QUICK, picture, "-o", tmp_path / "plain")
    with Image.open(tmp_path / "signed" / "a.png") as signed, Image.open(tmp_path / "plain" / "a.png") as plain:
        assert signed.tobytes() == plain.tobytes()


def test_a_picture_in_which_nothing_was_done_is_not_signed(tmp_path: Path) -> None:
    picture, out = save(tmp_path / "a.png"), tmp_path / "out"
    done = run("erase", "--faces", picture, "-o", out, "--c2pa", *write_certificates(tmp_path))
    assert done.returncode == 0, done.stderr
    assert (out / "a.png").read_bytes() == picture.read_bytes()


def test_what_was_changed_after_it_was_signed_is_found_out(tmp_path: Path) -> None:
    enlarge(save(tmp_path / "a.png"), tmp_path / "out", *write_certificates(tmp_path))
    data = bytearray((tmp_path / "out" / "a.png").read_bytes())
    data[-20] ^= 1
    (tmp_path / "b.png").write_bytes(data)
    with c2pa.Reader(tmp_path / "b.png") as reader:
        assert json.loads(reader.json())["validation_state"] == "Invalid"


def test_an_original_in_a_format_without_manifests_can_be_signed_in_another(tmp_path: Path) -> None:
    picture, out = save(tmp_path / "a.bmp"), tmp_path / "out"
    certificates, key = write_certificates(tmp_path)
    done = enlarge(picture, out, certificates, key)
    assert done.returncode == 1
    assert b"A BMP cannot hold a manifest; --format names what can." in done.stderr
    done = run(*QUICK, picture, "-o", out, "--format", "png", "--c2pa", certificates, key)
    assert done.returncode == 0, done.stderr
    assert read_manifest(out / "a.png")["ingredients"]


@pytest.mark.parametrize(
    ("certificates", "key", "said"),
    [
        ("none.pem", "key.pem", "none.pem cannot be read: No such file or directory"),
        ("key.pem", "key.pem", "key.pem holds no certificates in PEM"),
        ("chain.pem", "chain.pem", "chain.pem holds no private key in PEM"),
        ("chain.pem", "others/key.pem", "key.pem is not the key of the first certificate in "),
    ],
)
def test_what_cannot_sign_is_one_sentence(tmp_path: Path, certificates: str, key: str, said: str) -> None:
    picture = save(tmp_path / "a.png")
    (tmp_path / "others").mkdir()
    write_certificates(tmp_path)
    write_certificates(tmp_path / "others")
    done = enlarge(picture, tmp_path / "out", tmp_path / certificates, tmp_path / key)
    assert done.returncode == 2
    assert re.fullmatch(rf"bria-studio: .*{re.escape(said)}.*\.\n", done.stderr.decode())
    assert list_files(tmp_path / "out") == []
