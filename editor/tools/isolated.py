"""Edits by the isolated routes: the picture itself is sent, the answer is asked for until it is there."""

from __future__ import annotations

from collections.abc import Callable

import bria
from editor import backends, calls, failures, preparing
from editor.jobs import Running
from editor.models import Visual
from editor.revisions import Made

Submit = Callable[[bria.Bria, bytes], str]


def made(running: Running, name: str, submit: Submit, title: str, *, visual: Visual | None = None) -> Made:
    """The whole result of ``submit`` as a revision, in the colour profile of the one it was made from.

    ``submit`` sends the picture (the encoded file) and returns the request's id; ``name`` stands for it in the job's
    row. Regions are looked for anew, unless the result keeps those of ``visual``.

    Raises:
        Failure: the engine failed, or its result cannot be used.
    """
    backend, revision = backends.current(), running.job.base
    data = result(running, name, submit)
    return Made(
        image_png=calls.as_revision(backend, revision.image, data, None),
        title=title,
        engine=backend.label,
        visual=visual,
        params={name: value for name, value in running.job.params.items() if name != "tool"},
    )


def result(running: Running, name: str, submit: Submit) -> bytes:
    """What the engine made of the picture, as it came.

    Raises:
        Failure: the engine failed.
    """
    backend, revision = backends.current(), running.job.base
    image = preparing.image_for(backend, revision.image)
    client = backends.client(backend, inline=True)
    handle = calls.once(running, name, lambda: {"handle": submit(client, image)})["handle"]
    return calls.download(running, backend, finished(running, client, handle))


def finished(running: Running, client: bria.Bria, handle: str) -> str:
    """The address of a request's result, once it is there.

    Raises:
        Failure: the request failed; where it failed for good, another try sends a new one.
    """
    try:
        return client.result_of(handle, on_wait=running.check).url
    except (bria.NotReady, bria.Unreachable, bria.RateLimited) as error:
        raise failures.failure(error) from error
    except bria.BriaError as error:
        running.received({})
        raise failures.failure(error) from error
