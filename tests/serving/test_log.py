"""What strangers write into a studio's log."""

from __future__ import annotations

from pathlib import Path

import requests

from briastudio.strangers import LINES
from tests.serving.conftest import StartStudio

MINUTES = 2  # that the requests may fall into


def test_requests_with_a_bad_host_do_not_fill_the_log(start_studio: StartStudio, tmp_path: Path) -> None:
    with start_studio(tmp_path, "tests.serving.decoding_settings") as studio:
        before = len(studio.log.read_text())
        for _ in range((MINUTES + 1) * LINES):
            answer = requests.get(studio.address, headers={"Host": "evil.example"}, timeout=30)
            assert answer.status_code == 400
        written = studio.log.read_text()[before:].splitlines()
    about = [line for line in written if not line.startswith("Bria Studio is at")]
    assert 0 < len(about) <= MINUTES * LINES
