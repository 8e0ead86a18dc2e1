"""Every route of the table, over a real socket against ``manage.py studio``, and in this process."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from django.core.handlers.wsgi import WSGIHandler

from bria import InProcessAdapter
from harness.contract.routes import ROUTES, Route
from harness.contract.service import Service

everything = pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)


@everything
def test_over_a_socket(route: Route, address: str) -> None:
    with requests.Session() as session:
        route.check(Service(address, session))


@pytest.fixture
def inside() -> Iterator[Service]:
    """The engine in this process, asked as the studio's worker does."""
    with requests.Session() as session:
        session.mount("http://localhost", InProcessAdapter(WSGIHandler(), {"studio.inline": True}))
        yield Service("http://localhost", session)


@everything
@pytest.mark.django_db(transaction=True)
def test_in_this_process(route: Route, inside: Service) -> None:
    route.check(inside)
