"""What goes wrong on a command line, drawn in the package's docstring; every message is one sentence."""

from __future__ import annotations

DONE, SOME_FAILED, BAD_USE, INTERRUPTED = 0, 1, 2, 130  # what a command ends with; the last is 128 and SIGINT's number


class CommandError(Exception):
    """Something that whoever typed the command is told in one sentence."""


class BadUse(CommandError):
    """What was asked for makes no sense: nothing was begun."""


class FileFailed(CommandError):
    """One picture was not done; the message says why."""


class FileSkipped(FileFailed):
    """A file in a folder is none of those that are meant; the message says why."""
