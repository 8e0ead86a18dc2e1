"""What ``pip install .`` puts in place, away from the source: it edits pictures, and says what it cannot do."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from harness.processes import END, ROOT
from tests.commandline.processes import QUICK, environment, save


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the modules of the packages that are installed, and nothing beside them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    folder = tmp_path_factory.mktemp("installed")
    for pattern in settings["tool"]["setuptools"]["packages"]["find"]["include"]:
        for package in ROOT.glob(f"{pattern}/__init__.py"):
            copy_modules(package.parent, folder / package.parent.name)
    return folder


def copy_modules(package: Path, target: Path) -> None:
    """Copy a package without what is no module: setuptools takes nothing else along."""
    for module in package.rglob("*.py"):
        place = target / module.relative_to(package)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(module, place)


def run_installed(installed: Path, *arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """The installed command to its end, from another folder."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "commandline", *map(str, arguments)],
        cwd="/",
        env=environment(PYTHONPATH=str(installed), **variables),
        capture_output=True,
        timeout=END,
        check=False,
    )


def test_it_edits_pictures_in_processes_of_its_own(installed: Path, tmp_path: Path) -> None:
    save(tmp_path / "in" / "a.jpg")
    data = str(tmp_path / "data")
    done = run_installed(installed, *QUICK, tmp_path / "in", "-o", tmp_path / "out", "--jobs", "1", XDG_DATA_HOME=data)
    assert (done.returncode, done.stderr) == (0, b"")
    assert (tmp_path / "out" / "a.jpg").exists()


@pytest.mark.parametrize("command", ["serve", "worker", "models", "backup", "restore", "doctor"])
def test_commands_of_the_site_say_that_they_need_its_source(installed: Path, command: str) -> None:
    done = run_installed(installed, command)
    assert (done.returncode, done.stdout) == (2, b"")
    (line,) = done.stderr.decode().splitlines()
    assert "has no site: run the studio from its source" in line
