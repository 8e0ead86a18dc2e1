"""What must hold for the repository's files, whoever writes them."""

from __future__ import annotations

import json
import re

from tests.house.files import ROOT


def test_no_lock_file_holds_an_address() -> None:
    locks = [*ROOT.glob("requirements*.txt"), *ROOT.glob("*.lock"), *ROOT.glob("*lock*.json")]
    assert {lock.name for lock in locks} >= {"requirements.txt", "requirements-dev.txt", "package-lock.json"}
    held = [line for lock in locks for line in lock.read_text().splitlines() if "://" in line or "index-url" in line]
    assert not held


def test_every_locked_package_is_pinned_and_hashed() -> None:
    for lock in ROOT.glob("requirements*.txt"):
        entries = re.split(r"\n(?=\S)", lock.read_text().strip())
        assert not [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry]


def test_every_locked_package_of_the_scripts_checks_is_pinned_and_hashed() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    locked = {name: entry for name, entry in packages.items() if name}
    assert locked
    assert [name for name, entry in locked.items() if not entry["integrity"].startswith("sha512-")] == []
    asked = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    assert {name: locked[f"node_modules/{name}"]["version"] for name in asked} == asked
