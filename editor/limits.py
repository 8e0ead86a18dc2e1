"""What one visitor may take of what all share: places in the queue, and room on the disk."""

from __future__ import annotations


class LimitReached(Exception):
    """Nothing was begun, because too much is taken already; ``str(error)`` says so to the person, and what helps."""
