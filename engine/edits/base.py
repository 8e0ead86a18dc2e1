"""What an isolated edit declares; the routes of both versions, the operation and the document come from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from engine.calls import Call
from engine.edits import shared
from engine.fields import Field
from engine.outcomes import Arguments

V1Form = Literal["result_url", "urls", "result", "success"]  # of a v1 answer, see engine.views.edits
SEVERAL: tuple[V1Form, ...] = ("urls", "result")  # those that hold several results


@dataclass(frozen=True)
class Edit:
    """One edit: ``v2_path`` below ``/v2/image/edit/``, ``v1_path`` below ``/v1/``, and what its body holds.

    Its route of v2 is called by its ``slug`` unless ``v2_route`` says otherwise; ``v2_also`` is another address of it
    below ``/v2/``.

    ``read`` makes the arguments of ``engine.runners.<slug>.run`` out of a call, and raises EngineError where they are
    missing or cannot be used; its docstring describes the route. ``v1_statuses`` are what v1 alone may answer beside.
    ``prompt_refusal`` is what a prompt in free words is answered with, where the edit takes a prompt.
    """

    slug: str
    v1_path: str
    fields: tuple[Field, ...]
    read: Callable[[Call], Arguments]
    v1_form: V1Form = "result_url"
    v1_statuses: tuple[int, ...] = ()
    prompt_refusal: str = ""
    v2_route: str = ""
    v2_also: str = ""

    @property
    def v2_path(self) -> str:
        """The route below ``/v2/image/edit/``."""
        return self.v2_route or self.slug

    @property
    def v2_addresses(self) -> tuple[str, ...]:
        """All its addresses of v2, as the URL patterns spell them."""
        also = (f"v2/{self.v2_also}",) if self.v2_also else ()
        return (f"v2/image/edit/{self.v2_path}", *also)

    @property
    def filename(self) -> str:
        """What the result is called."""
        return f"{self.slug}.png"

    @property
    def v1_fields(self) -> tuple[Field, ...]:
        """All that the v1 route takes, by v1's names."""
        several = (shared.NUM_RESULTS,) if self.v1_form in SEVERAL else ()
        return (*(field.for_v1() for field in self.fields), *shared.V1_FIELDS, *several)

    @property
    def v2_fields(self) -> tuple[Field, ...]:
        """All that the v2 route takes."""
        return (*self.fields, *shared.V2_FIELDS)
