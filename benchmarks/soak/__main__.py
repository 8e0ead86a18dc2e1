"""Break things on purpose, and print what came of it: figures with the targets that they must meet.

SOAK_SCALE=0.01 makes all trials that much shorter. What cannot be tried is skipped, which is said on standard error.
The exit code is 1 where a target was missed or a trial skipped.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
import traceback

import benchmarks.soak
from benchmarks.figures import Absent, to_json, to_row
from benchmarks.soak.trials import TRIALS, Trial, is_met, say


def main() -> int:
    """Run the named trials, or all of them; 2 for a name that does not exist."""
    options = parse_arguments()
    import_trials()
    unknown = [name for name in options.names if name not in TRIALS]
    if unknown:
        say(f"No trial is called {', '.join(unknown)}. There are: {', '.join(sorted(TRIALS))}")
        return 2
    passed = [report(TRIALS[name], as_json=options.json) for name in options.names or sorted(TRIALS)]
    return 0 if all(passed) else 1


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.soak", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object a line instead of a table")
    parser.add_argument("names", nargs="*", metavar="NAME", help="a trial; all of them where none is named")
    return parser.parse_args()


def import_trials() -> None:
    """Import every module of the package, so that each registers its trials."""
    for module in pkgutil.iter_modules(benchmarks.soak.__path__):
        if module.name != "__main__":
            importlib.import_module(f"benchmarks.soak.{module.name}")


def report(trial: Trial, *, as_json: bool) -> bool:
    """Run a trial and print its figures; True where each met its target."""
    try:
        figures = trial.run()
    except Absent as reason:
        say(f"{trial.name}: SKIPPED, {reason}")
        return False
    except Exception:  # whatever broke, the other trials go on
        traceback.print_exc()
        say(f"{trial.name}: BROKE")
        return False
    missed = [figure.name for figure in figures if not is_met(trial.targets[figure.name], figure)]
    for figure in figures:
        print(to_json(figure) if as_json else to_row(figure, trial.targets[figure.name].words), flush=True)
    if missed:
        say(f"{trial.name}: MISSED, {', '.join(missed)}")
    return not missed


if __name__ == "__main__":
    sys.exit(main())
