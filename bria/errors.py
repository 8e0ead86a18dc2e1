"""Everything that can go wrong between the studio and a service that speaks Bria's API.

    BriaError
    ├── BadToken            401
    ├── Forbidden           403: not part of the plan, or not allowed
    ├── QuotaReached        403 or 429 whose words speak of credits, quota or billing
    ├── UnknownImage        404: the image, the visual or the session is not (or no longer) known
    ├── RejectedInput       206, 400, 405, 406, 412, 413, 415, 422: this input will never do
    │   └── Moderated       422 that speaks of moderation, 451, or a result emptied by moderation
    ├── RateLimited         429, with the seconds to wait in ``retry_after`` where the service names them
    ├── DownloadFailed      460: the service could not fetch the address it was given
    ├── InsufficientData    506: the service cannot work with this picture
    ├── ServiceFailure      other 5xx, and answers that cannot be read, to a question
    ├── Unreachable         no connection or no answer in time; nothing was started
    ├── OutcomeUnknown      an order was sent, and no answer came, none that can be read, or other 5xx: it may have been
    │                       done, and charged
    ├── NotReady            still in the making when our patience ended; asking again costs nothing
    └── FetchError          an address was not fetched by us
        ├── FetchBusy       too many are being fetched at the same time
        ├── FetchRefused    it must not be: private host, odd port, credentials in it …
        └── FetchFailed     it could not be: no such host, error status, too slow …
            └── FetchTooLarge

Each carries ``message`` (a sentence for people), ``status`` (the HTTP status or None), ``body`` (what the service
said: a decoded object, a text, or None) and ``is_final`` (True where an accepted request has ended so: to ask for its
result again is of no use).
"""

from __future__ import annotations

import re
from http import HTTPStatus

LONGEST_QUOTE = 300  # characters of the service's own words that fit into a sentence on a screen
QUOTA = re.compile(r"\b(quota|credits?|billing|balance|subscription|free trial)\b", re.IGNORECASE)
MODERATION = re.compile(r"\bmoderat", re.IGNORECASE)
CONSTANT = re.compile(r"[A-Z][A-Z0-9_]+")
PHRASES = {status.phrase for status in HTTPStatus}  # such as "Unprocessable Entity", which tells a person nothing
WORD_KEYS = ("message", "description", "details", "detail", "error", "msg", "reason")


class BriaError(Exception):
    """Anything that kept a service from doing what was asked."""

    lead = "The service could not do this"
    is_final = False

    def __init__(self, message: str = "", *, status: int | None = None, body: object = None) -> None:
        self.message = message or f"{self.lead}."
        self.status = status
        self.body = body
        super().__init__(self.message)


class BadToken(BriaError):
    """The token is missing, wrong or revoked."""

    lead = "The service did not accept the API token"


class Forbidden(BriaError):
    """The account may not do this."""

    lead = "The account is not allowed to do this"


class QuotaReached(BriaError):
    """The account's allowance is used up; waiting a minute will not help."""

    lead = "The account's quota is used up"


class UnknownImage(BriaError):
    """The service does not know the image; register it again."""

    lead = "The service does not know this image (any more)"


class RejectedInput(BriaError):
    """The service will not take this input, now or later."""

    lead = "The service did not accept the input"


class Moderated(RejectedInput):
    """Content moderation stopped the request or its result."""

    lead = "The service's content moderation stopped this"


class RateLimited(BriaError):
    """Too many requests; nothing was done. ``retry_after`` is in seconds, None where the service does not say."""

    lead = "The service received too many requests; try again in a minute"
    retry_after: float | None = None


class DownloadFailed(BriaError):
    """The service could not fetch an address that we gave it."""

    lead = "The service could not fetch the image's address"


class InsufficientData(BriaError):
    """The picture holds nothing the service could work with."""

    lead = "The service cannot do this with this picture"


class ServiceFailure(BriaError):
    """The service failed, or answered something that makes no sense."""

    lead = "The service failed"
    retry_after: float | None = None


