"""``python -m tests``: all tests, or those that are named.

Journeys in Chromium mostly wait, the other tests mostly compute: all together, the two run side by side.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile

PYTEST = [sys.executable, "-m", "pytest", "-q"]
JOURNEYS = "tests/browser"


def main(named: list[str]) -> int:
    """The exit status: 0 where all passed."""
    return run(*named) if named else run_all()


def run_all() -> int:
    """Run the journeys, and the other tests beside them, whose output comes when the journeys have ended."""
    subprocess.run([sys.executable, "manage.py", "warm_up"], check=True)  # no journey waits for the engine to compile
    with tempfile.TemporaryFile("w+") as output:
        others = subprocess.Popen([*PYTEST, f"--ignore={JOURNEYS}"], stdout=output, stderr=subprocess.STDOUT)
        try:
            journeys = run(JOURNEYS)
            ended = others.wait()
        finally:
            others.terminate()
        output.seek(0)
        sys.stdout.write(output.read())
    return journeys or ended


def run(*paths: str) -> int:
    """Run the tests in some files or folders, or named in another way that pytest knows."""
    return subprocess.run([*PYTEST, *paths]).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
