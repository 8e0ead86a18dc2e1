"""The addresses of the engine as a service of its own."""

from django.urls import URLPattern, URLResolver, include, path

from editor.views.health import healthz

handler400 = "briastudio.engine_site.answers.bad_request"
handler404 = "briastudio.engine_site.answers.not_found"
handler500 = "briastudio.engine_site.answers.failure"

urlpatterns: list[URLPattern | URLResolver] = [path("healthz", healthz), path("", include("engine.urls"))]
