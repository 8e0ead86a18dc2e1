"""Webhooks: signed as Bria's own client verifies them, tried until they arrive, never sent to a private network."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from bria_client.toolkit.webhook_verification import verify_webhook_signature
from pytest_django import Settings

from engine import webhooks
from engine.models import Request, Webhook
from engine.tasks import perform_request
from harness.images import Pixels, base64_of, png
from tests.engine.api.conftest import Api, Receiver

ERASE = "/v2/image/edit/erase"


@pytest.fixture
def fields(photo: bytes, box_mask: Pixels) -> dict[str, Any]:
    return {"image": base64_of(photo), "mask": base64_of(png(box_mask))}


def pass_time(seconds: float) -> None:
    """Let what is due in ``seconds`` be due now."""
    for webhook in Webhook.objects.exclude(due_at=None):
        assert webhook.due_at is not None
        Webhook.objects.filter(pk=webhook.pk).update(due_at=webhook.due_at - timedelta(seconds=seconds))


def test_it_brings_the_status_with_a_signature(api: Api, fields: dict[str, Any], receiver: Receiver) -> None:
    answer = api.post(ERASE, {**fields, "webhook_url": receiver.url}).json()
    assert webhooks.deliver() == 1
    [(body, headers)] = receiver.received
    assert json.loads(body) == api.get(answer["status_url"]).json()
    assert headers["Bria-Webhook-Id"] == answer["request_id"]
    signature = headers["Bria-Webhook-Signature"]
    stamp = headers["Bria-Webhook-Timestamp"]
    assert verify_webhook_signature(body, answer["request_id"], stamp, signature, "alice")
    assert not verify_webhook_signature(body, answer["request_id"], stamp, signature, "bob")


def test_a_failure_is_told_as_well(api: Api, fields: dict[str, Any], receiver: Receiver) -> None:
    everything = {**fields, "mask": base64_of(png(np.full((64, 96), 255, np.uint8)))}
    api.post(ERASE, {**everything, "webhook_url": receiver.url})
    webhooks.deliver()
    assert json.loads(receiver.received[0][0])["status"] == "ERROR"


@pytest.mark.usefixtures("queue")
def test_nothing_is_told_before_the_end(api: Api, fields: dict[str, Any], receiver: Receiver) -> None:
    answer = api.post(ERASE, {**fields, "webhook_url": receiver.url}).json()
    assert webhooks.deliver() == 0
    perform_request.call(answer["request_id"])
    assert webhooks.deliver() == 1


@pytest.mark.usefixtures("queue")
def test_what_is_given_up_is_told(api: Api, fields: dict[str, Any], receiver: Receiver) -> None:
    api.post(ERASE, {**fields, "webhook_url": receiver.url})
    Request.objects.get().give_up("The worker was lost.")
    assert webhooks.deliver() == 1


def test_it_is_sent_once(api: Api, fields: dict[str, Any], receiver: Receiver) -> None:
    api.post(ERASE, {**fields, "webhook_url": receiver.url})
    assert [webhooks.deliver() for _ in range(3)] == [1, 0, 0]


@pytest.mark.parametrize("status", [302, 404, 500])
def test_it_is_tried_five_times_within_45_minutes(
    api: Api, fields: dict[str, Any], receiver: Receiver, status: int
) -> None:
    receiver.status = status
    api.post(ERASE, {**fields, "webhook_url": receiver.url})
    webhooks.deliver()
    for pause in webhooks.PAUSES:
        webhooks.deliver()
        tried = len(receiver.received)
        pass_time(pause)
        webhooks.deliver()
        assert len(receiver.received) == tried + 1
    assert (len(receiver.received), sum(webhooks.PAUSES)) == (5, 45 * 60)
    assert Webhook.objects.get().due_at is None


def test_a_later_try_can_succeed(api: Api, fields: dict[str, Any], receiver: Receiver) -> None:
    receiver.status = 503
    api.post(ERASE, {**fields, "webhook_url": receiver.url})
    webhooks.deliver()
    receiver.status = 204
    pass_time(60)
    assert webhooks.deliver() == 1
    assert Webhook.objects.get().delivered_at is not None


def test_a_try_whose_worker_was_lost_is_taken_up(api: Api, fields: dict[str, Any], receiver: Receiver) -> None:
    api.post(ERASE, {**fields, "webhook_url": receiver.url})
    webhook = Webhook.objects.get()
    assert webhooks.claim(webhook)
    assert not webhooks.claim(webhook)
    assert webhooks.deliver() == 0
    pass_time(webhooks.CLAIM.total_seconds())
    assert webhooks.deliver() == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/hook",
        "http://localhost/hook",
        "http://[::1]/hook",
        "http://169.254.169.254/latest",
        "http://10.0.0.1/hook",
        "https://example.com:8443/hook",
        "https://user:password@example.com/hook",
        "ftp://example.com/hook",
        "nonsense",
        5,
    ],
)
def test_addresses_that_are_not_public_are_refused_before_anything_is_done(
    api: Api, fields: dict[str, Any], url: Any
) -> None:
    response = api.post(ERASE, {**fields, "webhook_url": url})
    assert response.status_code == 400
    assert "webhook_url" in response.json()["error"]["details"]
    assert not Request.objects.exists()


def test_a_receiver_that_is_no_longer_allowed_gets_nothing(
    api: Api, fields: dict[str, Any], receiver: Receiver, settings: Settings
) -> None:
    api.post(ERASE, {**fields, "webhook_url": receiver.url})
    settings.WEBHOOK_HOSTS = []
    assert webhooks.deliver() == 0
    assert receiver.received == []


def test_v1_has_none(api: Api, fields: dict[str, Any]) -> None:
    assert api.post("/v1/eraser", {**fields, "webhook_url": "http://127.0.0.1/"}).status_code == 200


def test_the_token_is_not_kept(api: Api, fields: dict[str, Any], receiver: Receiver) -> None:
    api.post(ERASE, {**fields, "webhook_url": receiver.url})
    assert "alice" not in str(Webhook.objects.values().get())
