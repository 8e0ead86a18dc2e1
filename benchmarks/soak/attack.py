"""Files made to eat a machine, many at once by every door, and how much memory all processes take together."""

from __future__ import annotations

import base64
import itertools
import struct
import sys
import threading
import time
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import requests
from PIL import Image

from benchmarks.figures import Absent, Figure
from benchmarks.soak.trials import at_most, say, scaled, trial
from harness.images import encode_image, png
from harness.processes import descendants, temporary_folder
from harness.studio import Studio, run_studio
from harness.visitor import Visitor

AT_ONCE = 12
ENLARGED, LARGE_RESULTS = 4096, 3  # pixels a side of what becomes twice as large, and how many of them
# What the command of a process says, by what it is for.
KINDS = {"children": "imagefiles.forker", "web": "briastudio.serving", "worker": "manage.py worker"}
LARGE = (7000, 7000)  # 49 megapixels, of 50 that are taken
STRIP, THREAD = 120_000, 50_000_000  # pixels of pictures that are one pixel high
SCANS = 3000
LOOK = 0.5  # seconds between two looks at the memory; each takes some of it
QUIET = 60.0  # seconds that are looked on afterwards, while the workers go on
PATIENCE = 240  # seconds for one answer
TOKEN = {"api_token": "any"}  # none was made: from this machine any is taken
REGISTER, ERASE = "/v1/upload", "/v2/image/edit/erase"
ENLARGE = "/v2/image/edit/increase_resolution"

Door = Callable[[Studio, bytes], int]


@trial("attack", attack_peak_mb=at_most(3000), attack_five_hundreds=at_most(0))
def attack() -> list[Figure]:
    """The peak of the memory that all processes of a studio take, and answers of a server that broke."""
    if sys.platform != "linux":
        raise Absent("what processes share is read from /proc, which Linux has")
    with temporary_folder("attack-") as folder, run_studio(folder / "data") as studio:
        statuses, peak = measure(studio)
    broken = sum(count for status, count in statuses.items() if status >= 500 and status != 503)
    return [Figure("attack_peak_mb", peak / 1e6, "MB"), Figure("attack_five_hundreds", broken, "answers")]


def measure(studio: Studio) -> tuple[Counter[int], int]:
    """The answers by status, and the peak in bytes; the studio is well afterwards."""
    found, count = files(), scaled(AT_ONCE)
    with watched(studio) as seen:
        # First, because the worker does one after the other: what becomes of these takes the most.
        statuses = strike(studio, "results of 67 megapixels", [(enlarge, square_photo(ENLARGED))] * LARGE_RESULTS)
        for name, data in found.items():
            doors = itertools.islice(itertools.cycle(DOORS), count)
            statuses += strike(studio, name, [(door, data) for door in doors])
        mixed = zip(itertools.cycle(DOORS), itertools.cycle(found.values()), strict=False)
        statuses += strike(studio, "all of them", list(itertools.islice(mixed, count)))
        time.sleep(QUIET)
    if not studio.is_well():
        raise AssertionError("The studio did not survive.")
    say(", ".join(f"{kind} {share / 1e6:.0f} MB at most" for kind, share in sorted(seen.by_kind.items())))
    return statuses, seen.peak


def strike(studio: Studio, name: str, blows: Sequence[tuple[Door, bytes]]) -> Counter[int]:
    """Files by their doors, all at once."""
    start = time.perf_counter()
    with ThreadPoolExecutor(len(blows)) as threads:
        statuses = Counter(threads.map(lambda blow: blow[0](studio, blow[1]), blows))
    say(f"{name}: {dict(statuses)} in {time.perf_counter() - start:.0f} s")
    return statuses


@dataclass
class Seen:
    """What was seen of the memory in bytes: the most at one time, and the most of each kind of process."""

    peak: int = 0
    by_kind: dict[str, int] = field(default_factory=dict)

    def note(self, shares: dict[int, int]) -> None:
        """Take in the memory of each process at one time."""
        now: Counter[str] = Counter()
        for pid, share in shares.items():
            now[name_kind(pid)] += share
        for kind, share in now.items():
            self.by_kind[kind] = max(share, self.by_kind.get(kind, 0))
        if now.total() > self.peak:
            self.peak = now.total()
            say(f"{self.peak / 1e6:.0f} MB: " + ", ".join(f"{kind} {share / 1e6:.0f}" for kind, share in now.items()))


