"""Settings of workers that are timed: the site's, with a kind of job that asks a service which is simulated."""

from harness.kill_settings import *  # noqa: F403
from harness.kill_settings import INSTALLED_APPS

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.site"]
RUNNING_JOBS = 1000  # of one owner: what is timed is not to wait for others
