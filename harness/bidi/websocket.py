"""WebSocket frames (RFC 6455), as much of them as two programs on one machine need."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re

TEXT = 0x81  # the first byte of a frame that holds a whole text
CLOSE = 0x88
PING = 0x89
PONG = 0x8A
KEY = b"mask"  # hides nothing; Firefox refuses a client's frames without one, and one of zeros as well
MAGIC = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"  # section 1.3
UPGRADE = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
REFUSAL = b"HTTP/1.1 400 Bad Request\r\n\r\n"


class Frames:
    """One end of a WebSocket, behind its handshake; a client masks what it sends."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, masks: bool) -> None:
        self.reader = reader
        self.writer = writer
        self.masks = masks

    async def read(self) -> tuple[int, bytes]:
        """The next frame's first byte, and what it carries, unmasked."""
        first, second = await self.reader.readexactly(2)
        size = second & 0x7F
        if size > 125:
            size = int.from_bytes(await self.reader.readexactly(2 if size == 126 else 8), "big")
        key = await self.reader.readexactly(4) if second & 0x80 else bytes(4)
        return first, mask(await self.reader.readexactly(size), key)

    def write(self, first: int, data: bytes) -> None:
        """Send a frame."""
        size = len(data)
        masked = 0x80 if self.masks else 0
        if size < 126:
            head = bytes([first, masked | size])
        elif size < 1 << 16:
            head = bytes([first, masked | 126]) + size.to_bytes(2, "big")
        else:
            head = bytes([first, masked | 127]) + size.to_bytes(8, "big")
        self.writer.write(head + (KEY + mask(data, KEY) if self.masks else data))


def mask(data: bytes, key: bytes) -> bytes:
    """Mask with a key of four bytes, or undo that."""
    if not any(key):
        return data
    pad = (key * (len(data) // 4 + 1))[: len(data)]
    return (int.from_bytes(data, "big") ^ int.from_bytes(pad, "big")).to_bytes(len(data), "big")


def accept(request: bytes) -> bytes:
    """A server's answer to the request that opens a WebSocket."""
    key = re.search(rb"sec-websocket-key: *([^\r]+)", request, re.IGNORECASE)
    if not key:
        return REFUSAL
    proof = base64.b64encode(hashlib.sha1(key[1] + MAGIC).digest())
    return UPGRADE + b"Sec-WebSocket-Accept: " + proof + b"\r\n\r\n"
