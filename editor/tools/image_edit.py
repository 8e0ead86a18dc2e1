"""Edits by the isolated routes: the picture itself is sent, the answer is asked for until it is there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import bria
from editor.history.results import EditResult
from editor.jobs.running import Running
from editor.models import Job, Revision, Visual
from editor.service import backends, errors, paid_calls, preparing
from editor.service.backends import Backend

Submit = Callable[[bria.Bria, bytes], str]
Answer = TypeVar("Answer")
Finish = Callable[[Backend, Revision, bytes], bytes]


def take_whole(backend: Backend, revision: Revision, result: bytes) -> bytes:
    """The whole result, in the colour profile of the revision it was made from.

    Raises:
        Failure: it cannot be used.
    """
    return paid_calls.compose_revision(backend, revision.image, result, None)


def edit_image(
    running: Running,
    name: str,
    submit: Submit,
    title: str,
    *,
    finish: Finish = take_whole,
    visual: Visual | None = None,
) -> EditResult:
    """What ``finish`` makes of the result of ``submit``, as a revision.

    ``submit`` sends the picture (the encoded file) and returns the request's id; ``name`` stands for it in the job's
    row. ``finish`` is given the revision it was made from, and the result. What the engine remarked is among the
    revision's params as "warning". Regions are looked for anew, unless the result keeps those of ``visual``.

    Raises:
        Failure: the engine failed, or its result cannot be used.
    """
    backend, revision = backends.current(), running.job.base
    answer = request_result(running, name, submit)
    data = paid_calls.download(backend, answer.url)
    return EditResult(
        image_png=finish(backend, revision, data),
        title=title,
        engine=backend.label,
        visual=visual,
        params={**tool_params(running.job), **({"warning": answer.warning} if answer.warning else {})},
    )


def tool_params(job: Job) -> dict[str, Any]:
    """What the tool was asked, as the revision keeps it."""
    return {name: value for name, value in job.params.items() if name != "tool"}


def request_result(running: Running, name: str, submit: Submit) -> bria.Result:
    """What the engine answers to the picture.

    Raises:
        Failure: the engine failed.
    """
    backend, revision = backends.current(), running.job.base
    image = preparing.read_image_for(backend, revision.image)
    client = backends.client(backend, inline=True)
    handle = paid_calls.call_once(running, name, lambda: {"handle": submit(client, image)})["handle"]
    return wait_for_result(running, client, handle)


def wait_for_result(running: Running, client: bria.Bria, handle: str) -> bria.Result:
    """A request's result, once it is there; see ``wait_for``."""
    return wait_for(running, lambda: client.result_of(handle))


def wait_for(running: Running, ask: Callable[[], Answer]) -> Answer:
    """What a service answers that is asked for a result until it is there.

    Raises:
        Failure: the request failed; where it failed for good, another try sends a new one.
    """
    try:
        return ask()
    except bria.BriaError as error:
        if error.is_final:
            running.store_answer({})
        raise errors.to_failure(error) from error
