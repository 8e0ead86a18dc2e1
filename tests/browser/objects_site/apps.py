"""Puts the engine in the place of the site's."""

from django.apps import AppConfig

from editor.service.backends import install


class ObjectsSiteConfig(AppConfig):
    """Comes after the site's own."""

    name = "tests.browser.objects_site"

    def ready(self) -> None:
        """Tell the editor who answers."""
        from tests.browser.objects_site import engine

        install(engine)
