"""The script that ``make`` puts into ``.venv/bin``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from harness.processes import ROOT
from tests.commandline.processes import environment

PACKAGES = ("bria", "briastudio", "commandline", "datafolder", "engine", "imagefiles", "masks", "recipes")


def test_it_finds_its_source_from_anywhere_and_through_links(tmp_path: Path) -> None:
    script = tmp_path / "source" / ".venv" / "bin" / "bria-studio"
    script.parent.mkdir(parents=True)
    script.write_text(f"#!{sys.executable}\n{(ROOT / 'commandline' / 'launcher.py').read_text()}")
    script.chmod(0o700)
    for package in PACKAGES:
        (tmp_path / "source" / package).symlink_to(ROOT / package)
    (tmp_path / "link").symlink_to(script)
    for path in (script, tmp_path / "link"):
        done = subprocess.run(
            [path, "completion", "fish"], cwd="/", env=environment(), capture_output=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, b"")
        assert b"cutout" in done.stdout
