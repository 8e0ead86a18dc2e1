"""Keeps tokens and signatures out of logs and messages."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable

HIDDEN = "[hidden]"
SHORTEST_SECRET = 8  # characters; "local", the embedded engine's token, is no secret and part of too many words
# A token after its header's name in any notation, and the parts of a signed address that grant access.
PATTERNS = (
    re.compile(r"(api_token['\"]?\s*[:=,]\s*b?['\"]?)[^\s'\",;&)}]+", re.IGNORECASE),
    re.compile(r"([?&](?:signature|sig|x-amz-signature|x-amz-security-token|token)=)[^\s&'\"]+", re.IGNORECASE),
)


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """``text`` without the ``secrets``, and without anything that looks like a token or a signature."""
    for secret in secrets:
        text = text.replace(secret, HIDDEN) if len(secret) >= SHORTEST_SECRET else text
    for pattern in PATTERNS:
        text = pattern.sub(rf"\1{HIDDEN}", text)
    return text


class RedactingFilter(logging.Filter):
    """A filter for log *handlers* (a logger's filter does not see what its children log)."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        super().__init__()
        self._secrets = tuple(secrets)

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record's text and traceback; every record passes."""
        record.msg, record.args = redact(record.getMessage(), self._secrets), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redact(record.exc_text, self._secrets)
        return True
