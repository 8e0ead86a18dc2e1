"""Measure and print: ``python -m benchmarks [--json] [NAME ...]``."""

from __future__ import annotations

import argparse
import dataclasses
import importlib
import json
import pkgutil
import sys

import benchmarks
from benchmarks.figures import ENTRIES, Entry, Figure


def main() -> int:
    """Run the named figures, or all of them; 2 for a name that does not exist."""
    options = parse_arguments()
    import_figures()
    unknown = [name for name in options.names if name not in ENTRIES]
    if unknown:
        print(f"No figure is called {', '.join(unknown)}. There are: {', '.join(sorted(ENTRIES))}", file=sys.stderr)
        return 2
    for name in options.names or sorted(ENTRIES):
        report(ENTRIES[name], as_json=options.json)
    return 0


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object a line instead of a table")
    parser.add_argument("names", nargs="*", metavar="NAME")
    return parser.parse_args()


def import_figures() -> None:
    """Import every module of the package, so that each registers its figures."""
    for module in pkgutil.iter_modules(benchmarks.__path__):
        if module.name != "__main__":
            importlib.import_module(f"benchmarks.{module.name}")


def report(entry: Entry, *, as_json: bool) -> None:
    """Measure one figure and print it; what could not be measured goes to standard error."""
    result = entry.measure()
    if result is None:
        print(f"{entry.name}: not measured, what it needs is absent", file=sys.stderr)
        return
    print(json.dumps(dataclasses.asdict(result)) if as_json else table_row(entry, result), flush=True)


def table_row(entry: Entry, result: Figure) -> str:
    """One line of the table: name, value, peer, ratio, target."""
    peer = "" if result.peer is None else f"{result.peer}: {result.peer_value:.4g}"
    ratio = "" if result.ratio is None else f"ratio {result.ratio:.3g}"
    return f"{result.name:18} {result.value:>10.4g} {result.unit:10} {peer:45} {ratio:14} target {entry.target}"


if __name__ == "__main__":
    sys.exit(main())
