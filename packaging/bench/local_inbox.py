"""The project's own inbox in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from typing import Self

CLIENT_ID = "client_demo"


class Inbox:
    """The process, for the bench; a Server that keeps no log."""

    def __init__(self, data: Path) -> None:
        """`data` is the folder it keeps everything in."""
        self._command = [sys.executable, "-m", "usero_desktop", "inbox", "--port", "0"]
        self._command += ["--client", CLIENT_ID, "--data", str(data)]

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
        )
        if self._process.stdout is None:
            raise RuntimeError("The inbox has no output.")
        words = (word for line in self._process.stdout for word in line.split())
        self.url = next(word for word in words if word.startswith("http://")).rstrip("/.")
        self.port = urlsplit(self.url).port or 0
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.communicate(timeout=10)

    def take_log(self) -> list[object]:
        """Return nothing: what it got is in its store."""
        return []
