"""Installing a model of the catalogue: downloaded, compared with its hash, tried, and only then described.

Whatever goes wrong leaves the models as they were. What was downloaded of a file that broke off is kept beside it
(``.part``), and the next try goes on from there.
"""

from __future__ import annotations

import errno
import hashlib
import importlib.util
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bria.connections import Policy
from bria.errors import FetchError
from bria.fetching import fetch_onwards
from engine.weights import descriptions, specs, trials
from engine.weights.catalogue import CatalogueModel
from engine.weights.errors import WeightsError
from engine.weights.specs import FILE, ModelSpec

BLOCK = 1 << 20  # bytes read at once
PATIENT = Policy(seconds=4 * 3600)  # a quarter of a gigabyte over a slow line
MARGIN = 10_000_000  # bytes that are left free on the disk
UNSATISFIABLE = 416  # HTTP: there is nothing from that byte on

Tell = Callable[[int], None]  # hears how many bytes are there


@dataclass(frozen=True)
class Installer:
    """Installs models in ``folder``, and tries them on the photos in ``samples``.

    ``policy`` says which addresses may be fetched, ``free_bytes`` how much room there is where a folder is.
    """

    folder: Path
    samples: Path
    threads: int = 0
    policy: Policy = PATIENT
    free_bytes: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free

    def find_conflict(self, model: CatalogueModel) -> str:
        """The file that is described for the task of ``model`` already, if it is another one; "" otherwise.

        Raises:
            WeightsError: ``models.toml`` cannot be read.
        """
        table = descriptions.read_tables(self.folder).get(model.task, {})
        path = str(table.get("path", "")) if isinstance(table, dict) else "?"
        return "" if path == model.filename else path

    def add(self, model: CatalogueModel, tell: Tell) -> str:
        """Download, compare, try and describe ``model``; what was measured, in words.

        What ``models.toml`` said of its task before is replaced.

        Raises:
            WeightsError: it cannot be had or used.
        """
        require_runtime()
        self.find_conflict(model)  # a description that cannot be read is told before anything is downloaded
        path = self.folder / model.filename
        was_there = path.is_file() and sha256_of(path) == model.sha256
        if not was_there:
            self.download(model, tell)
        try:
            measured = trials.try_model(self.spec(model), self.samples, self.threads)
            descriptions.write_table(self.folder, model.task, model.table)
        except WeightsError:
            if not was_there:
                path.unlink(missing_ok=True)
            raise
        return measured

    def spec(self, model: CatalogueModel) -> ModelSpec:
        """``model`` as ``models.toml`` describes it."""
        return specs.parse_spec(model.task, model.table, self.folder / FILE)

    def download(self, model: CatalogueModel, tell: Tell) -> None:
        """The file of ``model`` in the folder, as it was published.

        Raises:
            WeightsError: it cannot be had, there is no room for it, or it is another one.
        """
        part = self.folder / f"{model.filename}.part"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.fetch_rest(model, part, tell)
            if (found := sha256_of(part)) != model.sha256:
                part.unlink()
                raise WeightsError(
                    f"What {model.url} holds is not the model that was chosen: its SHA-256 is {found}, not "
                    f"{model.sha256}. It was deleted."
                )
            part.replace(self.folder / model.filename)
        except OSError as error:
            raise WeightsError(describe_failure(error, model, self.folder)) from None

    def fetch_rest(self, model: CatalogueModel, part: Path, tell: Tell) -> None:
        """Download into ``part`` what it lacks.

        Raises:
            WeightsError: there is no room, or the address does not deliver.
            OSError: ``part`` cannot be written.
        """
        start = part.stat().st_size if part.exists() else 0
        if start == model.size:
            return
        if start > model.size:
            part.unlink()
            start = 0
        if self.free_bytes(self.folder) < model.size - start + MARGIN:
            raise WeightsError(f"{describe_room(model, self.folder)} Nothing was downloaded.")
        try:
            with part.open("r+b" if start else "wb") as file:

                def take(place: int, chunk: bytes) -> None:
                    try:
                        file.seek(place)
                        file.truncate()
                        file.write(chunk)
                        file.flush()
                    except OSError as error:
                        raise WeightsError(describe_failure(error, model, self.folder)) from None
                    tell(place + len(chunk))

                fetch_onwards(model.url, start, model.size, take, self.policy)
        except FetchError as error:
            if error.status == UNSATISFIABLE:
                part.unlink()
            raise WeightsError(
                f"{model.url}: {error.message} What was downloaded is kept; try again to go on."
            ) from None

    def remove(self, model: CatalogueModel) -> bool:
        """Take the table and the files of ``model`` away; whether there was anything of it.

        Raises:
            WeightsError: ``models.toml`` or the file cannot be changed.
        """
        described = descriptions.read_tables(self.folder).get(model.task, {})
        is_described = isinstance(described, dict) and described.get("path") == model.filename
        if is_described:
            descriptions.remove_table(self.folder, model.task)
        files = [path for path in self.files_of(model) if path.exists()]
        try:
            for path in files:
                path.unlink()
        except OSError as error:
            raise WeightsError(f"{error.filename} cannot be deleted: {error.strerror}.") from None
        return is_described or bool(files)

    def files_of(self, model: CatalogueModel) -> tuple[Path, Path]:
        """Where the file of ``model`` is, and what was downloaded of it so far."""
        return self.folder / model.filename, self.folder / f"{model.filename}.part"


def require_runtime() -> None:
    """Refuse to download what could not be run.

    Raises:
        WeightsError: onnxruntime is not installed.
    """
    if importlib.util.find_spec("onnxruntime") is None:
        raise WeightsError("Models need onnxruntime, which is not installed: pip install '.[models]'.")


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file in hexadecimal, read BLOCK by BLOCK."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()


def describe_failure(error: OSError, model: CatalogueModel, folder: Path) -> str:
    """Why a file could not be written, and what to do."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return f"{describe_room(model, folder)} What was downloaded is kept; make room and try again to go on."
    return f"{error.filename or folder} cannot be written: {error.strerror}."


def describe_room(model: CatalogueModel, folder: Path) -> str:
    """How much room is lacking."""
    return f"There is not enough room in {folder} for {model.name}, which has {model.size / 1e6:.0f} MB."
