"""Settings for the tests: the site's own, on a throw-away data folder."""

import os
import tempfile

os.environ["STUDIO_DATA"] = tempfile.mkdtemp(prefix="studio-test-")
# The engine's own methods; tests of the installed weights name their folder.
os.environ["STUDIO_WEIGHTS"] = os.path.join(os.environ["STUDIO_DATA"], "weights")  # noqa: PTH118
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
for name in [*os.environ]:
    if name.startswith(("BRIA_", "S3_", "STORAGE_", "STUDIO_")) and name not in ("STUDIO_DATA", "STUDIO_WEIGHTS"):
        del os.environ[name]
# A server that nobody but the tests uses; without one they run on SQLite.
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", "")

from briastudio.settings import *  # noqa: E402, F403
from briastudio.settings import ACCOUNT_APPS, DATABASES, INSTALLED_APPS, STATIC_ROOT, STORAGES  # noqa: E402

# Their tables, for the tests of accounts, which switch on the rest.
INSTALLED_APPS += ACCOUNT_APPS
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: the worker and the live server are other processes and threads.
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(os.environ["STUDIO_DATA"], "test.sqlite3")}  # noqa: PTH118
# whitenoise warns where the folder is missing.
STATIC_ROOT.mkdir(exist_ok=True)
# Manifest storage wants collectstatic first; one test runs that on purpose.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
