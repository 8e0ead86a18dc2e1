"""Blurring a background."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from harness.images import Pixels
from tests.engine.api.conftest import Api, result_of

BLUR = "/v2/image/edit/blur_background"


def test_the_subject_stays_sharp(api: Api, still_fields: dict[str, Any], still: Pixels) -> None:
    result = result_of(api, BLUR, {**still_fields, "scale": 4})
    assert np.array_equal(result[90:130, 100:140], still[90:130, 100:140])
    assert result[:20].std() < still[:20].std() / 2


def test_the_scale_is_how_much(api: Api, still_fields: dict[str, Any]) -> None:
    hint, most = (result_of(api, BLUR, {**still_fields, "scale": scale})[:40].std() for scale in (1, 5))
    assert most < hint


@pytest.mark.parametrize("scale", [0, 6, "much", 2.5])
def test_other_scales_are_refused(api: Api, still_fields: dict[str, Any], scale: object) -> None:
    assert api.post(BLUR, {**still_fields, "scale": scale}).status_code == 400
