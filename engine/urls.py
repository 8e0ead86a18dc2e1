"""Bria's API, v1 and v2, and the addresses of its results."""

from __future__ import annotations

from django.urls import path

from engine.edits import EDITS
from engine.views import capabilities, edits, layers, objects, openapi, people, results, status, unavailable, visuals

app_name = "engine"
urlpatterns = [
    path("v1/register", visuals.register),
    path("v1/upload", visuals.upload),
    *[path(f"v1/{edit.v1}", edits.v1_view(edit)) for edit in EDITS],
    path("v1/<str:visual_id>/info", visuals.info),
    path("v1/<str:visual_id>/person/info", visuals.person_info),
    path("v1/<str:visual_id>/objects/info", visuals.objects_info),
    path("v1/<str:visual_id>/background/info", visuals.background_info),
    path("v1/<str:visual_id>/objects/mask_generator", objects.registered_masks),
    path("v1/objects/mask_generator", objects.masks),
    path("v1/<str:visual_id>/objects/remove", objects.remove),
    path("v1/<str:visual_id>/create", people.create),
    path("v1/<str:visual_id>/image_to_psd", layers.image_to_psd),
    path("v1/<str:visual_id>/increase_resolution", layers.increase_resolution),
    *[path(f"v2/image/edit/{edit.v2}", edits.v2_view(edit)) for edit in EDITS],
    path("v2/image/segment/all_masks", objects.all_masks),
    *[path(f"v2/{route}", unavailable.unavailable) for route in unavailable.ROUTES],
    path("v2/capabilities", capabilities.list_capabilities),
    path("v2/status/<str:request_id>", status.status, name="status"),
    path("v1/<path:path>", status.no_v1_route),
    path("v2/<path:path>", status.no_v2_route),
    path("openapi.json", openapi.openapi),
    path("engine/results/<str:key>/<str:filename>", results.result, name="result"),
]
