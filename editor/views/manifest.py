"""What a browser needs to know to install the studio as an application of its own (W3C, Web Application Manifest)."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi, gettext
from django.views.decorators.http import require_safe

SIDES = (192, 512)  # pixels of the icons that browsers ask for
PAPER = "#f8f8f9"  # the start page's background, --raw-1 of static/css/tokens.css


@require_safe
def manifest(_request: HttpRequest) -> JsonResponse:
    """The manifest, in the reader's language."""
    content = {
        "name": "Bria Studio",
        "short_name": "Bria Studio",
        "description": gettext("Click something away. Change a person. Walk back and forth."),
        "lang": get_language(),
        "dir": "rtl" if get_language_bidi() else "ltr",
        "id": reverse("start"),
        "start_url": reverse("start"),
        "scope": reverse("start"),
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "categories": ["photo"],
        "icons": icons(),
    }
    return JsonResponse(content, content_type="application/manifest+json")


def icons() -> list[dict[str, str]]:
    """The icons: one for any size, and rendered ones, with and without room for a mask around them."""
    anywhere = {"src": static("icon.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    rendered = [
        {"src": static(f"icon-{side}{suffix}.png"), "sizes": f"{side}x{side}", "type": "image/png", "purpose": purpose}
        for side in SIDES
        for suffix, purpose in (("", "any"), ("-maskable", "maskable"))
    ]
    return [anywhere, *rendered]
