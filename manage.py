#!/usr/bin/env python
"""Django's command line for Bria Studio."""

import os
import sys

from django.core.management import execute_from_command_line

from briastudio.exits import one_sentence


def main() -> None:
    """Do what the command line says; a start that cannot be is explained in one sentence."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "briastudio.settings")
    with one_sentence():
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
