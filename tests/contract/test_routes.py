"""Every route of the table, over a real socket against ``manage.py studio``, and in this process."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from django.core.handlers.wsgi import WSGIHandler

from bria import InProcessAdapter
from tests.contract.routes import ROUTES, Route
from tests.contract.service import Service

everything = pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)


@everything
def test_over_a_socket(route: Route, address: str) -> None:
    route.check(Service(address))


@pytest.fixture
def inside(settings: Any) -> Service:
    """The engine in this process, asked as the studio's worker does."""
    session = requests.Session()
    session.mount("http://localhost", InProcessAdapter(WSGIHandler(), {"studio.inline": True}))
    return Service("http://localhost", session)


@everything
@pytest.mark.django_db(transaction=True)
def test_in_this_process(route: Route, inside: Service) -> None:
    route.check(inside)
