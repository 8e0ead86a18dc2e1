"""Settings for a worker process under test: the test's own database, and jobs that only tests do."""

import os

from briastudio.settings import *  # noqa: F403
from briastudio.settings import DATABASES
from tests.editor.fake_job_names import KINDS

DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
STUDIO_JOBS = KINDS
STUDIO_SWEEPS = {"tests.editor.fake_jobs.sweep": 1} if "TEST_SWEPT" in os.environ else {}
STUDIO_WARM_UP = os.environ.get("TEST_WARM_UP", "")
