"""A database or a bucket that cannot be used is said in one sentence, without its password, and exit code 1."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from harness import bucket
from harness import postgres as postgresql
from harness.processes import free_port
from tests.briastudio.test_starting import start


def addresses(server: postgresql.Server) -> dict[str, tuple[str, str]]:
    """What is wrong, with the address that it is wrong with and what is said of it."""
    name = server.make_database().rpartition("/")[2]
    server.ask(name, f"CREATE ROLE guest_{name} LOGIN PASSWORD 'test'; REVOKE CREATE ON SCHEMA public FROM public")
    return {
        "the password": (server.address(name, password="wrong"), "password authentication failed"),
        "the name": (server.address("nowhere"), "does not exist"),
        "the port": (f"postgres://studio:test@127.0.0.1:{free_port()}/{name}", "refused"),
        "an option": (f"{server.address(name)}?sslmode=perhaps", "sslmode"),
        "the rights": (server.address(name, user=f"guest_{name}"), "permission denied"),
        "no address": ("mysql://studio:test@127.0.0.1/name", "DATABASE_URL must be an address"),
    }


@pytest.mark.parametrize("command", ["studio", "worker"])
@pytest.mark.parametrize("wrong", ["the password", "the name", "the port", "an option", "the rights", "no address"])
def test_it_ends_with_one_sentence(postgres: postgresql.Server, wrong: str, command: str, tmp_path: Path) -> None:
    address, reason = addresses(postgres)[wrong]
    done = start(tmp_path / "data", command, DATABASE_URL=address)
    assert done.returncode == 1
    if (wrong, command) == ("the rights", "worker"):
        reason = "run manage.py migrate"  # to look at it is allowed
    assert reason in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "wrong" not in done.stderr.replace(wrong, "")


def test_the_address_may_stand_in_a_file(postgres: postgresql.Server, tmp_path: Path) -> None:
    secret = tmp_path / "address"
    secret.write_text(f"{postgres.address('nowhere')}\n")
    done = start(tmp_path / "data", "worker", DATABASE_URL_FILE=str(secret))
    assert (done.returncode, "does not exist" in done.stderr) == (1, True), done.stderr


def test_a_worker_without_tables_says_what_to_run(database: str, tmp_path: Path) -> None:
    done = start(tmp_path / "data", "worker", DATABASE_URL=database)
    assert (done.returncode, "manage.py migrate" in done.stderr) == (1, True)


def make_wrong(s3: bucket.Service, wrong: str) -> dict[str, str]:
    """Variables for a bucket that cannot be used."""
    variables = s3.make_bucket(f"studio-{secrets.token_hex(4)}")
    other = {
        "the address": {**dict.fromkeys(variables, ""), "STORAGE_URL": f"s3+http://a:secret@127.0.0.1:{s3.port}/none"},
        "the bucket": {"S3_BUCKET": "nowhere"},
        "the port": {"S3_ENDPOINT": f"http://127.0.0.1:{free_port()}"},
        "no address": {"S3_ENDPOINT": "s3.lan"},
    }
    return {**variables, **other[wrong]}


@pytest.mark.parametrize("command", ["studio", "worker"])
@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ("the bucket", "The bucket nowhere at http://127.0.0.1"),
        ("the address", "The bucket none at http://127.0.0.1"),
        ("the port", "Could not connect"),
        ("no address", "S3_ENDPOINT must be an address"),
    ],
)
def test_a_wrong_bucket_ends_with_one_sentence(
    s3: bucket.Service, wrong: str, reason: str, command: str, tmp_path: Path
) -> None:
    start(tmp_path / "data", "migrate")
    done = start(tmp_path / "data", command, **make_wrong(s3, wrong))
    assert (done.returncode, reason in done.stderr) == (1, True), done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "secret" not in done.stderr


def test_one_address_is_enough_for_a_bucket(s3: bucket.Service, tmp_path: Path) -> None:
    named = s3.make_bucket("address")
    address = (
        f"s3+http://{bucket.ACCESS_KEY}:{bucket.SECRET_KEY}@127.0.0.1:{s3.port}/address?region={named['S3_REGION']}"
    )
    start(tmp_path / "data", "migrate")
    done = start(tmp_path / "data", "doctor", STORAGE_URL=address)
    assert "Bucket stores, reads and deletes" in done.stdout, done.stdout + done.stderr


def test_a_bucket_without_rights_ends_with_one_sentence(tmp_path: Path) -> None:
    with bucket.running(tmp_path, INITIAL_NO_AUTH_ACTION_COUNT="1") as strict:
        variables = strict.make_bucket("studio")
        start(tmp_path / "data", "migrate")
        done = start(tmp_path / "data", "worker", **variables)
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (1, 1), done.stderr
    assert "The bucket studio at" in done.stderr
    assert "does not exist in our records" in done.stderr
