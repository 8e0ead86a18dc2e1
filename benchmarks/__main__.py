"""Measure and print figures about the studio, each against a peer in the same run.

Figures of the browser need Chromium, some others a folder of photos, named by the environment variable STUDIO_PHOTOS.
What cannot be measured is skipped, which is said on standard error.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys

import benchmarks
from benchmarks.figures import ENTRIES, Absent, Entry, to_json, to_row

PHOTOS = """STUDIO_PHOTOS is a folder with any of these:
  NAME.jpg beside NAME.cutout.png, the same photo with its background transparent: background_iou, background_strokes,
    click_iou, clicks_90, masks_photos, object_iou
  the photos whose faces are marked in benchmarks/people.py: faces_found, faces_wrong, faces_time, landmarks,
    hair_forehead
  any .jpg or .png: spots_found, spots_found_tuned, spots_wrong, spots_wrong_tuned, spots_size, spots_time, spots_memory
"""


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
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description=__doc__, epilog=PHOTOS, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--json", action="store_true", help="one JSON object a line instead of a table")
    parser.add_argument("names", nargs="*", metavar="NAME", help="a figure; all of them where none is named")
    return parser.parse_args()


def import_figures() -> None:
    """Import every module of the package, so that each registers its figures."""
    for module in pkgutil.iter_modules(benchmarks.__path__):
        if module.name != "__main__":
            importlib.import_module(f"benchmarks.{module.name}")


def report(entry: Entry, *, as_json: bool) -> None:
    """Measure one figure and print it; what could not be measured goes to standard error."""
    try:
        result = entry.measure()
    except Absent as reason:
        print(f"{entry.name}: SKIPPED, {reason}", file=sys.stderr)
        return
    print(to_json(result) if as_json else to_row(result, entry.target), flush=True)


if __name__ == "__main__":
    sys.exit(main())
