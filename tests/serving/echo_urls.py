"""Addresses of the server under test."""

import hashlib
import os

from django.http import HttpRequest, JsonResponse
from django.urls import path

from editor.views.health import healthz


def echo(request: HttpRequest) -> JsonResponse:
    """What arrived: the token, and the body's length and digest."""
    body = request.body
    digest = hashlib.sha256(body).hexdigest()
    return JsonResponse({"token": request.headers.get("api_token"), "length": len(body), "digest": digest})


def pid(request: HttpRequest) -> JsonResponse:
    """The process that answers."""
    return JsonResponse({"pid": os.getpid()})


urlpatterns = [path("healthz", healthz), path("echo", echo), path("pid", pid)]
