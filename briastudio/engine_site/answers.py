"""What programs are answered where there is no view, or one failed: for a site without pages."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse


def bad_request(_request: HttpRequest, exception: Exception) -> JsonResponse:
    """400."""
    return JsonResponse({"message": "This request cannot be read."}, status=400)


def not_found(_request: HttpRequest, exception: Exception) -> JsonResponse:
    """404."""
    return JsonResponse({"message": "There is nothing at this address."}, status=404)


def failure(_request: HttpRequest) -> JsonResponse:
    """500."""
    return JsonResponse({"message": "The engine failed; its log says why."}, status=500)
