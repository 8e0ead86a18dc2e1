"""A client for Bria's Image Editing API, v1 and v2: typed answers, one tree of errors, nothing paid twice."""

from bria.answers.capabilities import Capabilities, Capability
from bria.answers.findings import Finding
from bria.answers.masks import FoundObject, Mask, MasksZip, Parts, Segment
from bria.answers.people import Person, Rect
from bria.answers.recipes import RecipeResult, RecipeStep
from bria.answers.results import Edit, Registration, Result, Status
from bria.answers.spots import Spot, Spots
from bria.arguments import ActionValue, Hints, Image, Packshot, Placement, Shadow
from bria.client import DEFAULT_URL, Bria
from bria.connections import Policy, refuse_url
from bria.errors import (
    BadToken,
    BriaError,
    DownloadFailed,
    FetchBusy,
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
from bria.fetching import Fetched, fetch
from bria.listeners import Listener, listening
from bria.redaction import RedactingFilter
from bria.retries import HOSTED, LOCAL, Timeouts, wait_until_back
from bria.transport import InProcessAdapter

__all__ = [
    "DEFAULT_URL",
    "HOSTED",
    "LOCAL",
    "ActionValue",
    "BadToken",
    "Bria",
    "BriaError",
    "Capabilities",
    "Capability",
    "DownloadFailed",
    "Edit",
    "FetchBusy",
    "FetchError",
    "FetchFailed",
    "FetchRefused",
    "FetchTooLarge",
    "Fetched",
    "Finding",
    "Forbidden",
    "FoundObject",
    "Hints",
    "Image",
    "InProcessAdapter",
    "InsufficientData",
    "Listener",
    "Mask",
    "MasksZip",
    "Moderated",
    "NotReady",
    "OutcomeUnknown",
    "Packshot",
    "Parts",
    "Person",
    "Placement",
    "Policy",
    "QuotaReached",
    "RateLimited",
    "RecipeResult",
    "RecipeStep",
    "Rect",
    "RedactingFilter",
    "Registration",
    "RejectedInput",
    "Result",
    "Segment",
    "ServiceFailure",
    "Shadow",
    "Spot",
    "Spots",
    "Status",
    "Timeouts",
    "UnknownImage",
    "Unreachable",
    "fetch",
    "listening",
    "refuse_url",
    "wait_until_back",
]
