"""The repository's own files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = [
    "briastudio",
    "accounts",
    "editor",
    "bria",
    "engine",
    "imagefiles",
    "masks",
    "datafolder",
    "recipes",
    "commandline",
]
PACKAGES += ["harness", "benchmarks", "tests"]


def python_files(*packages: str) -> Iterator[Path]:
    """Every Python file of the packages, but for migrations."""
    for package in packages or PACKAGES:
        yield from (path for path in sorted((ROOT / package).rglob("*.py")) if "migrations" not in path.parts)


def shown(path: Path) -> str:
    """A path as messages show it."""
    return str(path.relative_to(ROOT))
