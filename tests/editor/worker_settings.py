"""Settings for a worker process under test: the test's own database, and nothing compiled beforehand unless wanted."""

import os

from briastudio.settings import *  # noqa: F403
from briastudio.settings import DATABASES

DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
STUDIO_WARM_UP = "TEST_WARM_UP" in os.environ
