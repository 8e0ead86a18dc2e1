"""How many whole pictures are decoded at the same time in this process: a contract of all who serve requests."""

from __future__ import annotations

import threading

# Held while a whole picture is decoded: one of 50 megapixels takes 150 MB, and the server has many threads.
DECODE_SLOTS = threading.BoundedSemaphore(2)
