"""The site's real static files can be collected as they are served: with hashed names, imports included."""

from __future__ import annotations

import re
from pathlib import Path

from django.core.management import call_command
from pytest_django import Settings

from briastudio.staticfiles import STYLES
from harness.processes import ROOT


def test_every_static_file_and_every_import_between_modules_is_found(settings: Settings, tmp_path: Path) -> None:
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "briastudio.staticfiles.StaticStorage"}}
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").exists()


def test_every_style_sheet_is_in_one_that_is_served() -> None:
    sheets = {path.name: path.read_text() for path in (ROOT / "static" / "css").glob("*.css")}
    served = {name.removeprefix("css/") for name in STYLES}
    imported = {name for sheet in served for name in re.findall(r'^@import "(.+)";$', sheets[sheet], re.MULTILINE)}
    assert imported == set(sheets) - served
