"""Choosing many of one's pictures, to have something done with all of them."""

from __future__ import annotations

from django.http import HttpRequest

from editor import gallery
from editor.access import read_owner
from editor.http import read_key
from editor.models import Picture

MOST_CHOSEN = 1000  # pictures of one run


def read_chosen(request: HttpRequest) -> list[Picture]:
    """The pictures of the person's own that a form names, in the order of the gallery."""
    keys = {read_key(key) for key in request.POST.getlist("pictures")}
    rows = Picture.objects.filter(owner=read_owner(request), pk__in=list(keys)[:MOST_CHOSEN], current__isnull=False)
    return list(rows.select_related("current").defer(*Picture.OF_THE_FILE))


def describe_choice(request: HttpRequest) -> dict[str, object]:
    """What ``recipes/_choice.html`` shows: the pictures, and which are chosen."""
    shown = gallery.parse_gallery(read_owner(request), request.GET.get("q", ""), str(MOST_CHOSEN))
    chosen = set(shown.found) if "all" in request.GET else {picture.pk for picture in read_chosen(request)}
    return {"gallery": shown, "chosen": chosen}
