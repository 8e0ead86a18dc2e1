"""Bria's API, v1 and v2, and the addresses of its results."""

from __future__ import annotations

from django.urls import path

from engine.capabilities import GENERATIVE_ROUTES
from engine.edits.registry import EDITS
from engine.views import capabilities, edits, masks, openapi, products, recipes, results, sessions, visuals

app_name = "engine"
urlpatterns = [
    path("v1/register", visuals.register),
    path("v1/upload", visuals.upload),
    *[path(f"v1/{edit.v1_path}", edits.v1_view(edit)) for edit in EDITS],
    path("v1/<str:visual_id>/info", visuals.info),
    path("v1/<str:visual_id>/person/info", visuals.person_info),
    path("v1/<str:visual_id>/objects/info", visuals.objects_info),
    path("v1/<str:visual_id>/background/info", visuals.background_info),
    path("v1/<str:visual_id>/objects/mask_generator", masks.visual_masks),
    path("v1/<str:visual_id>/objects/parts", masks.visual_parts),
    path("v1/objects/mask_generator", masks.image_masks),
    path("v1/<str:visual_id>/objects/remove", sessions.objects_remove),
    path("v1/<str:visual_id>/create", sessions.create),
    path("v1/<str:visual_id>/image_to_psd", sessions.image_to_psd),
    path("v1/<str:visual_id>/remove_image", visuals.remove_image),
    path("v1/<str:visual_id>/increase_resolution", sessions.increase_resolution),
    *[path(address, edits.v2_view(edit)) for edit in EDITS for address in edit.v2_addresses],
    path("v2/product/check", products.check),
    path("v2/image/segment/all_masks", masks.all_masks),
    path("v2/image/segment/object", masks.segment_object),
    path("v2/image/segment/spots", masks.spots),
    *[path(f"v2/{route}", capabilities.unavailable) for route in GENERATIVE_ROUTES],
    path("v2/recipes/run", recipes.run_recipe),
    path("v1/product/<path:path>", products.no_v1_product),
    path("v2/product/<path:path>", products.no_v2_product),
    path("v2/image/edit/product/<path:path>", products.no_v2_product),
    path("v2/capabilities", capabilities.list_capabilities),
    path("v2/status/<str:request_id>", results.status, name="status"),
    path("v1/<path:path>", capabilities.no_v1_route),
    path("v2/<path:path>", capabilities.no_v2_route),
    path("engine/results/<str:key>/<str:filename>", results.result, name="result"),
]
urlpatterns.append(path("openapi.json", openapi.document_view(urlpatterns)))
