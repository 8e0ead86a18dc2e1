"""Addresses of the server under test."""

import hashlib
import os

from django.http import HttpRequest, JsonResponse, StreamingHttpResponse
from django.urls import path

from editor.views.health import healthz

PARTS, PART = 100, 100_000  # bytes


def echo(request: HttpRequest) -> JsonResponse:
    """What arrived: the token, and the body's length and digest."""
    body = request.body
    digest = hashlib.sha256(body).hexdigest()
    return JsonResponse({"token": request.headers.get("api_token"), "length": len(body), "digest": digest})


def pid(request: HttpRequest) -> JsonResponse:
    """The process that answers."""
    return JsonResponse({"pid": os.getpid()})


def large(request: HttpRequest) -> StreamingHttpResponse:
    """More than what is between the server and a client who does not read, made while it is sent."""
    return StreamingHttpResponse((bytes(PART) for _ in range(PARTS)), headers={"Content-Length": str(PARTS * PART)})


urlpatterns = [path("healthz", healthz), path("echo", echo), path("pid", pid), path("large", large)]
