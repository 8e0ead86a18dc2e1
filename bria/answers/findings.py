"""What a check of a product's picture found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bria.answers.json_body import as_dict, as_float, as_list, as_text


@dataclass(frozen=True)
class Finding:
    """What a check of a product's picture found by one rule: "size", "background", "share" or "text".

    ``passed`` is None where it cannot be told; ``text`` has the numbers and what to do.
    """

    rule: str
    passed: bool | None
    value: float
    limit: float
    text: str


def read_findings(said: Mapping[str, Any]) -> tuple[Finding, ...]:
    """What a check found; entries without a rule are dropped."""
    found = (_read_finding(as_dict(entry)) for entry in as_list(said.get("findings")))
    return tuple(finding for finding in found if finding.rule)


def _read_finding(entry: Mapping[str, Any]) -> Finding:
    passed = entry.get("passed")
    return Finding(
        rule=as_text(entry.get("rule")),
        passed=passed if isinstance(passed, bool) else None,
        value=as_float(entry.get("value")),
        limit=as_float(entry.get("limit")),
        text=as_text(entry.get("text")),
    )
