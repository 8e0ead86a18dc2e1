"""What is looked up about a revision, and how far that is: its regions, the objects in it, its people."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from editor.models import Revision, Visual
from editor.service import capabilities


@dataclass(frozen=True)
class Lookups:
    """Where the browser finds what was looked up, and what panels say of the rest.

    ``at_work`` are the kinds of the jobs at work on the picture.
    """

    revision: Revision
    at_work: frozenset[str]
    abilities: capabilities.Abilities

    @property
    def regions_url(self) -> str:
        """Where the browser finds the regions; empty while there are none."""
        visual = self.revision.visual
        if visual is None or not visual.regions:
            return ""
        return self._url("early_regions" if visual.awaits_objects else "regions", visual)

    @property
    def early_regions_url(self) -> str:
        """Where those are that were found before objects, for who has begun to select with them; empty without such."""
        visual = self.revision.visual
        return self._url("early_regions", visual) if visual and visual.has_objects else ""

    @property
    def regions_state(self) -> str:
        """ready, failed, finding, or unknown where nobody is looking."""
        visual = self.revision.visual
        return lookup_state(bool(visual and visual.regions), bool(visual and visual.regions_error), bool(self.at_work))

    @property
    def objects_state(self) -> str:
        """ready (also where nothing else is to come), failed, finding, or unknown where nobody is looking.

        Of pictures that were looked at before the engine knew objects nobody has looked for them.
        """
        visual = self.revision.visual
        if visual is None or not visual.regions:
            return "ready"
        is_old = bool(visual.visual_id) and not visual.early_regions
        waits = visual.awaits_objects or (is_old and self.abilities[capabilities.PARTS].available)
        return lookup_state(not waits, bool(visual.objects_error), "prepare" in self.at_work)

    @property
    def people_state(self) -> str:
        """ready, failed, finding, or unknown where nobody is looking."""
        visual = self.revision.visual
        known = visual is not None and visual.people is not None
        return lookup_state(known, bool(visual and visual.people_error), bool(self.at_work))

    @property
    def states(self) -> tuple[str, ...]:
        """How far everything is that is looked up."""
        return self.regions_state, self.people_state, self.objects_state

    @property
    def distractions_url(self) -> str:
        """Where the browser finds what may distract; empty until everything about the picture was looked up."""
        visual = self.revision.visual
        if visual is None or not visual.regions or "finding" in self.states:
            return ""
        return self._url("distractions", visual)

    def _url(self, route: str, visual: Visual) -> str:
        return reverse(route, args=[self.revision.picture_id, visual.pk])


def lookup_state(known: bool, failed: bool, working: bool) -> str:
    """One word for how far looking something up has come."""
    if known:
        return "ready"
    if failed:
        return "failed"
    return "finding" if working else "unknown"
