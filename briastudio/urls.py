"""All addresses of the site: the studio for people, the engine for programs."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from briastudio.monitoring.views import metrics, readyz
from editor.views.health import healthz
from editor.views.manifest import manifest

handler500 = "editor.views.errors.failure"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("readyz", readyz),
    path("metrics", metrics),
    path("language/", set_language, name="language"),
    path("manifest.webmanifest", manifest, name="manifest"),
    path("", include("engine.urls")),
    path("", include("editor.urls")),
]
