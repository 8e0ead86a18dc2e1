"""``bria-studio`` as a process of its own, and pictures for it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from harness.processes import END, OURS, ROOT, descendants, kill
from harness.weights import INSTALLED

COMMAND = [sys.executable, "-m", "commandline"]
QUICK = ("enlarge", "--fast")  # the edit that needs the least: no model and nothing compiled


def environment(**variables: str) -> dict[str, str]:
    """The variables of a process: none of the studio's but these, and the weights that are installed."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
    return {**inherited, "STUDIO_WEIGHTS": str(INSTALLED), **variables}


def run(*arguments: str | Path, given: bytes = b"", **variables: str) -> subprocess.CompletedProcess[bytes]:
    """The command to its end."""
    command = [*COMMAND, *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env=environment(**variables), input=given, capture_output=True, timeout=END, check=False
    )


def run_json(*arguments: str | Path) -> tuple[int, list[dict[str, Any]]]:
    """What the command ends with, and what it tells of each file."""
    done = run(*arguments, "--json")
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()]


@contextmanager
def started(*arguments: str | Path) -> Iterator[subprocess.Popen[bytes]]:
    """The command under way, ended in any case, with its children."""
    process = subprocess.Popen(
        [*COMMAND, *map(str, arguments)],
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # Tests that run in a shell's background are started with Ctrl-C ignored, which children inherit.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        yield process
    finally:
        for pid in [*descendants(process.pid), process.pid]:
            kill(pid)
        process.communicate()


def save(path: Path, side: int = 40, *, seed: int = 0, **options: Any) -> Path:
    """A made picture of smooth colours, saved as its name says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    random = np.random.default_rng(seed)
    small = Image.fromarray(random.integers(0, 256, (5, 5, 3), dtype=np.uint8))
    small.resize((side, side), Image.Resampling.BICUBIC).save(path, **options)
    return path


def list_files(folder: Path) -> list[str]:
    """The names of all files in a folder and below it, but the journal's."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in found if not name.endswith(".bria-studio.journal"))
