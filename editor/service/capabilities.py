"""What the engine that answers can do, for panels that show the rest disabled, with why and what would enable it.

The embedded engine is asked in place, another studio's over the network; Bria's service has no such route and does what
it documents. An answer holds for a minute in this process. No page waits long: while an engine is silent, what
it last said holds, or else that it can do everything, for an edit tells for itself when it fails.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

import bria
from editor.service import backends
from editor.service.backends import Backend

FRESH = 60.0  # seconds for which an answer holds
PATIENCE = 1.0  # seconds that a page waits for an engine of which nothing is known yet
HOSTED = "hosted"  # how an engine says that Bria's own service does it
HINTS = "hints"  # strokes and boxes that say what the subject is: an extension of the studio's engine
SHADOWS = "include_shadow"  # erasing a thing with its shadow: another
PARTS = "objects_parts"  # the parts of a registered picture, and the objects that they make up: another
SEGMENT = "segment_object"  # the object at one place of a picture: another
RECIPES = "recipes_run"  # carrying a whole recipe out: another
SPOTS = "spots"  # finding dust and blemishes: another; engines that have it make other fills of a hole, too
DISTRACTIONS = "rule_distractions"  # finding what distracts by a rule of a recipe: another
# Extensions that older engines of the studio lack, too.
ONLY_WHERE_TOLD = (PARTS, SEGMENT, RECIPES, SPOTS, DISTRACTIONS)
HIDING = "hide_faces"  # a route of the studio's engine, which tells that it has it
PACKSHOT = "packshot"  # as large and with such shadows as only the studio's engine makes them; it tells so, too
OWN_ROUTES = (HIDING, PACKSHOT)
EVERYTHING = bria.Capabilities()


@dataclass(frozen=True)
class Ability:
    """Whether something can be done; if not, why, and what would enable it, as sentences in the reader's language."""

    available: bool = True
    reason: str = ""
    remedy: str = ""


@dataclass(frozen=True)
class Abilities:
    """What one engine can do, by slug: a tool's, ``gen_fill_by_prompt`` and the like for free words, ``HINTS``.

    Templates write ``abilities.expand``; what an engine says nothing about, it can do, but for ``ONLY_WHERE_TOLD``.
    """

    answer: bria.Capabilities | None

    def __getitem__(self, slug: str) -> Ability:
        if slug in (HINTS, SHADOWS) and not self.answer:
            return hints_missing() if slug == HINTS else shadows_missing()
        if slug in OWN_ROUTES and self._is_missing(slug):
            return MISSING[slug]()
        capability = self.answer.operations.get(slug) if self.answer else None
        if capability is None and slug in ONLY_WHERE_TOLD:
            return MISSING.get(slug, objects_missing)()
        if capability is None or capability.available:
            return Ability()
        return Ability(False, reason_of(slug, capability), remedy_of(slug, capability))

    def _is_missing(self, slug: str) -> bool:
        """True of an own route that the engine that answers does not tell of, though it tells of others."""
        return not self.answer or bool(self.answer.operations and slug not in self.answer.operations)

    def __iter__(self) -> Iterator[str]:
        raise TypeError("Abilities are asked for by slug.")

    def limit(self, name: str, usual: int) -> int:
        """A limit as the engine tells it, such as ``canvas_pixels``; ``usual`` where it tells none."""
        return self.answer.limits.get(name, usual) if self.answer else usual


@dataclass
class Memory:
    """What one engine last said (None: it has no such route), when, and who is asking it at the moment."""

    answer: bria.Capabilities | None = EVERYTHING
    until: float = 0.0
    asking: threading.Thread | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


_memories: dict[str, Memory] = {}


def abilities() -> Abilities:
    """Those of the engine that answers now."""
    backend = backends.current()
    memory = _memories.setdefault(backend.key, Memory())
    if time.monotonic() >= memory.until:
        refresh(backend, memory)
    return Abilities(memory.answer)


def forget() -> None:
    """Ask anew at the next occasion."""
    _memories.clear()


