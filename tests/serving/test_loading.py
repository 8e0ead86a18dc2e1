"""What processes load before anybody waits for it: a page comes sooner the less that is."""

from __future__ import annotations

from pathlib import Path

from harness.processes import run_python

PAGES = """
import sys
from briastudio.serving.__main__ import load_settings
load_settings()
from briastudio.serving.loading import load_site
from django.urls import get_resolver
load_site()
get_resolver().url_patterns
print(sorted({name.partition(".")[0] for name in sys.modules}))
"""
FIRST = """
import sys
from briastudio.serving.__main__ import prepare
prepare("127.0.0.1")
print(sorted(sys.modules))
"""
TABLES = """
import sys, django
from django.core.management import call_command
from briastudio.starting import are_tables_late
django.setup()
before = are_tables_late()
if before:
    call_command("migrate", verbosity=0)
print(before, are_tables_late(), [name for name in sys.modules if name.startswith("editor.migrations.")])
"""


def printed(code: str, folder: Path) -> str:
    """What a process prints that has the site's settings."""
    done = run_python("-c", code, STUDIO_DATA=str(folder), DJANGO_SETTINGS_MODULE="briastudio.settings")
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_web_process_loads_no_library_that_only_work_needs(tmp_path: Path) -> None:
    loaded = printed(PAGES, tmp_path)
    assert "'granian'" in loaded
    for name in ("numba", "scipy", "skimage", "psd_tools", "boto3", "botocore"):
        assert f"'{name}'" not in loaded, name


def test_a_servers_first_process_loads_no_models_and_no_pixels(tmp_path: Path) -> None:
    loaded = printed(FIRST, tmp_path)
    assert "'briastudio.settings'" in loaded
    for name in ("django.db.models", "django.http", "numpy", "PIL", "requests"):
        assert f"'{name}'" not in loaded, name


def test_tables_that_are_those_of_this_version_are_known_without_a_look_into_migrations(tmp_path: Path) -> None:
    assert printed(TABLES, tmp_path).startswith("True False")
    assert printed(TABLES, tmp_path).strip() == "False False []"
