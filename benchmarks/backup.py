"""backup: a studio with 1,000 pictures into one file, over ``cp -r`` of the same stored files."""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.figures import Figure, figure, quotient
from harness.processes import ROOT, temporary_folder

PICTURES = 1000
# Bytes of the files of one picture: the image of a megapixel without loss, its rendition for a screen, its thumbnail.
SIZES = {"image": 1_200_000, "screen": 180_000, "thumbnail": 9_000}
RUNS = 3


@figure("backup", "<= 1.5")
def backup() -> Figure:
    """Seconds of the whole command and of the whole copy, in turns, the first of each not counted."""
    with temporary_folder("studio-backup-") as folder:
        run("-m", "benchmarks.backup", str(folder / "data"), str(PICTURES), data=folder / "data")
        pairs = [(seconds_of_backup(folder), seconds_of_copy(folder)) for _ in range(RUNS + 1)][1:]
    ours, copies = (statistics.median(pair[place] for pair in pairs) for place in (0, 1))
    return quotient("backup", ours, "s", "cp -r", copies)


def seconds_of_backup(folder: Path) -> float:
    """How long ``manage.py backup`` takes."""
    begun = time.monotonic()
    run("manage.py", "backup", str(folder / "backup.zip"), data=folder / "data")
    took = time.monotonic() - begun
    (folder / "backup.zip").unlink()
    return took


def seconds_of_copy(folder: Path) -> float:
    """How long the files alone take."""
    begun = time.monotonic()
    subprocess.run(["cp", "-r", folder / "data" / "files", folder / "copy"], check=True)
    took = time.monotonic() - begun
    subprocess.run(["rm", "-r", folder / "copy"], check=True)
    return took


def run(*arguments: str, data: Path) -> None:
    """``python *arguments`` on a data folder."""
    variables = {**os.environ, "STUDIO_DATA": str(data), "DJANGO_SETTINGS_MODULE": "briastudio.settings"}
    subprocess.run([sys.executable, *arguments], cwd=ROOT, env=variables, stdout=subprocess.DEVNULL, check=True)


def main(count: int) -> None:
    """Make a studio with so many pictures, whose files hold noise."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from editor import files
    from editor.models import Picture, Revision

    for number in range(count):
        picture = Picture.objects.create(owner="benchmark", name=f"{number}", format="PNG")
        noise = random.Random(number)
        stored = {field: files.store(noise.randbytes(size), ".png") for field, size in SIZES.items()}
        picture.go_to(Revision.objects.create(picture=picture, number=1, width=1000, height=1000, **stored))


if __name__ == "__main__":
    main(int(sys.argv[2]))