def refresh(backend: Backend, memory: Memory) -> None:
    """Ask an engine: one in this process at once, another beside the page, which waits only the first time."""
    if backend.embedded:
        ask(backend, memory)
        return
    is_first = not memory.until
    with memory.lock:
        if memory.asking is None or not memory.asking.is_alive():
            memory.asking = threading.Thread(target=ask, args=(backend, memory), daemon=True)
            memory.asking.start()
        asking = memory.asking
    asking.join(PATIENCE if is_first else 0)


def ask(backend: Backend, memory: Memory) -> None:
    """Keep what the engine says; where it says nothing, what it said before."""
    with suppress(bria.BriaError, NoRetry), bria.listening(FailFast()):
        memory.answer = backends.client(backend).capabilities()
    memory.until = time.monotonic() + FRESH


class NoRetry(Exception):
    """An engine is not asked a second time: the next page may."""


class FailFast(bria.Listener):
    """Ends a call where it would wait before another try."""

    def check(self) -> None:
        """Do not wait."""
        raise NoRetry


def reason_of(slug: str, capability: bria.Capability) -> str:
    """Why an engine cannot do it: ours where it is the known one, else in the engine's own words."""
    if slug in (PARTS, SEGMENT):
        return objects_missing().reason
    if slug.endswith("_by_prompt"):
        return _("Free text needs a generative model, which this engine doesn't have.")
    if capability.enabled_by == HOSTED:
        return _("This needs a generative model, which this engine doesn't have.")
    return capability.reason or _("This engine cannot do that.")


def remedy_of(slug: str, capability: bria.Capability) -> str:
    """What would enable it."""
    if capability.enabled_by == HOSTED:
        return _("Bria's service has one: start the studio with BRIA_API_TOKEN set.")
    return _("Its models are not installed: “manage.py models fetch” brings them.") if slug in (PARTS, SEGMENT) else ""


def shadows_missing() -> Ability:
    """Bria's service erases what the mask covers."""
    return Ability(
        False,
        _("Bria's service erases only what is selected: select the shadow as well."),
        _("The studio's own engine finds shadows: start the studio without BRIA_API_TOKEN."),
    )


def objects_missing() -> Ability:
    """Bria's service and older engines have masks of whole pictures only."""
    return Ability(
        False,
        _("This engine can't look for the object at one place; what is drawn is selected as it is."),
        _("The studio's own engine can, with its models: start the studio without BRIA_API_TOKEN."),
    )


def for_own_engine(reason: str) -> Ability:
    """What the studio's own engine alone can do."""
    return Ability(False, reason, _("The studio's own engine can: start the studio without BRIA_API_TOKEN."))


def hiding_missing() -> Ability:
    """Bria's service has no such route, nor had the studio's engine before it had this one."""
    return for_own_engine(_("The service that is connected can't hide faces."))


def packshots_missing() -> Ability:
    """Bria's service makes them in one size, without a shadow, and by another address; older engines make none."""
    return for_own_engine(_("The service that is connected can't make packshots of any size and with shadows."))


def hints_missing() -> Ability:
    """Bria's service finds the subject by itself."""
    return Ability(
        False,
        _("Bria's service finds the subject by itself and can't use strokes."),
        _("The studio's own engine takes them: start the studio without BRIA_API_TOKEN."),
    )


def recipes_missing() -> Ability:
    """Bria's service and older engines know no recipes: each step is ordered by itself (``editor.recipes``), and what
    is only tried would be paid for, too."""
    return Ability(
        False,
        _("With the service that is connected, trying a recipe would cost as much as applying it."),
        _("The studio's own engine costs nothing: start the studio without BRIA_API_TOKEN."),
    )


def spots_missing() -> Ability:
    """Bria's service and older engines do not look for spots."""
    return for_own_engine(_("The service that is connected can't look for spots."))


MISSING = {
    HIDING: hiding_missing,
    PACKSHOT: packshots_missing,
    RECIPES: recipes_missing,
    DISTRACTIONS: recipes_missing,
    SPOTS: spots_missing,
}
