"""What the studio stands on, looked at piece by piece: the checks of ``manage.py doctor``."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from typing import NamedTuple

from django.conf import settings
from django.core import checks
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from briastudio import exposure
from briastudio.monitoring import readiness
from datafolder import room
from editor.jobs.leases import find_living_workers
from engine import tokens
from engine.weights import bundled

CHOICES = {"security.W021"}  # what is warned of and may be meant: no place in browsers' lists of HTTPS sites
OK, NOTE, WRONG = "ok", "note", "WRONG"
SKEW = 5  # seconds between two clocks from which signed addresses and leases are in danger


class Finding(NamedTuple):
    """What a check found: OK, NOTE (it works, and one should know) or WRONG."""

    name: str
    state: str
    text: str


Check = Callable[[], Finding]


def examine(check: Check) -> Finding:
    """What a check finds; that it cannot be made is a finding too."""
    try:
        return check()
    except Exception as error:  # whatever is wrong, the other checks are made as well
        return Finding(check.__name__.removeprefix("check_"), WRONG, f"{type(error).__name__}: {error}")


def check_settings() -> Finding:
    """Django's own checks, those for a public server among them where it is one."""
    is_public = settings.HTTPS or exposure.host() != exposure.LOOPBACK
    messages = [one for one in checks.run_checks(include_deployment_checks=is_public) if one.id not in CHOICES]
    if messages:
        is_wrong = any(message.is_serious() for message in messages)
        return Finding("settings", WRONG if is_wrong else NOTE, " ".join(message.msg for message in messages))
    return Finding("settings", OK, f"checked{' for a public server' if is_public else ''}; data in {settings.DATA}")


def check_database() -> Finding:
    """Whether it answers, and has the tables of this version."""
    if obstacle := readiness.describe_database():
        return Finding("database", WRONG, obstacle)
    return Finding("database", OK, f"{connection.display_name} {describe_version()}, tables up to date")


def describe_version() -> str:
    """The database's version."""
    return ".".join(map(str, connection.get_database_version()))


def check_storage() -> Finding:
    """Whether a file can be stored, read and deleted."""
    name, content = f"doctor/{secrets.token_hex(8)}", secrets.token_bytes(8)
    saved = default_storage.save(name, ContentFile(content))
    try:
        with default_storage.open(saved) as file:
            is_same = file.read() == content
    finally:
        default_storage.delete(saved)
    if not is_same:
        return Finding("storage", WRONG, "A file that was stored was read back as another one.")
    return Finding(
        "storage", OK, f"{settings.STORAGES['default']['BACKEND'].rpartition('.')[2]} stores, reads and deletes"
    )


def check_clock() -> Finding:
    """Whether this machine and the database agree what time it is."""
    with connection.cursor() as cursor:
        cursor.execute(NOW[connection.vendor])
        seconds = float(cursor.fetchone()[0])
    skew = datetime.now(UTC).timestamp() - seconds
    if abs(skew) > SKEW:
        return Finding("clock", WRONG, f"The clock and that of the database are {abs(skew):.0f} s apart: set them.")
    return Finding("clock", OK, f"agrees with the database's to {max(1, round(abs(skew)))} s")


def check_weights() -> Finding:
    """Whether the small models are there."""
    missing = bundled.describe_missing(settings.STUDIO_WEIGHTS)
    if missing:
        return Finding("weights", NOTE, f"{missing} To have them: manage.py models fetch")
    return Finding("weights", OK, f"complete in {settings.STUDIO_WEIGHTS}")


def check_disk() -> Finding:
    """Whether there is room."""
    if lack := room.describe_lack(settings.DATA, settings.FREE_BYTES):
        return Finding("disk", WRONG, lack)
    return Finding("disk", OK, f"{room.count_free(settings.DATA) // 1_000_000} MB free")


def check_workers() -> Finding:
    """Whether any is at work."""
    count = find_living_workers().count()
    if not count:
        return Finding("workers", NOTE, "None is running, so that edits wait: manage.py worker starts one.")
    return Finding("workers", OK, f"{count} running")


def check_proxy() -> Finding:
    """Whether a proxy, if there is one, can say what it has to."""
    hosts = ", ".join(host for host in settings.ALLOWED_HOSTS if host != settings.ENGINE_HOST)
    if not settings.HTTPS:
        return Finding("proxy", OK, f"none expected: plain HTTP for {hosts}")
    return Finding("proxy", OK, f"HTTPS for {hosts}; it has to set X-Forwarded-Proto, and to pass on api_token")


def check_api() -> Finding:
    """Who may use the API."""
    if tokens.has_valid_token():
        return Finding("api", OK, "takes the tokens that were made")
    return Finding("api", NOTE, "takes any token from this machine and none from others: manage.py token create")


NOW = {"sqlite": "SELECT strftime('%s', 'now')", "postgresql": "SELECT extract(epoch FROM now())"}
CHECKS: tuple[Check, ...] = (
    check_settings,
    check_database,
    check_storage,
    check_clock,
    check_disk,
    check_weights,
    check_workers,
    check_proxy,
    check_api,
)
