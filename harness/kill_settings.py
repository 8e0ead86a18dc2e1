"""Settings for a studio that is killed: the site's own, with nothing to collect and nothing compiled beforehand."""

from briastudio.settings import *  # noqa: F403
from briastudio.settings import STORAGES

STATICFILES_DIRS = []
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STUDIO_WARM_UP = False