class Unreachable(BriaError):
    """The service was not reached, or a question that changes nothing got no answer."""

    lead = "The service could not be reached"


class OutcomeUnknown(BriaError):
    """The request was sent, and what came of it is not known: it may have been carried out and charged.

    ``failure`` is what the same answer would have meant to a question.
    """

    lead = "No answer came; the service may have done the work all the same, and trying again may cost"
    failure: BriaError | None = None


def unknown_after(failure: BriaError) -> OutcomeUnknown:
    """What a ``failure`` means where the service may have carried out the order before it."""
    said = failure.message.rstrip(".")
    error = OutcomeUnknown(f"{said}; it may have done the work all the same, and trying again may cost.")
    error.failure, error.status, error.body = failure, failure.status, failure.body
    return error


class NotReady(BriaError):
    """The service is still at work; asking again later costs nothing."""

    lead = "The service is still working on this; try again later"


class FetchError(BriaError):
    """An address was not fetched."""

    lead = "The address was not fetched"


class FetchBusy(FetchError):
    """As many addresses are being fetched as this process may at the same time; nothing was sent."""

    lead = "Too many addresses are being fetched at the moment; try again soon"


class FetchRefused(FetchError):
    """The address is one that we never fetch."""

    lead = "The address cannot be used"


class FetchFailed(FetchError):
    """The address could not be fetched."""

    lead = "The address could not be fetched"


class FetchTooLarge(FetchFailed):
    """There is more behind the address than the caller takes."""

    lead = "The file behind the address is too large"


BY_STATUS: dict[int, type[BriaError]] = {
    206: RejectedInput,
    400: RejectedInput,
    401: BadToken,
    403: Forbidden,
    404: UnknownImage,
    405: RejectedInput,
    406: RejectedInput,
    412: RejectedInput,
    413: RejectedInput,
    415: RejectedInput,
    422: RejectedInput,
    429: RateLimited,
    451: Moderated,
    460: DownloadFailed,
    506: InsufficientData,
}


def error_for(status: int, body: object, retry_after: float | None = None) -> BriaError:
    """The error that an answer stands for.

    Args:
        status: the HTTP status, or the ``code`` inside a finished v2 request.
        body: the decoded answer, of any shape.
        retry_after: seconds the service asks to wait, where it does.
    """
    said = words_of(body)
    kind = kind_of(status, said)
    error = kind(f"{kind.lead}: {said}" if said else "", status=status, body=body)
    if isinstance(error, RateLimited | ServiceFailure):
        error.retry_after = retry_after
    return error


def kind_of(status: int, said: str) -> type[BriaError]:
    """The class of error for a status and the words that came with it."""
    if status in (403, 429) and QUOTA.search(said):
        return QuotaReached
    if status == 422 and MODERATION.search(said):
        return Moderated
    return BY_STATUS.get(status, RejectedInput if 400 <= status < 500 else ServiceFailure)


def words_of(body: object) -> str:
    """What an error body says to people, in one line; empty for HTML and for bodies that say nothing."""
    line = " ".join(_text_in(body).split())
    return line if len(line) <= LONGEST_QUOTE else line[: LONGEST_QUOTE - 1] + "…"


def _text_in(body: object) -> str:
    if isinstance(body, str):
        return "" if body.lstrip().startswith("<") else body
    if isinstance(body, list):
        return "; ".join(filter(None, map(_text_in, body)))
    if isinstance(body, dict):
        return _text_in_object(body)
    return ""


def _text_in_object(body: dict[object, object]) -> str:
    """The values of the keys that hold prose, each once; names of errors and statuses only where that is all."""
    texts = [text.rstrip(". ") for text in (_text_in(body.get(key)) for key in WORD_KEYS) if text]
    prose = [text for text in texts if not CONSTANT.fullmatch(text) and text not in PHRASES]
    return ": ".join(dict.fromkeys(prose or texts))
