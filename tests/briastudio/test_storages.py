"""What is made of ``STORAGE_URL`` and of the variables ``S3_*``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from briastudio.services.storages import Bucket, Folder, configure
from tests.briastudio.test_starting import start

NONE = Bucket()
KEYS = ("bucket_name", "endpoint_url", "region_name", "access_key", "secret_key")


def options(url: str, bucket: Bucket = NONE) -> list[Any]:
    """What a storage that is a bucket is told, in the order of ``KEYS``."""
    configured = configure(url, bucket)
    assert configured["BACKEND"] == "briastudio.services.bucket.Bucket"
    return [configured["OPTIONS"][key] for key in KEYS]


def test_without_an_address_files_are_in_the_data_folder() -> None:
    assert configure("", Bucket()) == {"BACKEND": "briastudio.services.storages.Folder", "OPTIONS": {}}


def test_an_address_names_all_of_a_bucket() -> None:
    named = options("s3://key:s%2Fcret%40@s3.example.com:9000/studio?region=eu-central-1")
    assert named == ["studio", "https://s3.example.com:9000", "eu-central-1", "key", "s/cret@"]


def test_an_address_says_the_same_as_the_variables() -> None:
    variables = Bucket("studio", "http://bucket:9000", "us-east-1", "key", "secret")
    assert options("s3+http://key:secret@bucket:9000/studio?region=us-east-1") == options("", variables)


def test_an_address_without_a_host_is_amazons_by_the_machines_own_keys() -> None:
    assert options("s3:///studio?region=us-east-1") == ["studio", None, "us-east-1", None, None]


def test_an_address_names_a_folder() -> None:
    configured = configure("file:///srv/my%20pictures", Bucket())
    assert configured == {"BACKEND": "briastudio.services.storages.Folder", "OPTIONS": {"location": "/srv/my pictures"}}


@pytest.mark.parametrize(
    "address",
    [
        "studio",
        "https://s3.example.com/studio",
        "s3://key:secret@s3.example.com",
        "s3://s3.example.com/studio/pictures",
        "s3://s3.example.com:port/studio",
        "s3://[s3/studio",
        "s3://s3.example.com/studio?zone=1",
        "file://pictures",
        "file:///",
        "file:///srv?region=1",
    ],
)
def test_what_is_no_address_is_said(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="STORAGE_URL must be an address such as s3://"):
        configure(address, Bucket())


@pytest.mark.parametrize("bucket", [Bucket("studio"), Bucket(secret_key="secret")])
def test_both_ways_at_once_are_refused(bucket: Bucket) -> None:
    with pytest.raises(ImproperlyConfigured, match="both set: keep one"):
        configure("file:///srv/pictures", bucket)


def test_a_folder_that_can_be_used_is_made(tmp_path: Path) -> None:
    assert Folder(str(tmp_path / "new" / "pictures")).find_problem() == ""
    assert (tmp_path / "new" / "pictures").stat().st_mode & 0o077 == 0


def test_files_of_a_studio_are_in_the_folder_that_a_file_names(tmp_path: Path) -> None:
    (tmp_path / "address").write_text(f"file://{tmp_path}/pictures\n")
    code = "from editor.files import store; print(store(b'abc', '.png'))"
    done = start(tmp_path / "data", "shell", "--verbosity", "0", "-c", code, STORAGE_URL_FILE=str(tmp_path / "address"))
    assert (tmp_path / "pictures" / done.stdout.strip()).read_bytes() == b"abc", done.stderr


@pytest.mark.parametrize("command", ["studio", "worker"])
@pytest.mark.parametrize(
    ("variables", "reason"),
    [
        ({"STORAGE_URL": "file:///dev/null/pictures"}, "The folder of files /dev/null/pictures cannot be used"),
        ({"STORAGE_URL": "ftp://example.com/studio"}, "STORAGE_URL must be an address"),
        ({"STORAGE_URL": "file:///srv/pictures", "S3_BUCKET": "studio"}, "STORAGE_URL and variables S3_* are both set"),
    ],
)
def test_a_start_with_what_cannot_be_used_ends_with_one_sentence(
    variables: dict[str, str], reason: str, command: str, tmp_path: Path
) -> None:
    start(tmp_path / "data", "migrate")
    done = start(tmp_path / "data", command, **variables)
    assert (done.returncode, reason in done.stderr) == (1, True), done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
