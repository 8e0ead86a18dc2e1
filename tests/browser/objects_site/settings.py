"""The site's own settings, with an engine that finds the objects of ``drawing``."""

from briastudio.settings import *  # noqa: F403
from briastudio.settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "tests.browser.objects_site.apps.ObjectsSiteConfig"]
