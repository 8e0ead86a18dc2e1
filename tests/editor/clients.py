"""The cast of the view tests: Alice owns what the factories make, Bob has a session of his own."""

from __future__ import annotations

import io
import uuid
from typing import Any, cast

from django.http import HttpResponse
from django.test import Client
from PIL import Image

HTMX = {"HX-Request": "true"}


def visitor(name: str = "alice") -> Client:
    """A browser whose session owns the pictures of ``name``."""
    client = Client()
    session = client.session
    session["visitor"] = name
    session.save()
    return client


def photo(width: int = 40, height: int = 30, format: str = "PNG", name: str = "photo.png") -> io.BytesIO:
    """A small picture as a file to upload."""
    file = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(file, format)
    file.name = name
    file.seek(0)
    return file


def get(client: Client, address: str) -> HttpResponse:
    """Ask for a part of the page as the page does."""
    return cast("HttpResponse", client.get(address, headers=HTMX))


def post(client: Client, address: str, htmx: bool = True, seen: str = "", **fields: Any) -> HttpResponse:
    """Send a form as the page does, or, without ``htmx``, as a browser without script does."""
    headers = {**HTMX, "Studio-Seen": seen} if htmx else {}
    return cast("HttpResponse", client.post(address, fields, headers=headers))


def key() -> str:
    """A fresh key, as the page makes one for each press of a button."""
    return str(uuid.uuid4())
