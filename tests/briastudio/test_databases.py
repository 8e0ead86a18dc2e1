"""What is made of ``DATABASE_URL``."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from briastudio.services.databases import configure


def test_without_an_address_it_is_a_file_in_the_data_folder() -> None:
    database = configure("", Path("/data"))
    assert (database["ENGINE"], database["NAME"]) == ("django.db.backends.sqlite3", Path("/data/studio.sqlite3"))


def test_an_address_names_a_database_of_postgresql() -> None:
    database = configure("postgres://alice:p%40ss%2Fword@db.lan:6432/studio%20one?sslmode=require", Path("/data"))
    assert database["ENGINE"] == "briastudio.services.postgres"
    named = [database[key] for key in ("USER", "PASSWORD", "HOST", "PORT", "NAME")]
    assert named == ["alice", "p@ss/word", "db.lan", "6432", "studio one"]
    assert database["OPTIONS"]["sslmode"] == "require"


def test_a_socket_may_take_the_place_of_a_host() -> None:
    database = configure("postgresql:///studio?host=/run/postgresql", Path("/data"))
    assert (database["HOST"], database["PORT"], database["OPTIONS"]["host"]) == ("", "", "/run/postgresql")


@pytest.mark.parametrize(
    "address",
    ["studio", "mysql://a@b/c", "postgres://db.lan", "postgres://db.lan:port/studio", "postgres://[db/studio"],
)
def test_what_is_no_address_is_said(address: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL must be an address such as postgres://"):
        configure(address, Path("/data"))
