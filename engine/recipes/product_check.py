"""``product_check`` as a step: the picture stays as it is, and what marketplaces would say of it is told."""

from __future__ import annotations

from engine.recipes.states import Plan, State
from engine.runners import product_check
from recipes.model import Step


def plan_check(step: Step, states: list[State]) -> Plan:
    """Nothing to be done, and a warning for each rule that the picture does not keep."""
    findings = product_check.run(states[-1].image)["findings"]
    return Plan(None, {}, tuple(finding["text"] for finding in findings if not finding["passed"]))
