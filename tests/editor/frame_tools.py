"""What the tests of Expand, Crop and Enlarge share."""

from __future__ import annotations

from typing import Any

from django.test import Client

from editor import pictures
from editor.imaging.renditions import make_renditions
from editor.imaging.uploads import Accepted
from editor.models import Picture, Revision
from harness.images import png
from tests.bria.fakes import BASE, reply
from tests.editor import fake_service
from tests.editor.clients import HTMX, key
from tests.editor.user_actions import edit, uploaded

ROWS, COLUMNS = fake_service.SIZE


def answers(hosted: fake_service.Service, route: str, array: Any, **said: str) -> None:
    """Have the service accept ``route`` and answer with that picture, at once or when it is asked for it."""
    result = {"image_url": f"{BASE}/files/white.jpg", **said}
    hosted.overrides[route] = lambda: reply({"request_id": "r1", "result": result})
    hosted.overrides["/v2/status/r1"] = lambda: reply({"status": "COMPLETED", "result": result})
    hosted.overrides["/files/white.jpg"] = lambda: reply(png(array))


def made(tool: str, picture: Picture | None = None, **params: object) -> Revision:
    """What a tool made of a black picture."""
    revision = edit(picture or uploaded(), None, key(), tool=tool, **params).result
    assert revision is not None
    return revision


def large(columns: int, rows: int) -> Picture:
    """A picture whose row says that it is of that size."""
    image = fake_service.picture()
    accepted = Accepted(image, columns, rows, "PNG", b"", None, {}, (), make_renditions(image))
    picture = pictures.create("alice", "Holiday", accepted)
    Revision.objects.update(width=columns, height=rows)
    return Picture.objects.get(pk=picture.pk)


def post(client: Client, picture: Picture, tool: str, **fields: object) -> Any:
    """The form as the page sends it."""
    form = {"tool": tool, "revision": 1, "key": key(), **fields}
    return client.post(f"/pictures/{picture.pk}/edits/", form, headers=HTMX)
