"""The tests' order desk, recorded or not, and what that takes of it.

    python recorded.py '{"record": {…}}'

It is used by hands on a screen, and asked by lines on its standard input, as
tests/replay/script/program.py says.
"""

from __future__ import annotations

import gc
import gzip
import json
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from host import resident, spin
from meter import Meter

sys.path.append(str(Path(__file__).resolve().parents[3] / "tests"))

from replay import hosts
from replay.script import program

GRABS = 5


class Measured(program.Program):  # type: ignore[misc]
    """The order desk's answers, and figures."""

    meter: Meter
    is_recorded: bool

    def do_begin(self) -> None:
        """Count from here on."""
        self.meter.begin()

    def do_measured(self) -> dict[str, Any]:
        """Say what was taken since then."""
        return self.meter.told()

    def do_grab(self) -> float:
        """Take a picture of the window as Qt does: milliseconds of the GUI thread for it."""
        return median(_milliseconds(self.window.grab) for _ in range(GRABS))

    def do_memory(self) -> dict[str, float]:
        """Say what memory the process holds, in MB, and the recording of it.

        And how many milliseconds Python's full garbage collection takes.
        """
        collection = _milliseconds(gc.collect)
        spin(0.2)
        running = hosts.running() if self.is_recorded else None
        kept = running.reel._buffer.size if running else 0  # noqa: SLF001 - nothing public says it
        return resident() | {"buffer": kept / 1e6, "collection": collection}

    def do_take(self, file: str) -> int:
        """Write the events of the recording, a JSON array, into `file`; return how many."""
        recording = hosts.recording_of(self.waits)
        events = [
            one for chunk in recording.chunks for one in json.loads(gzip.decompress(chunk.data))
        ]
        Path(file).write_text(json.dumps(events), encoding="utf-8")
        return len(events)


def _milliseconds(call: Any) -> float:
    began = time.thread_time()
    call()
    return (time.thread_time() - began) * 1000


if __name__ == "__main__":
    options = json.loads(sys.argv[1])
    Measured.is_recorded = options["record"] is not None
    Measured.meter = Meter(is_recorded=Measured.is_recorded)
    sys.exit(program.run(options, Measured))
