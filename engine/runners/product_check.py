"""Checking a product's picture against the rules of marketplaces."""

from __future__ import annotations

from dataclasses import asdict

from engine.operations.marketplace import check
from engine.outcomes import Outcome
from engine.runners.pictures import load
from engine.runners.products import to_rgba


def run(image: str) -> Outcome:
    """What there is to say about ``image`` by each rule, and whether it keeps all of them."""
    findings = check(to_rgba(load(image)))
    return {"passed": all(finding.passed for finding in findings), "findings": [asdict(each) for each in findings]}
