"""A client for Bria's Image Editing API, v1 and v2: typed answers, one tree of errors, nothing paid twice."""

from bria.client import DEFAULT_URL, Bria
from bria.errors import (
    BadToken,
    BriaError,
    DownloadFailed,
    FetchError,
    FetchFailed,
    FetchRefused,
    FetchTooLarge,
    Forbidden,
    InsufficientData,
    Moderated,
    NotReady,
    OutcomeUnknown,
    QuotaReached,
    RateLimited,
    RejectedInput,
    ServiceFailure,
    UnknownImage,
    Unreachable,
)
from bria.fetching import Fetched, Policy, fetch
from bria.redaction import RedactingFilter
from bria.retries import HOSTED, LOCAL, Patience
from bria.transports import InProcessAdapter
from bria.types import ActionValue, Edit, Image, MasksZip, Person, Rect, Registration, Result, Status
from bria.wire import OnWait

__all__ = [
    "DEFAULT_URL",
    "HOSTED",
    "LOCAL",
    "ActionValue",
    "BadToken",
    "Bria",
    "BriaError",
    "DownloadFailed",
    "Edit",
    "FetchError",
    "FetchFailed",
    "FetchRefused",
    "FetchTooLarge",
    "Fetched",
    "Forbidden",
    "Image",
    "InProcessAdapter",
    "InsufficientData",
    "MasksZip",
    "Moderated",
    "NotReady",
    "OnWait",
    "OutcomeUnknown",
    "Patience",
    "Person",
    "Policy",
    "QuotaReached",
    "RateLimited",
    "Rect",
    "RedactingFilter",
    "Registration",
    "RejectedInput",
    "Result",
    "ServiceFailure",
    "Status",
    "UnknownImage",
    "Unreachable",
    "fetch",
]
