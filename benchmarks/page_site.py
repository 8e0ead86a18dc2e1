"""A studio with pictures of long histories: ``python -m benchmarks.page_site FOLDER PORT LENGTH …``.

It prints, as JSON in one line, where the pictures are and the session that owns them, and serves until it is ended. The
header ``Queries`` of every answer says how many queries it took.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

FORK = 10  # every so many steps something is made from an older state
BACK = 3  # steps that it is older


def main(folder: str, port: str, *lengths: str) -> None:
    """Make the pictures and serve them."""
    os.environ.update(STUDIO_DATA=folder, DJANGO_SETTINGS_MODULE="benchmarks.page_settings")
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    print(json.dumps(make_pictures([int(length) for length in lengths])), flush=True)
    serving = [sys.executable, "-m", "briastudio.serving", "--port", port, "--parent", str(os.getppid())]
    os.execv(sys.executable, serving)


def counting(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that counts the queries of each answer."""
    from django.db import connection

    def middleware(request: HttpRequest) -> HttpResponse:
        count = 0

        def counted(execute: Callable[..., Any], *given: Any) -> Any:
            nonlocal count
            count += 1
            return execute(*given)

        with connection.execute_wrapper(counted):
            response = get_response(request)
        response.headers["Queries"] = str(count)
        return response

    return middleware


def make_pictures(lengths: list[int]) -> dict[str, Any]:
    """Pictures of so many revisions each, and a session that owns them."""
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session["visitor"] = "benchmark"
    session.save()
    paths = [f"/pictures/{make_picture(length)}/" for length in lengths]
    return {"session": str(session.session_key), "paths": paths}


def make_picture(length: int) -> int:
    """The primary key of a picture with a history of ``length`` revisions, which stands in the middle of it."""
    from editor.models import Picture, Revision

    picture = Picture.objects.create(owner="benchmark", name="Benchmark", format="PNG")
    image = {"image": "a/a.png", "screen": "a/a.png", "thumbnail": "a/a.webp", "width": 1600, "height": 1200}
    made: list[Revision] = []
    for number in range(1, length + 1):
        parent = made[-1 - BACK * (number % FORK == 0)] if made else None
        facts = {"picture": picture, "number": number, "parent": parent, "tool": "erase", "title": "Erased 1 region"}
        made.append(Revision.objects.create(**facts, **image))
    picture.go_to(made[length // 2])
    return picture.pk


if __name__ == "__main__":
    main(*sys.argv[1:])
