"""The project's own inbox in a process of its own."""

from __future__ import annotations

import sys
from typing import IO, TYPE_CHECKING
from urllib.parse import urlsplit

from beside import Beside

if TYPE_CHECKING:
    from pathlib import Path

CLIENT_ID = "client_demo"


class Inbox(Beside):
    """The process, for the bench; a Server that keeps no log."""

    def __init__(self, data: Path) -> None:
        """`data` is the folder it keeps everything in."""
        command = [sys.executable, "-m", "usero_desktop", "inbox", "--port", "0"]
        super().__init__([*command, "--client", CLIENT_ID, "--data", str(data)])

    def read_address(self, output: IO[str]) -> None:
        words = (word for line in output for word in line.split())
        self.url = next(word for word in words if word.startswith("http://")).rstrip("/.")
        self.port = urlsplit(self.url).port or 0

    def take_log(self) -> list[object]:
        """Return nothing: what it got is in its store."""
        return []
