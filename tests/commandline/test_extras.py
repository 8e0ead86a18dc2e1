"""Commands whose extra is not installed say how to install it."""

from __future__ import annotations

import subprocess
import sys

import pytest

from harness.processes import END, ROOT
from tests.commandline.processes import environment


@pytest.mark.parametrize(
    ("extra", "typed"),
    [("mcp", ["mcp", "."]), ("c2pa", ["cutout", "a.png", "-o", "b.png", "--c2pa", "chain.pem", "key.pem"])],
)
def test_a_command_without_its_extra_says_how_to_install_it(extra: str, typed: list[str]) -> None:
    code = f"import sys; sys.modules[{extra!r}] = None; from commandline.__main__ import main; main({typed!r})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment(), capture_output=True, timeout=END, check=False
    )
    assert done.returncode == 2
    said = f"needs an extra: make {extra} installs it, elsewhere pip install 'bria-studio[{extra}]'.\n"
    assert done.stderr.decode().endswith(said)