def name_kind(pid: int) -> str:
    """What a process is for."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except (FileNotFoundError, ProcessLookupError):
        command = ""
    return next((kind for kind, word in KINDS.items() if word in command), "other")


@contextmanager
def watched(studio: Studio) -> Iterator[Seen]:
    """The memory of all processes, looked at from time to time."""
    seen, done = Seen(), threading.Event()

    def look() -> None:
        while not done.wait(LOOK):
            seen.note({pid: read_share(pid) for pid in (studio.process.pid, *descendants(studio.process.pid))})

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        done.set()
        thread.join()


def read_share(pid: int) -> int:
    """The memory of a process in bytes, what it shares divided among its users (proc(5), Pss); 0 once it is gone."""
    try:
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return next((int(row.split()[1]) * 1024 for row in rows if row.startswith("Pss:")), 0)


# The doors


def upload(studio: Studio, data: bytes) -> int:
    """The status of an upload in the editor, by a new visitor."""
    return Visitor(studio.address, PATIENCE).upload(data, allow_redirects=False).status_code


def register(studio: Studio, data: bytes) -> int:
    """The status of a picture that a program uploads."""
    files = {"file": ("a", data)}
    return requests.post(studio.address + REGISTER, files=files, headers=TOKEN, timeout=PATIENCE).status_code


def erase(studio: Studio, data: bytes) -> int:
    """The status of an edit with a file as its mask."""
    body = {"image": SMALL, "mask": base64.b64encode(data).decode(), "sync": False}
    return requests.post(studio.address + ERASE, json=body, headers=TOKEN, timeout=PATIENCE).status_code


def enlarge(studio: Studio, data: bytes) -> int:
    """The status of an order for a picture of twice the sides."""
    body = {"image": base64.b64encode(data).decode(), "desired_increase": 2, "fast": True, "sync": False}
    return requests.post(studio.address + ENLARGE, json=body, headers=TOKEN, timeout=PATIENCE).status_code


DOORS = (upload, register, erase)

# The files


def files() -> dict[str, bytes]:
    """Each by what is wrong with it, or only large."""
    photo = Image.effect_noise((350, 350), 90).convert("RGB").resize(LARGE)
    clear = photo.convert("RGBA")
    clear.paste((0, 0, 0, 0), (0, 0, LARGE[0] // 2, LARGE[1]))
    return {
        "a plain picture of 49 megapixels": encode_image(Image.new("RGB", LARGE, (90, 60, 30)), "PNG"),
        "a photo of 49 megapixels": encode_image(photo, "JPEG", quality=60),
        "a WEBP of 49 megapixels": encode_image(photo, "WEBP", quality=60, method=0),
        "a half transparent WEBP of 49 megapixels": encode_image(clear, "WEBP", quality=60, method=0),
        "a strip": encode_image(Image.fromarray(np.random.default_rng(0).integers(0, 256, (1, STRIP), np.uint8))),
        "a thread": claim_png(THREAD, 1),
        "a tower that is not there": claim_png(1, THREAD)[:84],
        "thousands of scans": repeat_scans(photo),
    }


def square_photo(side: int) -> bytes:
    """A photo of so many pixels a side."""
    return encode_image(Image.effect_noise((350, 350), 90).convert("RGB").resize((side, side)), "JPEG", quality=60)


def claim_png(width: int, height: int) -> bytes:
    """A PNG of zeros of this size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(height * (width + 1)))), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )


def repeat_scans(photo: Image.Image) -> bytes:
    """A progressive JPEG whose last scan comes again and again, empty."""
    file = encode_image(Image.new("RGB", photo.size), "JPEG", progressive=True)
    return file[:-2] + file[file.rindex(b"\xff\xda") : -2] * SCANS + file[-2:]


SMALL = base64.b64encode(png(np.full((60, 80, 3), 90, np.uint8))).decode()
