"""How far a report is, while somebody waits: one line that changes, or lines for a file."""

from __future__ import annotations

import shutil
import sys
from typing import TextIO

from usero_desktop.cli.columns import cut, width


class ProgressLine:
    """Says what goes on, on standard error.

    On a terminal that is one line, which is written anew and gone in the end. Elsewhere each
    change is a line of its own, and of what only counts on, every tenth percent.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr
        self.is_live: bool = self._stream.isatty()
        self._shown = ""

    def show(self, text: str, *, is_minor: bool = False) -> None:
        """Show `text`; `is_minor` for what nobody needs who does not look."""
        if text == self._shown or (is_minor and not self.is_live):
            return
        if not self.is_live:
            self._stream.write(f"{text}\n")
            self._shown = text
        else:
            # Not to the last column, from which some terminals begin another line.
            text = cut(text, shutil.get_terminal_size().columns - 1)
            # Written over with spaces: not every terminal of Windows clears a line.
            rest = " " * max(0, width(self._shown) - width(text))
            self._stream.write(f"\r{text}{rest}")
            self._shown = text
        self._stream.flush()

    def clear(self) -> None:
        """Leave the line empty for what is said next."""
        if self.is_live and self._shown:
            self._stream.write(f"\r{' ' * width(self._shown)}\r")
            self._stream.flush()
        self._shown = ""
