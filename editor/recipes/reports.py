"""What an engine says of the steps of a recipe that it carried out, for a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, ngettext

from editor.recipes.choices import MARK_RULES, PEOPLE_RULES


def describe_report(report: Sequence[Any]) -> list[str]:
    """A sentence for each rule, what it found or that it found nothing, and each warning."""
    steps = [step for step in report if isinstance(step, Mapping)]
    return [text for step in steps for text in describe_step(step)]


def describe_nothing(report: Sequence[Any]) -> str:
    """What is said where no step changed anything; empty where one did, or nothing is known."""
    steps = [step for step in report if isinstance(step, Mapping)]
    if not steps or any(step.get("done", True) for step in steps):
        return ""
    found = [rule for step in steps for rule in list_found(step)]
    if found and not any(rule.get("count") for rule in found):
        return gettext("Nothing was found, so nothing was changed.")
    return gettext("Nothing was changed.")


def describe_step(step: Mapping[str, Any]) -> Iterator[str]:
    """The sentences about one step."""
    number = step.get("number", "")
    for rule in list_found(step):
        yield gettext("Step {number}: {sentence}").format(number=number, sentence=describe_found(rule))
    for warning in step.get("warnings") or ():
        yield gettext("Step {number}: {sentence}").format(number=number, sentence=warning)


def list_found(step: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What the rules of one step found."""
    found = step.get("found")
    return [rule for rule in found.values() if isinstance(rule, Mapping)] if isinstance(found, Mapping) else []


def describe_found(rule: Mapping[str, Any]) -> str:
    """What one rule found."""
    labels: dict[str, Any] = {**MARK_RULES, **PEOPLE_RULES}
    name, count = str(labels.get(str(rule.get("rule")), rule.get("rule"))), int(rule.get("count") or 0)
    if not count:
        return gettext("nothing was found ({rule}), so nothing was done.").format(rule=name)
    return ngettext("{count} found ({rule}).", "{count} found ({rule}).", count).format(count=count, rule=name)
