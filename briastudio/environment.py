"""Readers of environment variables that fail loudly."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from engine.hosts import is_loopback

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def env_str(name: str, default: str) -> str:
    """The variable as text, without surrounding white space."""
    return os.environ.get(name, default).strip()


def env_text(name: str) -> str:
    """The variable, or the text of the file that ``<name>_FILE`` names, as containers are given secrets; or nothing.

    Raises:
        ImproperlyConfigured: the file cannot be read, or both are set.
    """
    path = env_str(f"{name}_FILE", "")
    if not path:
        return env_str(name, "")
    if name in os.environ:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set: keep one of them.")
    try:
        return Path(path).read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ImproperlyConfigured(f"{name}_FILE names {path}, which cannot be read: {error}") from None


def env_bool(name: str, default: bool) -> bool:
    """The variable as a yes or no.

    Raises:
        ImproperlyConfigured: it is neither.
    """
    value = os.environ.get(name, str(default)).strip().lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}")
    return value in TRUE


def env_int(name: str, default: int) -> int:
    """The variable as a whole number.

    Raises:
        ImproperlyConfigured: it is not one.
    """
    value = os.environ.get(name, str(default)).strip()
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}")
    return int(value)


def env_choice(name: str, default: str, others: list[str]) -> str:
    """The variable, one of a few words.

    Raises:
        ImproperlyConfigured: it is none of them.
    """
    value, known = env_str(name, default), [default, *others]
    if value not in known:
        raise ImproperlyConfigured(f"{name} must be {' or '.join(known)}, not {value!r}")
    return value


def web_threads() -> int:
    """How many requests a web process answers at the same time; read by the server and by the settings."""
    return max(1, env_int("STUDIO_THREADS", 16))


def web_processes() -> int:
    """How many processes answer requests."""
    return max(1, env_int("STUDIO_WEB", 1))


def env_list(name: str, default: list[str]) -> list[str]:
    """The variable as a comma-separated list."""
    value = os.environ.get(name)
    return default if value is None else [part.strip() for part in value.split(",") if part.strip()]


def is_private_way(url: str) -> bool:
    """Whether nobody else reads or writes what goes to an address: it is of https, or of this machine."""
    parts = urlsplit(url)
    return bool(parts.hostname) and (parts.scheme == "https" or is_loopback(parts.hostname or ""))


def parse_networks(addresses: list[str]) -> list[IPv4Network | IPv6Network]:
    """Addresses and networks, such as 127.0.0.1 and 10.0.0.0/8.

    Raises:
        ImproperlyConfigured: one is neither.
    """
    try:
        return [ip_network(address) for address in addresses]
    except ValueError as error:
        raise ImproperlyConfigured(f"This is no address and no network: {error}.") from None


def env_secret(name: str, path: Path | None = None, make: Callable[[], str] | None = None) -> str:
    """As ``env_text``, or else the text of the file at ``path``, which is made (mode 0600) where ``make`` is given.

    Raises:
        ImproperlyConfigured: as ``env_text`` does; or the file at ``path`` can be read by others than its owner, or
            holds nothing.
    """
    if name in os.environ or f"{name}_FILE" in os.environ:
        return env_text(name)
    if path is None:
        return ""
    if not path.exists():
        if make is None:
            return ""
        write_secret(path, make())
    if path.stat().st_mode & 0o077:
        raise ImproperlyConfigured(f"{path} holds a secret and can be read by others: chmod 600 {path}")
    text = path.read_text().strip()
    if make is not None and not text:
        raise ImproperlyConfigured(f"{path} is empty: bring back a copy of it, or delete it to have a new secret made")
    return text


def ensure_folder(path: Path) -> None:
    """Make the data folder where there is none.

    Raises:
        ImproperlyConfigured: it cannot be made.
    """
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"The data folder {path} cannot be used ({error.strerror}): name another one by STUDIO_DATA."
        ) from None


def close_to_others(folder: Path) -> None:
    """Have nobody but its owner look into a folder; one of somebody else's, or of a read-only disk, stays as it is."""
    mode = folder.stat().st_mode
    if mode & 0o077:
        with suppress(OSError):
            folder.chmod(mode & 0o700)


def write_secret(path: Path, text: str) -> None:
    """Put a file that only its owner can read in place, whole; the first of two writers wins."""
    descriptor, scratch = tempfile.mkstemp(dir=path.parent)  # mode 0600
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    try:
        os.link(scratch, path)
    except FileExistsError:
        return
    finally:
        Path(scratch).unlink()
