"""Bodies of answers as JSON, and what is to be found in them, whatever it turns out to be."""

from __future__ import annotations

import json
import re
from typing import Any

# Bria's documentation renders `"id": "c6bb…"` as `"id:"c6bb…"": null`; copies of it are served by test doubles.
ODD_PAIR = re.compile(r'"(\w+):"([^"]*)"":\s*null')
ODD_KEY = re.compile(r'(\w+):"?([^"]*)"?')


def decode_body(text: str) -> Any:
    """A body as JSON, the documentation's odd keys mended; as the text itself where it is something else."""
    for candidate in (text, ODD_PAIR.sub(r'"\1": "\2"', text)):
        try:
            return json.loads(candidate)
        except (ValueError, RecursionError):  # the latter for what is nested too deeply
            continue
    return text


def mend_keys(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry with keys such as ``id:"c6bb…"`` split into key and value."""
    split = {key: ODD_KEY.fullmatch(key) for key in entry}
    mended = {found[1]: found[2] for found in split.values() if found}
    return mended | {key: value for key, value in entry.items() if not split[key]}


def as_dict(value: Any) -> dict[str, Any]:
    """An object; an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def as_list(value: Any) -> list[Any]:
    """A list; an empty one for anything else."""
    return value if isinstance(value, list) else []


def as_text(value: Any) -> str:
    """A text; an empty one for anything else."""
    return value if isinstance(value, str) else ""


def as_int(value: Any, default: int = 0) -> int:
    """A whole number; ``default`` for anything else."""
    return value if isinstance(value, int) else default


def as_float(value: Any) -> float:
    """A number; 0 for anything else, and for one that is too large for a float."""
    try:
        return float(value) if isinstance(value, int | float) else 0.0
    except OverflowError:
        return 0.0
