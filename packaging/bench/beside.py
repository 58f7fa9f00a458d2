"""A server in a process of its own, which ends with the with-statement."""

from __future__ import annotations

import subprocess
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType
    from typing import Self

END_SECONDS = 10


class Beside:
    """The process; what is made of this reads from `output` where the server is."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
        )
        if self._process.stdout is None:
            raise RuntimeError("The server has no output.")
        self.read_address(self._process.stdout)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.communicate(timeout=END_SECONDS)

    def read_address(self, output: IO[str]) -> None:
        """Learn from what the process says where it is."""
        raise NotImplementedError
