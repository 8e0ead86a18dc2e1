"""Erasing a subject."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from harness.images import Pixels, base64_of, png
from tests.engine.api.conftest import Api, result_of

ERASE = "/v2/image/edit/erase_foreground"


def test_the_subject_goes(api: Api, still_fields: dict[str, Any], ball: Pixels) -> None:
    result = result_of(api, ERASE, still_fields).astype(int)
    assert (result[..., 0] - result[..., 1])[ball].max() < 60


@pytest.mark.parametrize(("preserve", "channels"), [(True, 4), (False, 3)])
def test_transparency_is_kept_on_request(
    api: Api, still_fields: dict[str, Any], still: Pixels, preserve: bool, channels: int
) -> None:
    still_fields["image"] = base64_of(png(np.dstack((still, np.full(still.shape[:2], 250, np.uint8)))))
    assert result_of(api, ERASE, {**still_fields, "preserve_alpha": preserve}).shape[2] == channels
