"""Python values over a socket, arrays without a copy of them in between."""

from __future__ import annotations

import pickle
import socket
import struct
from typing import Any

LENGTH = struct.Struct("<Q")


def send(connection: socket.socket, value: Any) -> None:
    """Send a value, which the other side trusts: both are of one program."""
    buffers: list[pickle.PickleBuffer] = []
    head = pickle.dumps(value, protocol=5, buffer_callback=buffers.append)
    parts: list[memoryview] = [memoryview(head), *(buffer.raw() for buffer in buffers)]
    connection.sendall(b"".join(map(LENGTH.pack, (len(parts), *(part.nbytes for part in parts)))))
    for part in parts:
        connection.sendall(part)


def receive(connection: socket.socket) -> Any:
    """The value that the other side sent.

    Raises:
        EOFError: it is gone.
        TimeoutError: it takes longer than the connection's timeout.
    """
    (count,) = LENGTH.unpack(read(connection, LENGTH.size))
    lengths = struct.unpack(f"<{count}Q", read(connection, count * LENGTH.size))
    head, *buffers = [read(connection, length) for length in lengths]
    return pickle.loads(head, buffers=buffers)  # noqa: S301 - of a child of this process


def read(connection: socket.socket, length: int) -> bytearray:
    """So many bytes."""
    made = bytearray(length)
    view = memoryview(made)
    while view:
        count = connection.recv_into(view)
        if not count:
            raise EOFError
        view = view[count:]
    return made
