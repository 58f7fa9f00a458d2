"""The smallest X client: paints the root window and divides it into monitors."""

from __future__ import annotations

import socket
import struct
from typing import Self

QUERY_EXTENSION, PUT_IMAGE, INTERN_ATOM, GET_INPUT_FOCUS = 98, 72, 16, 43
RANDR_SCREEN_RESOURCES, RANDR_SET_MONITOR = 25, 43
CREATE_CONTEXT, Z_PIXMAP, DEPTH = 55, 2, 24
REQUEST_BYTES = 250_000


class XClient:
    """A connection to one X server, e.g. ``:7``; replies are read at once, so none pile up."""

    def __init__(self, display: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(f"/tmp/.X11-unix/X{display.removeprefix(':')}")
        self._socket.sendall(struct.pack("<BxHHHHxx", ord("l"), 11, 0, 0, 0))
        accepted, size = struct.unpack("<BxxxxxH", self._read(8))
        setup = self._read(size * 4)
        assert accepted == 1, setup
        self._context, vendor = struct.unpack_from("<4xI8xH", setup)
        formats = setup[21]
        screen = 32 + (vendor + 3) // 4 * 4 + formats * 8
        self.root, self.width, self.height = struct.unpack_from("<I16xHH", setup, screen)
        self._send(CREATE_CONTEXT, struct.pack("<III", self._context, self.root, 0))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()

    def paint(self, bgrx: bytes) -> None:
        """Fill the root window with rows of BGRX; return when the server has done it."""
        gc = self._context
        rows = REQUEST_BYTES // (self.width * 4)
        for top in range(0, self.height, rows):
            piece = bgrx[top * self.width * 4 : (top + rows) * self.width * 4]
            high = len(piece) // (self.width * 4)
            place = struct.pack("<IIHHhhBBxx", self.root, gc, self.width, high, 0, top, 0, DEPTH)
            self._send(PUT_IMAGE, place + piece, Z_PIXMAP)
        self.sync()

    def split(self, *monitors: tuple[str, int, int, int, int]) -> None:
        """Put monitors (name, x, y, width, height) in place of the one there is."""
        asked = struct.pack("<HH", 5, 0) + b"RANDR\0\0\0"
        randr = self._ask(QUERY_EXTENSION, asked)[9]
        reply = self._ask(randr, struct.pack("<I", self.root), RANDR_SCREEN_RESOURCES)
        crtcs = struct.unpack_from("<H", reply, 16)[0]
        output = reply[32 + crtcs * 4 : 36 + crtcs * 4]
        for name, x, y, width, height in monitors:
            text = name.encode() + b"\0" * (-len(name) % 4)
            atom = self._ask(INTERN_ATOM, struct.pack("<Hxx", len(name)) + text)[8:12]
            facts = struct.pack("<BBHhhHHII", 0, 0, len(output) // 4, x, y, width, height, 300, 200)
            monitor = struct.pack("<I", self.root) + atom + facts + output
            self._send(randr, monitor, RANDR_SET_MONITOR)
            output = b""  # a real connector belongs to one monitor; the others are virtual
        self.sync()

    def sync(self) -> None:
        """Return when the server has done everything that was sent before."""
        self._ask(GET_INPUT_FOCUS, b"")

    def _ask(self, code: int, body: bytes, detail: int = 0) -> bytes:
        self._send(code, body, detail)
        reply = self._read(32)
        assert reply[0] == 1, f"X error {reply[1]} for request {reply[10]}"
        return reply + self._read(struct.unpack_from("<I", reply, 4)[0] * 4)

    def _send(self, code: int, body: bytes, detail: int = 0) -> None:
        self._socket.sendall(struct.pack("<BBH", code, detail, 1 + len(body) // 4) + body)

    def _read(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            piece = self._socket.recv(size - len(data))
            assert piece, "the X server has gone"
            data += piece
        return data
