"""Every route of the table, over a real socket against ``manage.py studio``, and in this process."""

from __future__ import annotations

import pytest
import requests

from harness.contract.routes import ROUTES, Route
from harness.contract.service import Service

everything = pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)


@everything
def test_over_a_socket(route: Route, address: str) -> None:
    with requests.Session() as session:
        route.check(Service(address, session))


@everything
@pytest.mark.django_db(transaction=True)
def test_in_this_process(route: Route, inside: Service) -> None:
    route.check(inside)
