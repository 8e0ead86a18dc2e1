"""Shared by all tests: no network beyond loopback, and the weights that were installed."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import translation
from hypothesis import HealthCheck, settings
from pytest_django import Settings

from engine.weights import bundled
from harness.weights import INSTALLED

# No test asserts a time; of a machine that is busy these would say so.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def is_local(address: Any) -> bool:
    """True for Unix sockets and loopback addresses."""
    if not isinstance(address, tuple):
        return True
    try:
        return ipaddress.ip_address(address[0]).is_loopback
    except ValueError:
        return str(address[0]) == "localhost"


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """A connection to another machine fails at once, naming the address."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if not is_local(address):
            raise AssertionError(f"A test tried to reach {address}")
        connect(self, address)

    patch = pytest.MonkeyPatch()
    patch.setattr(socket.socket, "connect", guarded)
    yield
    patch.undo()


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    """What was kept for a while by another test is not found, and its language is not spoken."""
    cache.clear()
    translation.deactivate()


@pytest.fixture
def installed_weights(settings: Settings) -> Path:
    """The folder of the installation's weights, which the engine now uses; the test is skipped where they are not."""
    if missing := bundled.list_missing(INSTALLED):
        pytest.skip(f"not installed: {', '.join(weights.name for weights in missing)}")
    settings.STUDIO_WEIGHTS = INSTALLED
    return INSTALLED
