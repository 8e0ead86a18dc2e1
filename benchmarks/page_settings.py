"""The site's settings, with answers that say how many database queries they took."""

from briastudio.settings import *  # noqa: F403
from briastudio.settings import MIDDLEWARE

MIDDLEWARE = ["benchmarks.page_site.counting", *MIDDLEWARE]
