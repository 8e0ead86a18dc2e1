"""What went wrong with an engine, as a sentence for a person and a kind that the page offers the next step for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext_noop

import bria
from editor.jobs.running import Failure
from editor.sentences import Quote, join_sentences, plural, sentence

AWAY = gettext_noop("The picture is unchanged and your request is saved: try again when the connection is back.")
# The first class that fits gives the kind, and what to say after the service's own words.
KINDS: list[tuple[type[bria.BriaError], str, str]] = [
    (bria.BadToken, "token", gettext_noop("Check BRIA_API_TOKEN, then try again.")),
    (bria.Forbidden, "forbidden", gettext_noop("Nothing was changed.")),
    (bria.QuotaReached, "quota", gettext_noop("Nothing was changed.")),
    (bria.RateLimited, "rate-limit", gettext_noop("Nothing was changed.")),
    (bria.Moderated, "moderated", gettext_noop("Nothing was changed.")),
    (bria.UnknownImage, "unknown-image", gettext_noop("Try again to register the picture anew.")),
    (bria.InsufficientData, "unsupported", gettext_noop("Nothing was changed.")),
    (bria.DownloadFailed, "download", gettext_noop("Try again.")),
    (bria.RejectedInput, "rejected", gettext_noop("Nothing was changed.")),
    (bria.Unreachable, "unreachable", AWAY),
    (bria.OutcomeUnknown, "unknown", ""),
    (bria.NotReady, "not-ready", gettext_noop("Try again to ask for the result.")),
    (bria.FetchError, "download", gettext_noop("The result could not be fetched. Try again.")),
    (bria.ServiceFailure, "service", gettext_noop("Nothing was changed; try again.")),
]


@contextmanager
def translate_client_errors() -> Iterator[None]:
    """Turn a client's error into a job's failure.

    Raises:
        Failure: with the sentence and the kind for the error.
    """
    try:
        yield
    except bria.BriaError as error:
        raise to_failure(error) from error


def to_failure(error: bria.BriaError) -> Failure:
    """The failure that a person is told about ``error``."""
    kind, advice = next(
        ((kind, advice) for family, kind, advice in KINDS if isinstance(error, family)),
        ("service", gettext_noop("Try again.")),
    )
    return Failure(join_sentences(Quote(with_full_stop(error.message)), sentence(advice), retry_advice(error)), kind)


def with_full_stop(text: str) -> str:
    """``text`` with a full stop, unless it ends like a sentence."""
    return text if text.endswith((".", "!", "?", "…")) else f"{text}."


def retry_advice(error: bria.BriaError) -> str:
    """When to try again, where the service said so."""
    seconds = round(getattr(error, "retry_after", None) or 0)
    if not seconds:
        return ""
    return plural("Try again in a second.", "Try again in {count} seconds.", seconds)
