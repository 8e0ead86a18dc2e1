"""What marketplaces would say of a packshot, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from editor.models import Revision


@dataclass(frozen=True)
class Remark:
    """One rule: whether it is kept (None: that cannot be told), and a sentence with the numbers and what to do."""

    passed: bool | None
    text: str


def list_remarks(revision: Revision) -> list[Remark]:
    """What was found in a revision that is a packshot; empty for others."""
    findings = revision.params.get("findings", [])
    return [Remark(each["passed"], SENTENCES[each["rule"]](each)) for each in findings if each["rule"] in SENTENCES]


def describe_size(finding: dict[str, Any]) -> str:
    """The longer side."""
    value, limit = round(finding["value"]), round(finding["limit"])
    if finding["passed"]:
        return _("The longer side has {value} pixels: enough.").format(value=value)
    said = _("The longer side has {value} pixels; {limit} are asked for. Choose a larger frame.")
    return said.format(value=value, limit=limit)


def describe_background(finding: dict[str, Any]) -> str:
    """How much is not white."""
    if finding["passed"]:
        return _("The background is pure white.")
    said = _("{value} % of the background is not pure white. Choose white, without a shadow.")
    return said.format(value=percent(finding["value"]))


def describe_share(finding: dict[str, Any]) -> str:
    """How much of the frame the product fills."""
    if finding["passed"] is None:
        return _("How much of the frame the product fills is told only before white.")
    value, limit = percent(finding["value"]), percent(finding["limit"])
    if finding["passed"]:
        return _("The product fills {value} % of the frame.").format(value=value)
    said = _("The product fills {value} % of the frame; {limit} % are asked for. Choose a larger share.")
    return said.format(value=value, limit=limit)


def describe_text(finding: dict[str, Any]) -> str:
    """Whether there is text beside the product."""
    if finding["passed"] is None:
        return _("Whether there is text beside the product is told only before white.")
    if finding["passed"]:
        return _("No text was found beside the product; over it that cannot be told.")
    return _("Beside the product something looks like text. Erase it.")


def percent(share: float) -> str:
    """A share in percent, cut off so that what is missed by little is not told as kept."""
    return f"{int(share * 1000 + 1e-6) / 10:g}"


SENTENCES: dict[str, Callable[[dict[str, Any]], str]] = {
    "size": describe_size,
    "background": describe_background,
    "share": describe_share,
    "text": describe_text,
}
