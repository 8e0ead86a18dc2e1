"""Files made to eat a machine, many at once by every door, and how much memory all processes take together."""

from __future__ import annotations

import base64
import io
import itertools
import sqlite3
import struct
import sys
import threading
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import requests
from numpy.typing import NDArray
from PIL import Image

from benchmarks.figures import Absent, Figure
from benchmarks.soak.trials import at_most, say, scaled, trial
from harness.bad_service import bad_service
from harness.bad_service import say as say_answer
from harness.images import encode_image, png
from harness.processes import descendants, temporary_folder, wait_for
from harness.studio import Studio, run_studio
from harness.visitor import Visitor

AT_ONCE = 12
ENLARGED, LARGE_RESULTS = 4096, 3  # pixels a side of what becomes twice as large, and how many of them
# What the command of a process says, by what it is for.
KINDS = {"children": "imagefiles.forker", "web": "briastudio.serving", "worker": "manage.py worker"}
LARGE = (7000, 7000)  # 49 megapixels, of 50 that are taken
STRIP, THREAD = 120_000, 50_000_000  # pixels of pictures that are one pixel high
SCANS = 3000
WITH_MAPS, MASKS = 2, 9_000  # pictures with each bad map of regions; masks in a zip, which may have 10,000 members
PIECE = 13  # pixels of a map's squares a side: 3.8 million pieces of rows, of 4 that are taken
LOOK = 0.5  # seconds between two looks at the memory; each takes some of it
QUIET = 60.0  # seconds that are looked on afterwards, while the workers go on
LONGEST = 900  # seconds that all work may take on pictures with bad maps
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
    more_statuses, peak_of_maps = measure_maps()
    statuses += more_statuses
    broken = sum(count for status, count in statuses.items() if status >= 500 and status != 503)
    return [
        Figure("attack_peak_mb", max(peak, peak_of_maps) / 1e6, "MB"),
        Figure("attack_five_hundreds", broken, "answers"),
    ]


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
    conclude(studio, seen)
    return statuses, seen.peak


def measure_maps() -> tuple[Counter[int], int]:
    """The same of a studio whose hosted service answers with the worst maps of regions."""
    statuses: Counter[int] = Counter()
    photo = encode_image(Image.new("RGB", LARGE, (90, 60, 30)), "JPEG")
    with temporary_folder("attack-maps-") as folder, bad_service() as service:
        hosted = {"BRIA_API_URL": service.base, "BRIA_API_TOKEN": "token"}
        with run_studio(folder / "data", **hosted) as studio, watched(studio) as seen:
            for name, archive in maps().items():
                service.script("zip", [say_answer(archive)])
                statuses += strike(studio, name, [(upload, photo)] * WITH_MAPS)
                wait_for(lambda: is_idle(folder / "data"), LONGEST, f"the end of {name}")
            conclude(studio, seen)
    return statuses, seen.peak


def is_idle(folder: Path) -> bool:
    """Whether a studio has nothing to do."""
    active = "SELECT count(*) FROM editor_job WHERE status IN ('queued', 'running')"
    with closing(sqlite3.connect(folder / "studio.sqlite3", timeout=30)) as database:
        return bool(database.execute(active).fetchone() == (0,))


def conclude(studio: Studio, seen: Seen) -> None:
    """Say what was seen of a studio, which is well."""
    if not studio.is_well():
        raise AssertionError("The studio did not survive.")
    say(", ".join(f"{kind} {share / 1e6:.0f} MB at most" for kind, share in sorted(seen.by_kind.items())))


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


def maps() -> dict[str, bytes]:
    """Zips of masks, each by what its map is."""
    chance = np.random.default_rng(0)
    rows, columns = np.ogrid[: LARGE[1], : LARGE[0]]
    return {
        "a map of noise": zip_of_map(chance.integers(1, 256, LARGE[::-1], np.uint8)),
        "a map of noise in 16 bits": zip_of_map(chance.integers(1, 60_000, LARGE[::-1], np.uint16)),
        "a map of nearly as many pieces as are taken": zip_of_map(
            ((columns // PIECE + rows // PIECE) % 255 + 1).astype(np.uint8)
        ),
        "a map of 255 stripes": zip_of_map((rows * 255 // LARGE[1] + 0 * columns + 1).astype(np.uint8)),
    }


def zip_of_map(labels: NDArray[np.uint8] | NDArray[np.uint16]) -> bytes:
    """A zip of a map and of masks that hold nothing: nobody looks into them."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("v_panoptic.png", encode_image(Image.fromarray(labels), "PNG", compress_level=1))
        for mask_id in np.unique(labels)[:MASKS]:
            archive.writestr(f"v_{mask_id}.png", b"")
    return target.getvalue()


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
