"""Whether there is anything to be seen of the program, and anybody who uses it."""

from __future__ import annotations

from time import monotonic


class Attention:
    """Is told by the recorder on the GUI thread, and asked by whoever wants to know."""

    def __init__(self) -> None:
        self.is_anything_shown = True
        """Whether a window of the program is neither hidden nor minimised."""
        self._used = monotonic()

    def note_use(self) -> None:
        """Take note that somebody moves the mouse, or presses a button or a key. Any thread."""
        self._used = monotonic()

    @property
    def idle_seconds(self) -> float:
        """How long nobody has done anything. Any thread."""
        return monotonic() - self._used
