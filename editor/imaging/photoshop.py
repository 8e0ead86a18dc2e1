"""Photoshop documents, as far as the studio looks into them (Adobe Photoshop File Formats Specification, 2019)."""

from __future__ import annotations

import io
from typing import Any

SIGNATURE = b"8BPS"  # file header
SUFFIX = ".psd"


class NotADocument(Exception):
    """The bytes are no Photoshop document, or a damaged one."""


def list_layers(document: bytes) -> list[str]:
    """The names of a document's layers, the topmost first.

    Raises:
        NotADocument: it is none.
    """
    from psd_tools.psd import PSD  # only where there is a document: every page would come a good second later

    if not document.startswith(SIGNATURE):
        raise NotADocument
    try:
        records = PSD.read(io.BytesIO(document)).layer_and_mask_information.layer_info
    except (OSError, ValueError, AssertionError, EOFError) as error:
        raise NotADocument from error
    return [read_name(record) for record in reversed(list(records.layer_records))] if records else []


def read_name(record: Any) -> str:
    """A layer's name: the Unicode one where it has one."""
    from psd_tools.constants import Tag

    return str(record.tagged_blocks.get_data(Tag.UNICODE_LAYER_NAME, record.name)).rstrip("\0")
