"""The command line: what it adds to the operation itself, in time, in memory, and at worst after a kill."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from benchmarks.composites import Picture, bundled
from benchmarks.figures import Absent, Figure, figure, quotient, run_for_number
from harness.processes import ROOT, descendants, kill, wait_for
from harness.weights import INSTALLED

COMMAND = [sys.executable, "-m", "commandline"]
PHOTOS = 100  # of 1 MP
MEGAPIXEL = (1250, 800)  # columns, rows
MANY, FEW, SMALL = 1000, 10, (240, 160)
KILLED = 40  # photos of the run that is killed half-way
RUNS = 5
SINGLE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")
# The operation alone on files: read, cut out, written, in one process.
LOOP = """
import sys, pathlib, cv2
from benchmarks.commands import cut_out_file
if sys.argv[1] == "single":
    cv2.setNumThreads(1)
for path in sorted(pathlib.Path(sys.argv[2]).iterdir()):
    cut_out_file(path, pathlib.Path(sys.argv[3]))
"""
PEAK = "import resource, subprocess; subprocess.run({command}, check=True, stderr=subprocess.DEVNULL); \
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)"


@figure("batch", "≤ 0.6")
def batch() -> Figure:
    """100 photos of 1 MP through ``cutout``: two jobs over one, one thread each."""
    with made_photos(PHOTOS, MEGAPIXEL) as folder:
        one = seconds_of_command("cutout", folder, "--jobs", "1")
        two = seconds_of_command("cutout", folder, "--jobs", "2")
    return quotient("batch", two, "s", "one job", one)


@figure("batch_overhead", "≤ 1.1")
def batch_overhead() -> Figure:
    """The same in one job, over the operation in a loop in one process of one thread."""
    with made_photos(PHOTOS, MEGAPIXEL) as folder:
        alone = seconds_of_loop(folder, "single")
        ours = seconds_of_command("cutout", folder, "--jobs", "1")
    return quotient("batch_overhead", ours, "s", "the operation in a loop", alone)


@figure("batch_memory", "≤ 1.05")
def batch_memory() -> Figure:
    """Peak memory of the largest process of a run over 1,000 small photos, over that of a run over ten."""
    if sys.platform != "linux":
        raise Absent("peak memory of other processes is told by Linux alone in bytes that compare")
    with made_photos(FEW, SMALL) as few, made_photos(MANY, SMALL) as many:
        ours, peer = peak_of_command(many), peak_of_command(few)
    return quotient("batch_memory", ours / 1e6, "MB", "ten photos", peer / 1e6)


@figure("resume", "0")
def resume() -> Figure:
    """Killed half-way and resumed: photos that were done twice, lost, or half-written."""
    with made_photos(KILLED, SMALL) as folder, tempfile.TemporaryDirectory() as out:
        run = [*COMMAND, "enlarge", "--fast", str(folder), "-o", out, "--jobs", "2", "--json"]
        kill_half_way(run)
        before = {path.name for path in Path(out).glob("*.jpg")}
        done = subprocess.run([*run, "--resume"], cwd=ROOT, capture_output=True, check=False)
        told = [json.loads(line) for line in done.stdout.splitlines()]
        twice = {Path(file["input"]).name for file in told if file["status"] == "done"} & before
        lost = KILLED - len(list(Path(out).glob("*.jpg")))
        left = len(list(Path(out).glob("*.part"))) + sum(not is_whole(path) for path in Path(out).glob("*.jpg"))
    return Figure("resume", len(twice) + lost + left, "photos")


@figure("cli_start", "≤ 1.3")
def cli_start() -> Figure:
    """``bria-studio cutout`` of a photo of 0.3 MP, prompt to file, over a process that runs the operation alone."""
    with made_photos(1, (640, 480)) as folder:
        both = [(seconds_of_one(folder), seconds_of_loop(folder, "free")) for _ in range(RUNS + 1)][1:]
    ours, peer = (statistics.median(times) for times in zip(*both, strict=True))
    return quotient("cli_start", ours, "s", "the operation alone", peer)


def cut_out_file(path: Path, out: Path) -> None:
    """What a program of one's own would do with one photo."""
    from engine.operations.remove_background import alpha, cut_out, study
    from engine.weights.installed import subject_finder

    pixels = np.asarray(Image.open(path).convert("RGB"))
    found = cut_out(pixels, alpha(pixels, None, study(pixels, subject_finder(INSTALLED))))
    Image.fromarray(found).save(out / f"{path.stem}.png", compress_level=1)


@contextmanager
def made_photos(count: int, size: tuple[int, int]) -> Iterator[Path]:
    """A folder of so many photos of this size (columns, rows), each a little different."""
    with tempfile.TemporaryDirectory(prefix="photos-") as folder:
        cat = np.asarray(cv2.resize(bundled("chelsea"), size, interpolation=cv2.INTER_CUBIC), np.uint8)
        for number in range(count):
            save_photo(np.roll(cat, number % 16, axis=1), Path(folder) / f"{number:04d}.jpg")
        yield Path(folder)


def save_photo(pixels: Picture, path: Path) -> None:
    """A photo's file, as a camera would compress it."""
    Image.fromarray(pixels).save(path, quality=92)


def seconds_of_command(command: str, folder: Path, *options: str) -> float:
    """Wall seconds of a run over a folder."""
    with tempfile.TemporaryDirectory() as out:
        return seconds([*COMMAND, command, str(folder), "-o", out, *options])


def seconds_of_one(folder: Path) -> float:
    """Wall seconds of the command on the one photo of a folder, given by its name."""
    (path,) = folder.iterdir()
    with tempfile.TemporaryDirectory() as out:
        return seconds([*COMMAND, "cutout", str(path), "-o", out])


def seconds_of_loop(folder: Path, threads: str) -> float:
    """Wall seconds of the operation in a loop; ``threads`` is "single" or "free"."""
    with tempfile.TemporaryDirectory() as out:
        variables = SINGLE if threads == "single" else {}
        return seconds([sys.executable, "-c", LOOP, threads, str(folder), out], **variables)


def seconds(command: list[str], **variables: str) -> float:
    """Wall seconds of a process that must end well."""
    began = time.perf_counter()
    subprocess.run(command, cwd=ROOT, env={**os.environ, **variables}, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def peak_of_command(folder: Path) -> int:
    """Peak resident memory in bytes of the largest process of a run."""
    with tempfile.TemporaryDirectory() as out:
        command = [*COMMAND, "enlarge", "--fast", str(folder), "-o", out, "--jobs", "1"]
        return run_for_number(PEAK.format(command=command))


def kill_half_way(command: list[str]) -> None:
    """Kill a run that tells of each photo once half of them are done, and wait until its processes are gone."""
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout is not None
        for _ in range(KILLED // 2):
            process.stdout.readline()
        children = descendants(process.pid)
        kill(process.pid)
    wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children) or None, 60, "the end of its processes")


def is_whole(path: Path) -> bool:
    """Whether a picture can be read to its end."""
    try:
        Image.open(path).load()
    except OSError:
        return False
    return True
