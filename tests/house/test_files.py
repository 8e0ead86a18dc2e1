"""What must hold for the repository's files, whoever writes them."""

from __future__ import annotations

import re

from tests.house.files import ROOT


def test_no_lock_file_holds_an_address() -> None:
    locks = [*ROOT.glob("requirements*.txt"), *ROOT.glob("*.lock"), *ROOT.glob("*lock*.json")]
    assert len(locks) >= 2
    held = [line for lock in locks for line in lock.read_text().splitlines() if "://" in line or "index-url" in line]
    assert not held


def test_every_locked_package_is_pinned_and_hashed() -> None:
    for lock in ROOT.glob("requirements*.txt"):
        entries = re.split(r"\n(?=\S)", lock.read_text().strip())
        assert not [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry]
