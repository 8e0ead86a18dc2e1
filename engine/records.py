"""What is known of callers from earlier calls, by the rows that these left."""

from __future__ import annotations

from engine import results
from engine.calls import Call
from engine.errors import NotFound
from engine.models import Visual, make_visual_id


class RowRecords:
    """``engine.calls.Records`` by rows."""

    def find_labels(self, owner: str, image: bytes) -> str:
        """The stored map of the image's masks, where its owner registered it and these were asked for."""
        visual = Visual.objects.filter(owner=owner, visual_id=make_visual_id(image)).first()
        return visual.labels if visual else ""

    def find_result(self, call: Call, url: str) -> str | None:
        """The stored file of the result that ``url`` leads to; None where it is somebody else's address.

        Raises:
            BadRequest: no address at all.
            NotFound: an address of this engine that leads nowhere, or to a result that is not ready.
        """
        result = results.find_by_address(call, url)
        if result and not result.file:
            raise NotFound("The result at this address is not ready.")
        return result.file if result else None
