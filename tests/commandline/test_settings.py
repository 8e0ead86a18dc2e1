"""The engine's settings without a site are those that it has within one."""

from __future__ import annotations

import pytest

from briastudio import settings as site
from commandline import settings
from tests.commandline.processes import run

SHARED = ("UPLOAD_BYTES", "UPLOAD_PIXELS", "RESULT_PIXELS", "DATA_UPLOAD_MAX_MEMORY_SIZE", "FILE_UPLOAD_PERMISSIONS")


@pytest.mark.parametrize("name", SHARED)
def test_a_limit_is_the_same_with_and_without_a_site(name: str) -> None:
    assert getattr(settings, name) == getattr(site, name)


def test_help_brings_neither_django_nor_numpy() -> None:
    code = """
import sys
from commandline.parser import build_parser
build_parser().format_help()
print([name for name in ("django", "numpy", "PIL", "engine", "requests") if name in sys.modules])
"""
    from harness.processes import run_python

    assert run_python("-c", code).stdout.strip() == "[]"


def test_every_command_has_a_help_that_says_what_it_does() -> None:
    done = run("--help")
    assert done.returncode == 0
    assert b"cutout" in done.stdout
    assert run("erase", "--help").stdout.startswith(b"usage: bria-studio erase")
