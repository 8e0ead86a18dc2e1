"""What an image holds, laid out by docker/build.sh, and run as a container runs it: nothing of it can be written to."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from harness.processes import ROOT, descendants, kill

BUILD = 900  # seconds for packages, weights and compiled code, on a machine that is busy
PATH = "/usr/bin:/bin"


class NotAllowed(Exception):
    """Only root may have a folder that is read-only for some processes alone."""


@dataclass(frozen=True)
class Image:
    """A folder that was laid out."""

    folder: Path

    @property
    def megabytes(self) -> float:
        """What it takes up on the disk, without the base of the image: Python and a system."""
        files = (path.lstat() for path in self.folder.rglob("*"))
        return sum(file.st_blocks * 512 for file in files) / 1e6

    def command(self, name: str, *arguments: str) -> list[str]:
        """A command that runs a script of the image while the image is read-only."""
        folder = shlex.quote(str(self.folder))
        script = f'mount --bind {folder} {folder} && mount -o remount,ro,bind {folder} {folder} && exec "$@"'
        return ["unshare", "--mount", "sh", "-c", script, "sh", str(self.folder / "app" / "docker" / name), *arguments]

    def run(self, name: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """A script of the image, to its end."""
        return subprocess.run(
            self.command(name, *arguments),
            env={"PATH": PATH, **variables},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    @contextmanager
    def started(self, log: Path, *arguments: str, **variables: str) -> Iterator[subprocess.Popen[bytes]]:
        """docker/entrypoint.sh, stopped as a container is and killed where that does not help."""
        with log.open("ab") as output:
            process = subprocess.Popen(
                self.command("entrypoint.sh", *arguments),
                env={"PATH": PATH, **variables},
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        try:
            yield process
        finally:
            left = descendants(process.pid)
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
            for pid in left:
                kill(pid)
            process.wait()


def build(folder: Path) -> Image:
    """Lay out an image in a folder.

    Raises:
        NotAllowed: this user could not run it as a container does.
    """
    if subprocess.run(["unshare", "--mount", "true"], capture_output=True, check=False).returncode:
        raise NotAllowed("only root may have a folder that is read-only for some processes alone")
    ours = {name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "STUDIO_", "NUMBA_"))}
    variables = {**ours, "PYTHON": sys.executable}
    subprocess.run([ROOT / "docker" / "build.sh", folder], env=variables, timeout=BUILD, check=True)
    return Image(folder)
