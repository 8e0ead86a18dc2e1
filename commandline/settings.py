"""What Django needs to know for the engine alone: no database, no site, and nothing written but compiled code.

``tests/commandline/test_settings.py`` holds that what the site has as well is the same there.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from imagefiles import room

ROOT = Path(__file__).resolve().parent.parent


def find_data() -> Path:
    """The data folder: the site's own beside its source, else one in the home folder."""
    named = os.environ.get("STUDIO_DATA", "").strip()
    if named:
        return Path(named).resolve()
    if (ROOT / "manage.py").exists():
        return ROOT / "data"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "bria-studio"


DATA = find_data()
os.environ.setdefault("NUMBA_CACHE_DIR", str(DATA / "numba"))

SECRET_KEY = "nothing is signed here"  # noqa: S105
INSTALLED_APPS: list[str] = []
DATABASES: dict[str, dict[str, str]] = {}
STORAGES = {"default": {"BACKEND": "commandline.storage.Scratch"}}
USE_TZ = True
TIME_ZONE = "UTC"

UPLOAD_BYTES = 12_000_000
UPLOAD_PIXELS = 50_000_000
RESULT_PIXELS = 8192 * 8192
DATA_UPLOAD_MAX_MEMORY_SIZE = 40_000_000
DECODING_BYTES = room.default_size()
FILE_UPLOAD_PERMISSIONS = 0o600
STUDIO_MODERATION = ""
RATE_LIMIT = 0

STUDIO_WEIGHTS = Path(
    os.environ.get("STUDIO_WEIGHTS", "").strip() or Path(sys.prefix) / "share" / "bria-studio" / "weights"
).resolve()
STUDIO_MODELS = DATA / "models"
STUDIO_MODEL_THREADS = 0
