"""``check``: what marketplaces would say of pictures of products, and what to do about it."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from commandline import pictures, sources
from commandline.embedded import Embedded
from commandline.errors import DONE, SOME_FAILED, BadUse, FileFailed, FileSkipped
from commandline.reports import show, write_line
from commandline.sources import STANDARD, Source
from commandline.work import read_file

Finding = dict[str, Any]
OPEN = ("refused", "failed")  # fates for which the command does not end with 0


def carry_out(typed: Namespace) -> int:
    """Check each picture; 0 where all of them keep all rules.

    Raises:
        BadUse: standard input is named twice.
    """
    if typed.inputs.count(STANDARD) > 1:
        raise BadUse("Standard input can be read once.")
    embedded = Embedded()
    status = DONE
    for source in sources.find(typed.inputs):
        fate, reason, findings = judge(source, embedded)
        tell(str(source.path), fate, reason, findings, is_json=typed.json)
        if fate in OPEN:
            status = SOME_FAILED
    return status


def judge(source: Source, embedded: Embedded) -> tuple[str, str, list[Finding]]:
    """What becomes of a file, "passed", "refused", "failed" or "skipped", why where it was not looked at, and the
    findings."""
    if source.fault:
        return "skipped" if source.is_skipped else "failed", source.fault, []
    try:
        data, _ = read_file(source.path)
        found = embedded.check_product(pictures.open_picture(data, is_named=source.is_named).image)
    except FileFailed as failure:
        return "skipped" if isinstance(failure, FileSkipped) else "failed", str(failure), []
    return "passed" if found["passed"] else "refused", "", found["findings"]


def tell(name: str, fate: str, reason: str, findings: list[Finding], *, is_json: bool) -> None:
    """Say it: on standard output what was found, on standard error what was not looked at."""
    if is_json:
        said = {"input": name, "status": fate, "reason": reason, "findings": findings}
        write_line(sys.stdout, json.dumps({key: value for key, value in said.items() if value}))
    elif reason:
        write_line(sys.stderr, f"{show(name)}: {fate}. {show(reason)}")
    else:
        for line in describe(name, fate, findings):
            write_line(sys.stdout, line)


def describe(name: str, fate: str, findings: list[Finding]) -> Iterator[str]:
    """A picture's fate, and below it what to do for each rule that it breaks."""
    yield f"{show(name)}: {fate}."
    yield from (f"  {finding['text']}" for finding in findings if not finding["passed"])
