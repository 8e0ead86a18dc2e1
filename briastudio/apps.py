"""The site as a Django app: it puts the studio and the engine together."""

from django.apps import AppConfig
from django.conf import settings
from django_tasks.signals import task_enqueued

from bria import fetching
from editor.service.backends import install
from engine.signals import webhook_due
from imagefiles.room import UNIT, large_jobs, shared


class SiteConfig(AppConfig):
    """Commands, serving and the worker."""

    name = "briastudio"

    def ready(self) -> None:
        """Tell the editor which Bria answers, the client how much it may fetch, and the workers when there is work."""
        from briastudio import backends  # only now the settings and models that it needs are there
        from briastudio.worker import wakeup

        install(backends)
        fetching.slots.most = settings.FETCHES
        shared.furnish(settings.DATA / "decoding", settings.DECODING_BYTES, settings.DECODING_PATIENCE)
        large_jobs.furnish(settings.DATA / "decoding" / "large", UNIT, settings.LARGE_JOB_PATIENCE)
        task_enqueued.connect(wakeup.announce_task)
        webhook_due.connect(wakeup.announce_webhook)
