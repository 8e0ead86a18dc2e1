"""``make audit`` looks at everything that is installed, and fails where anything could not be looked up."""

from __future__ import annotations

import re

from tests.house.files import ROOT

UNPACKED = "requirements-models.txt"  # whose packages are taken apart for the weights in them, and not installed


def test_the_audit_skips_nothing() -> None:
    makefile = (ROOT / "Makefile").read_text()
    command = re.search(r"pip-audit (.*?)\n\n", makefile, re.DOTALL)
    assert command
    assert {"--strict", "--require-hashes"} <= set(command[1].split())
    locks = {path.name for path in ROOT.glob("requirements*.txt")} - {UNPACKED}
    assert locks == set(re.findall(r"-r (\S+)", command[1]))
