"""Whether there is a server to start."""

from __future__ import annotations

import os
from types import ModuleType
from typing import Any

import pytest


def require(kind: ModuleType) -> Any:
    """What starts a server of this kind; the test is skipped where there is none, and fails where CI is set."""
    found = kind.find()
    if found is None:
        assert not os.environ.get("CI"), kind.ADVICE
        pytest.skip(f"NOT TESTED: there is no {kind.NAME}. {kind.ADVICE}")
    return found
