"""The site as a Django app: it puts the studio and the engine together."""

from django.apps import AppConfig

from editor.service.backends import install


class SiteConfig(AppConfig):
    """Commands, serving and the worker."""

    name = "briastudio"

    def ready(self) -> None:
        """Tell the editor which Bria answers."""
        from briastudio import backends  # only now the settings and models that it needs are there

        install(backends)
