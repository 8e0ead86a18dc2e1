"""What strangers can have written into the log: one line for each request at most, and so many lines a minute."""

from __future__ import annotations

import logging
import threading

MINUTE = 60  # seconds
LINES = 30  # a minute, of each process
LONGEST = 300  # characters of one line


class StrangersFilter(logging.Filter):
    """Bounds what Django logs of requests that are no fault of the site's, such as bad hosts and missing pages.

    Tracebacks of those say nothing, and whoever sends them by the thousand would fill the disk. How many lines were
    left out of a minute is said in the next one that is written.
    """

    def __init__(self, most: int = LINES) -> None:
        super().__init__()
        self.most, self.lock = most, threading.Lock()
        self.minute = self.count = 0

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is written; it is brought to one line first."""
        if not is_strangers(record):
            return True
        with self.lock:
            left_out = self.count_in(record)
            if self.count > self.most:
                return False
        record.msg, record.args = shorten(record.getMessage(), left_out), ()
        record.exc_info = record.exc_text = record.stack_info = None
        return True

    def count_in(self, record: logging.LogRecord) -> int:
        """Count one more line of its minute; how many were left out of the last one, where a new one begins."""
        minute, left_out = int(record.created // MINUTE), 0
        if minute != self.minute:
            left_out = max(0, self.count - self.most)
            self.minute, self.count = minute, 0
        self.count += 1
        return left_out


def is_strangers(record: logging.LogRecord) -> bool:
    """Whether a request was the fault, or there was merely no answer yet; an error of the site has a traceback."""
    if record.name.startswith("django.security"):
        return True
    return record.name == "django.request" and (record.levelno < logging.ERROR or not record.exc_info)


def shorten(message: str, left_out: int) -> str:
    """The message in one line that is not too long, with how many before it were left out."""
    line = " ".join(message.split())[:LONGEST]
    return f"{line} ({left_out} more like it were not written)" if left_out else line
