"""Texts that people read, marked for whoever translates them: this package itself speaks English alone."""

from __future__ import annotations


def gettext_noop(text: str) -> str:
    """The text as it is, found by ``manage.py words``; whoever shows it translates it."""
    return text
