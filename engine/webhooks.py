"""Telling an address of the caller's how a v2 request ended, signed as Bria signs it (docs.bria.ai).

A webhook is a row, delivered by the worker at least once: it is tried again until an answer 2xx came, or until it was
tried often enough.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from bria import fetching
from bria.connections import Policy, refuse_url
from bria.errors import FetchError, FetchRefused
from bria.urls import normalize_url
from engine import statuses
from engine.calls import Call
from engine.edits.shared import WEBHOOK_URL
from engine.errors import BadRequest
from engine.models import Request, Webhook

ANSWER = 10  # seconds within which an answer must come
PAUSES = (60, 300, 840, 1500)  # seconds after the first, second … try that failed: five tries within 45 minutes
TRIES = len(PAUSES) + 1
AT_ONCE = 8  # webhooks that are tried at the same time: a slow one is not to hold up the others
CLAIM = timedelta(seconds=3 * ANSWER)  # after which another worker takes up a try whose worker was lost
LONGEST = 2000  # characters of an address

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Post:
    """One try, ready to be sent."""

    url: str
    body: bytes
    headers: dict[str, str]

    def send(self) -> bool:
        """True where an answer 2xx came in time."""
        try:
            return 200 <= fetching.post(self.url, self.body, self.headers, choose_policy(self.url)) < 300
        except FetchError as error:
            logger.info("A webhook could not be sent: %s", error)
            return False


def read_address(call: Call) -> str | None:
    """Where the caller wants to be told; v1 has no webhooks.

    Raises:
        BadRequest: it is no address on the internet that can be used.
    """
    url = WEBHOOK_URL.read(call) if call.version == 2 else None
    if url is None:
        return None
    try:
        address = normalize_url(url)
        refuse_url(address, choose_policy(address))
    except FetchRefused as error:
        raise BadRequest(f"'webhook_url' cannot be used. {error.message}") from None
    if len(address) > LONGEST:
        raise BadRequest(f"'webhook_url' has more than {LONGEST} characters.")
    return address


def choose_policy(address: str) -> Policy:
    """What may be reached: the internet, and beyond it the hosts that the operator named."""
    parts = urlsplit(address)
    if parts.netloc.lower() in settings.WEBHOOK_HOSTS and parts.port:
        return Policy(lambda _: True, frozenset({parts.port}), ANSWER)
    return Policy(seconds=ANSWER)


def attach(call: Call, request: Request, url: str) -> None:
    """Have ``url`` told once the request has ended."""
    Webhook.objects.create(request=request, url=url, origin=call.origin, key=call.signing_key)


def deliver() -> int:
    """Try all that are due; how many were delivered."""
    due = find_due().order_by("due_at").select_related("request__result")
    claimed = [webhook for webhook in due[:AT_ONCE] if claim(webhook)]
    if not claimed:
        return 0
    posts = [make_post(webhook) for webhook in claimed]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return record_attempts(claimed, pool.map(Post.send, posts))


def find_due() -> QuerySet[Webhook]:
    """The webhooks that are to be tried now."""
    return Webhook.objects.filter(due_at__lte=Now(), attempts__lt=TRIES)


def claim(webhook: Webhook) -> bool:
    """True where this worker is the one that tries now."""
    mine = find_due().filter(pk=webhook.pk, attempts=webhook.attempts)
    return bool(mine.update(due_at=Now() + CLAIM, attempts=F("attempts") + 1))


def make_post(webhook: Webhook) -> Post:
    """The status of the request as it stands, signed with the time of now."""
    body = json.dumps(statuses.describe_request(webhook.origin, webhook.request)).encode()
    moment = str(int(time.time()))
    signed = f"{webhook.request_id}.{moment}.".encode() + body
    signature = hmac.new(bytes.fromhex(webhook.key), signed, hashlib.sha256).digest()
    headers = {
        "Content-Type": "application/json",
        "Bria-Webhook-Id": webhook.request_id,
        "Bria-Webhook-Timestamp": moment,
        "Bria-Webhook-Signature": f"v1={base64.b64encode(signature).decode()}",
    }
    return Post(webhook.url, body, headers)


def record_attempts(webhooks: list[Webhook], successes: Iterable[bool]) -> int:
    """Note how the tries went, and when the next one is due; how many succeeded."""
    delivered = 0
    for webhook, succeeded in zip(webhooks, successes, strict=True):
        now, tried = timezone.now(), webhook.attempts + 1
        webhook.attempts, webhook.due_at = tried, None
        if succeeded:
            webhook.delivered_at = now
            delivered += 1
        elif tried < TRIES:
            webhook.due_at = Now() + timedelta(seconds=PAUSES[tried - 1])
        else:
            logger.warning("The webhook of request %s was tried %d times in vain", webhook.request_id, tried)
        webhook.save(update_fields=["attempts", "due_at", "delivered_at"])
    return delivered
