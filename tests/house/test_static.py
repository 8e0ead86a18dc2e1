"""The site's real static files can be collected as they are served: with hashed names, imports included."""

from __future__ import annotations

import re
from pathlib import Path

from django.core.management import call_command
from pytest_django import Settings

from harness.processes import ROOT


def test_every_static_file_and_every_import_between_modules_is_found(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "briastudio.staticfiles.StaticStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").exists()


def test_every_style_sheet_is_in_a_page() -> None:
    sheets = {path.name: path.read_text() for path in (ROOT / "static" / "css").glob("*.css")}
    pages = {name for name in sheets if name.startswith("page")}
    imported = {name for page in pages for name in re.findall(r'^@import "(.+)";$', sheets[page], re.MULTILINE)}
    assert imported == set(sheets) - pages
