"""Bria's own client, pointed at a studio by nothing but its environment."""

from __future__ import annotations

import pytest

from harness.contract.official_client import CALLS, Call


@pytest.mark.parametrize("call", CALLS, ids=lambda call: call.name)
def test_the_official_client_is_served(call: Call, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIA_BASE_URL", address)
    monkeypatch.setenv("BRIA_API_TOKEN", "a-token")
    call.check()
