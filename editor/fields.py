"""Columns that hold sentences."""

from __future__ import annotations

from typing import Any

from django.db import models

from editor import sentences


class SentenceField(models.TextField[str, str]):
    """A sentence as ``editor.sentences`` keeps it; read from the database it is in the reader's language."""

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        """What a row holds, for the reader."""
        return value and sentences.render(value)

    def get_prep_value(self, value: Any) -> Any:
        """What a row is to hold."""
        return super().get_prep_value(sentences.to_stored(value) if isinstance(value, str) else value)
