"""What the engine answers when it does not do what was asked.

EngineError
├── StillOnboarding       205  v1: the picture is still being looked at; ask again
├── ValueMissing          206  v1: the form's part for the file is there, but no file
├── BadRequest            400  a field is missing, mistyped, out of range or not offered
├── Unauthorized          401  no ``api_token``, or one that nobody was given
├── Forbidden             403  an ``api_token`` that was revoked
├── NotFound              404  no such visual, sid, request, result or route; nothing at the given address
├── MethodNotAllowed      405
├── NotAcceptable         406  v1: a picture too small to be given another background or more canvas
├── ResolutionTooLow      412  v1: a picture too small to be enlarged
├── TooLarge              413  more bytes or more pixels than are taken
├── UnsupportedMedia      415  no image that can be read
├── Unprocessable         422  understood, but it cannot be done (mask of another shape, nothing to erase)
├── TooManyRequests       429  over the rate limit, or too many calls are waiting
├── LegalReasons          451  v1: refused by the operator's policy for legal reasons
├── DownloadFailed        460  the given address did not deliver
├── InternalError         500
│   └── Abandoned         500  stopped on the way, as nobody wants it any more
├── Busy                  503  other pictures have all the memory that there is for them
├── TimedOut              504  the work takes longer than a call waits
├── InsufficientData      506  v1: a picture that holds too little to work with
└── InsufficientStorage   507  the disk is full, or the token's part of it

Those that may pass (TooManyRequests, Busy, InsufficientStorage) are ``PutOff`` as well.

The statuses and their meaning are Bria's (docs.bria.ai).
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any, ClassVar


class EngineError(Exception):
    """An answer that is not the result.

    ``str(error)`` is one sentence for a person.
    """

    status: ClassVar[int] = 500

    @property
    def title(self) -> str:
        """The status in words: ``Bad Request``."""
        return "Failed to download image" if self.status == DownloadFailed.status else HTTPStatus(self.status).phrase

    def v1(self) -> dict[str, Any]:
        """The body of a v1 answer; some clients read the sentence from the one field, some from the other."""
        return {"code": self.status, "description": str(self), "message": str(self)}

    def v2(self) -> dict[str, Any]:
        """The ``error`` object of a v2 answer, a status or a webhook."""
        return {"code": self.status, "message": self.title, "details": str(self)}


class PutOff(Exception):
    """What errors have in common that may pass: nothing was begun, and ``retry_after`` is in seconds."""

    retry_after: int

    def __init__(self, message: str, retry_after: int | None = None) -> None:
        super().__init__(message)
        if retry_after is not None:
            self.retry_after = retry_after


class StillOnboarding(EngineError):
    """What is asked for is still being found out."""

    status = 205


class ValueMissing(EngineError):
    """The part of the form that should hold a file is empty."""

    status = 206


class BadRequest(EngineError):
    """A field is missing, mistyped, out of range or not offered."""

    status = 400


class Unauthorized(EngineError):
    """The ``api_token`` header is missing, or nobody was given such a token."""

    status = 401


class Forbidden(EngineError):
    """The token was revoked."""

    status = 403


class NotFound(EngineError):
    """There is no such thing, or it belongs to another token."""

    status = 404


class MethodNotAllowed(EngineError):
    """The route does not take this method."""

    status = 405


class NotAcceptable(EngineError):
    """The picture is too small for what v1 does with its background and its canvas."""

    status = 406


class ResolutionTooLow(EngineError):
    """The picture is too small to be enlarged."""

    status = 412


class TooLarge(EngineError):
    """More bytes or more pixels than are taken."""

    status = 413


class UnsupportedMedia(EngineError):
    """The bytes hold no image that can be read."""

    status = 415


class Unprocessable(EngineError):
    """Well formed, but it cannot be done with these images."""

    status = 422


class TooManyRequests(PutOff, EngineError):
    """Too much at once."""

    status = 429
    retry_after = 1


class LegalReasons(EngineError):
    """The operator's policy refuses it for legal reasons."""

    status = 451


class DownloadFailed(EngineError):
    """An address did not deliver a file."""

    status = 460


class InternalError(EngineError):
    """The engine's own fault."""

    status = 500


class Abandoned(InternalError):
    """The work was stopped on the way: whoever asked for it wants it no more."""


class Busy(PutOff, EngineError):
    """Other pictures are being decoded."""

    status = 503
    retry_after = 5


class TimedOut(EngineError):
    """The work was not done within the time that a call waits."""

    status = 504


class InsufficientData(EngineError):
    """The picture holds too little to work with."""

    status = 506


class InsufficientStorage(PutOff, EngineError):
    """There is no room for what was sent, or for what would come of it; later there may be."""

    status = 507
    retry_after = 60  # somebody has to make room


def error_from_row(stored: dict[str, Any]) -> EngineError:
    """The error whose ``v2`` form is stored in a request."""
    kinds = {kind.status: kind for kind in EngineError.__subclasses__()}
    return kinds.get(stored["code"], InternalError)(stored["details"])
