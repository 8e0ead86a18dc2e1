"""A backup: one zip file with every row and every stored file that a row names, made while the studio runs.

    files/NAME             the stored files, by their names in the storage
    rows/APP.MODEL.jsonl   a row a line, as Django's serializers write them
    secret                 what signs sessions and addresses, where it lies in the data folder
    manifest.json          which version of what, and how much of it; written last

It says nothing of the database or of the storage that it came from, so it is the way to other ones as well. A zip file
that was cut has no directory, and each entry has a checksum.

    BackupRefused      it cannot be made, or not be taken; the text says why, and what helps
"""

from __future__ import annotations


class BackupRefused(Exception):
    """Nothing was written. ``str(error)`` is one sentence for the operator."""
