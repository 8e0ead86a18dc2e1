"""All addresses of the site: the studio for people, the engine for programs."""

from django.urls import URLPattern, URLResolver, include, path

from editor.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz),
    path("", include("engine.urls")),
    path("", include("editor.urls")),
]
