"""``python -m tests``: all tests, or those that are named.

What drives browsers and servers mostly waits, the other tests mostly compute: all together, the two run side by side.
``--slice=firefox`` has the slice of the journeys made in another browser as well.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile

PYTEST = [sys.executable, "-m", "pytest", "-q"]
JOURNEYS, SERVERS = "tests/browser", "tests/hosts"
SLICE = "--slice="


def main(arguments: list[str]) -> int:
    """The exit status: 0 where all passed."""
    kinds = [argument.removeprefix(SLICE) for argument in arguments if argument.startswith(SLICE)]
    named = [argument for argument in arguments if not argument.startswith(SLICE)]
    return run(*named) if named else run_all(kinds)


def run_all(kinds: list[str]) -> int:
    """Run what waits, and the other tests beside it, whose output comes when that has ended."""
    subprocess.run([sys.executable, "manage.py", "warm_up"], check=True)  # no journey waits for the engine to compile
    rest = [*PYTEST, f"--ignore={JOURNEYS}", f"--ignore={SERVERS}"]
    with tempfile.TemporaryFile("w+") as output:
        others = subprocess.Popen(rest, stdout=output, stderr=subprocess.STDOUT)
        try:
            waited = [run(JOURNEYS), *(run_slice(kind) for kind in kinds), run(SERVERS)]
            waited.append(others.wait())
        finally:
            others.terminate()
        output.seek(0)
        sys.stdout.write(output.read())
    return max(waited)


def run_slice(kind: str) -> int:
    """One journey for each thing that is done, in another browser than Chromium."""
    return run(JOURNEYS, f"--browser={kind}", "-m", "every_browser")


def run(*arguments: str) -> int:
    """Run the tests in some files or folders, or named in another way that pytest knows."""
    return subprocess.run([*PYTEST, *arguments]).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
