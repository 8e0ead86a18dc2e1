"""All addresses of the site: the studio for people, the engine for programs."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from editor.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("language/", set_language, name="language"),
    path("", include("engine.urls")),
    path("", include("editor.urls")),
]
