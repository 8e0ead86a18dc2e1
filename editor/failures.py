"""What went wrong with an engine, as a sentence for a person and a kind that the page offers the next step for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import bria
from editor.jobs import Failure

# The first class that fits gives the kind, and what to say after the service's own words.
KINDS: list[tuple[type[bria.BriaError], str, str]] = [
    (bria.BadToken, "token", "Check BRIA_API_TOKEN, then try again."),
    (bria.Forbidden, "forbidden", "Nothing was changed."),
    (bria.QuotaReached, "quota", "Nothing was changed."),
    (bria.RateLimited, "rate-limit", "Nothing was changed."),
    (bria.Moderated, "moderated", "Nothing was changed."),
    (bria.UnknownImage, "unknown-image", "Try again to register the picture anew."),
    (bria.InsufficientData, "unsupported", "Nothing was changed."),
    (bria.DownloadFailed, "download", "Try again."),
    (bria.RejectedInput, "rejected", "Nothing was changed."),
    (bria.Unreachable, "unreachable", "Check the connection, then try again."),
    (bria.OutcomeUnknown, "unknown", ""),
    (bria.NotReady, "not-ready", "Try again to ask for the result."),
    (bria.FetchError, "download", "The result could not be fetched. Try again."),
    (bria.ServiceFailure, "service", "Nothing was changed; try again."),
]


@contextmanager
def told() -> Iterator[None]:
    """Turn a client's error into a job's failure.

    Raises:
        Failure: with the sentence and the kind for the error.
    """
    try:
        yield
    except bria.BriaError as error:
        raise failure(error) from error


def failure(error: bria.BriaError) -> Failure:
    """The failure that a person is told about ``error``."""
    kind, advice = next(
        ((kind, advice) for family, kind, advice in KINDS if isinstance(error, family)), ("service", "Try again.")
    )
    sentences = [ended(error.message), advice, wait_of(error)]
    return Failure(" ".join(filter(None, sentences)), kind)


def ended(sentence: str) -> str:
    """The sentence with a full stop."""
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def wait_of(error: bria.BriaError) -> str:
    """When to try again, where the service said so."""
    seconds = getattr(error, "retry_after", None)
    return f"It takes requests again in {seconds:.0f} seconds." if seconds else ""
