"""What a process needs in which pictures are decoded: the site's settings, and the modules that do it."""

from __future__ import annotations

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "briastudio.settings")
django.setup()

from editor.imaging import panoptic, portraits, uploads  # noqa: E402 - they read the settings
from imagefiles import encoding, reader  # noqa: E402

__all__ = ["encoding", "panoptic", "portraits", "reader", "uploads"]
