"""Calls that may cost money: asked once, their handle kept before anything else happens.

What was sent and not answered stays so in the job's row, which then ends as "outcome unknown"; nobody repeats it
unasked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_noop

import bria
from editor import files
from editor.imaging import pixels
from editor.jobs.running import Failure, Running
from editor.sentences import error_sentence, join_sentences, sentence
from editor.service import backends, errors
from editor.service.backends import Backend

GONE = {403, 404, 410}  # what storage services answer for an address that has expired
AGAIN = gettext_noop("Trying again may cost a second time.")
RESULT_LIMIT = 300_000_000  # bytes: 8192x8192 RGBA as PNG, the largest result there is


def call_once(running: Running, name: str, call: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What ``call`` answers, or what it answered in an earlier attempt of the same job.

    Raises:
        Failure: it was refused; or of kind "unknown": it may have been done, and charged.
    """
    received = dict(running.job.received or {})
    if name in received:
        return dict(received[name])
    running.check()
    running.store_order({"call": name})
    try:
        answer = call() if backends.current().paid else ask_until_back(running, call)
    except bria.OutcomeUnknown as error:
        if backends.current().paid:
            raise errors.to_failure(error) from error
        running.store_answer(received)  # where nothing costs, it is simply done again
        raise errors.to_failure(error.failure or bria.Unreachable()) from error
    except bria.BriaError as error:
        running.store_answer(received)  # it was refused: nothing is owed, and nothing is uncertain
        raise errors.to_failure(error) from error
    except Failure:
        running.store_answer(received)  # it did not come to the paid call
        raise
    running.store_answer({**received, name: answer})
    return answer


def ask_until_back(running: Running, call: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """What ``call`` answers, asked again for a minute while an engine that costs nothing says when it will be back.

    Raises:
        OutcomeUnknown: it is not.
    """
    tries = 0
    while True:
        tries += 1
        try:
            return call()
        except bria.OutcomeUnknown as error:
            seconds = bria.wait_until_back(error.failure, tries)
            if seconds is None:
                raise
        running.pause(seconds)


def forget_answer(running: Running, name: str) -> None:
    """Drop what was answered to a call, because it is of no use (any more): whoever tries again asks anew."""
    running.store_answer({known: answer for known, answer in (running.job.received or {}).items() if known != name})


def download(backend: Backend, url: str, limit_bytes: int = RESULT_LIMIT) -> bytes:
    """The result at an address that the service answered with.

    Raises:
        Failure: it could not be fetched; of kind "gone" where it never will be.
    """
    try:
        return backends.client(backend, inline=True).download(url, limit_bytes)
    except bria.BriaError as error:
        if error.status in GONE:
            raise Failure("The result has expired; doing it again may cost a second time.", "gone") from error
        raise errors.to_failure(error) from error


def compose_revision(backend: Backend, parent: str, result: bytes, mask_png: bytes | None) -> bytes:
    """A result as the PNG of a revision.

    A lossless engine's result is taken as it is. A hosted service's result is put over the stored ``parent`` image
    inside the mask alone, so that everything else stays as it was.

    Raises:
        Failure: the result is no picture, or not one of this size.
    """
    original = files.read(parent)
    try:
        if backend.lossless or mask_png is None:
            return pixels.convert_result(result, original)
        return pixels.composite(original, result, mask_png)
    except pixels.NotAPicture as error:
        reason = sentence("The service's result could not be used: {reason}", reason=error_sentence(error))
        raise Failure(join_sentences(reason, sentence(AGAIN) if backend.paid else ""), "unusable") from error
