"""What goes into an operation and comes out of it, as JSON: known to whoever carries one out, with rows or without."""

from __future__ import annotations

from typing import Any

Arguments = dict[str, Any]  # only what JSON can say, images by the names of stored files: any process can do the work
Outcome = dict[str, Any]  # the same; "file" names the stored result
EXTRAS = "told"  # the key of what an outcome says beside its file; rows of earlier versions have it as well
