"""Values that are costly to make and asked for again soon, kept by this process for as long as there is room."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

Value = TypeVar("Value")


class ByteBoundedLRU(Generic[Value]):
    """At most ``most`` values and ``most_bytes`` bytes of them; those that were not asked for longest go first.

    Threads may share it. A value is whatever ``make`` says for its name, so that results do not depend on the cache.

    Args:
        size: how many bytes a value takes.
    """

    def __init__(self, most: int, most_bytes: int, size: Callable[[Value], int]) -> None:
        self._most, self._most_bytes, self._size = most, most_bytes, size
        self._lock = threading.Lock()
        self._values: OrderedDict[str, Value] = OrderedDict()
        self._turns: dict[str, threading.Lock] = {}

    def get(self, name: str, make: Callable[[], Value]) -> Value:
        """The value under ``name``, or else the one that ``make`` makes, once for all who wait for it.

        What ``make`` raises, is raised to the one who called it: the next one who waits has a try of its own.
        """
        with self._lock:
            turn = self._turns.setdefault(name, threading.Lock())
        with turn:
            with self._lock:
                if name in self._values:
                    self._values.move_to_end(name)
                    return self._values[name]
            try:
                return self._store(name, make())
            finally:
                with self._lock:
                    self._turns.pop(name, None)

    def _store(self, name: str, value: Value) -> Value:
        with self._lock:
            self._values[name] = value
            while len(self._values) > self._most or sum(map(self._size, self._values.values())) > self._most_bytes:
                self._values.popitem(last=False)
        return value
