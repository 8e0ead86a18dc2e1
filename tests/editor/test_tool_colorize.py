"""The tool "colorize": which look is sent, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from editor.models import Job
from tests.bria.fakes import reply
from tests.editor import factories, fake_service, frame_tools
from tests.editor.clients import visitor

pytestmark = pytest.mark.django_db


def test_the_look_is_sent() -> None:
    assert frame_tools.post(visitor(), factories.picture(), "colorize", look="sepia_vintage").status_code == 200
    assert Job.objects.get().params == {"tool": "colorize", "look": "sepia_vintage"}


@pytest.mark.parametrize("look", ["", "color_vivid"])
def test_other_looks_are_refused(look: str) -> None:
    response = frame_tools.post(visitor(), factories.picture(), "colorize", look=look)
    assert response.status_code == 422 and "Choose a look." in response.content.decode()
    assert not Job.objects.exists()


def test_an_engine_without_looks_is_told(hosted: fake_service.Service) -> None:
    lacking = {"available": False, "reason": "No looks here.", "enabled_by": ""}
    hosted.overrides["/v2/capabilities"] = lambda: reply({"operations": {"colorize": lacking}})
    response = frame_tools.post(visitor(), factories.picture(), "colorize", look="sepia_vintage")
    assert response.status_code == 422 and "No looks here." in response.content.decode()


@pytest.mark.parametrize(
    ("look", "title"), [("black_and_white", "Made it black and white"), ("sepia_vintage", "Made it sepia")]
)
def test_the_engine_is_asked_once_and_the_step_says_which(hosted: fake_service.Service, look: str, title: str) -> None:
    frame_tools.answers(hosted, "/image/edit/colorize", np.zeros((60, 80, 3), np.uint8))
    made = frame_tools.made("colorize", look=look)
    [sent] = hosted.sent_to("/image/edit/colorize")
    assert sent["color"] == look and made.label == title
