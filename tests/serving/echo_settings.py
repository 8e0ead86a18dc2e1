"""Settings for a real server under test: the site's own, with addresses that say what arrived."""

from briastudio.settings import *  # noqa: F403
from briastudio.settings import MIDDLEWARE, STORAGES

ROOT_URLCONF = "tests.serving.echo_urls"
MIDDLEWARE = [name for name in MIDDLEWARE if "Csrf" not in name]
# What is served here is not the front end, so that there is nothing to collect but the packages' files.
STATICFILES_DIRS = []
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STUDIO_WARM_UP = False
