"""Commands of the site, handed over to Django's command line."""

from __future__ import annotations

import os

from briastudio.exits import one_sentence
from commandline.errors import DONE, BadUse
from commandline.settings import ROOT

NEEDED = ("templates", "static", "locale")  # folders of the source that a package does not carry


def hand_over(command: str, rest: list[str]) -> int:
    """Do a command of ``manage.py`` in this process.

    Raises:
        BadUse: this installation has no site.
    """
    if not all((ROOT / name).is_dir() for name in NEEDED):
        raise BadUse("This installation edits pictures but has no site: run the studio from its source, by make run.")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "briastudio.settings")
    with one_sentence():
        from django.core.management import execute_from_command_line

        execute_from_command_line(["bria-studio", command, *rest])
    return DONE
