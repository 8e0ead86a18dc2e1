"""Whole pictures decoded and encoded for whoever waits: within the room there is, where it can be killed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.utils import translation

from imagefiles import decoding

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")


def run(
    size: int, work: Callable[Arguments, Result], /, *arguments: Arguments.args, **options: Arguments.kwargs
) -> Result:
    """What ``work`` gives or raises that takes so many bytes of memory, its sentences in the language of now.

    Raises:
        NoRoom, Died: see ``imagefiles.decoding``; ``editor.middleware`` answers them.
    """
    language = translation.get_language() or settings.LANGUAGE_CODE
    return decoding.run(size, in_language, language, partial(work, *arguments, **options))


def in_language(language: str, work: Callable[[], Result]) -> Result:
    """What ``work`` gives where a language is spoken."""
    with translation.override(language):
        return work()
