"""All addresses of the site: the studio for people, the engine for programs."""

from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from briastudio.monitoring.views import metrics, readyz
from editor.views.health import healthz
from editor.views.manifest import manifest

handler500 = "editor.views.errors.failure"

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", login_not_required(healthz)),
    path("readyz", login_not_required(readyz)),
    path("metrics", login_not_required(metrics)),
    path("language/", login_not_required(set_language), name="language"),
    path("manifest.webmanifest", login_not_required(manifest), name="manifest"),
    path("", include("engine.urls")),
    path("", include("editor.urls")),
]
