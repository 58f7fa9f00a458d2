"""Whatever comes for the events of a recording, one to a line.

`check(data)` gives them to a document. It never raises; what it says can be played of them
plays in a player that forgives nothing, and leaves there what the document's own snapshot shows.
"""

from __future__ import annotations

import json
import logging
import re
from random import Random
from typing import TYPE_CHECKING

from rrweb.miniplayer import Miniplayer
from rrweb.stories import START, Story

from usero_desktop.rrweb.document import Document
from usero_desktop.rrweb.events import Event

if TYPE_CHECKING:
    from collections.abc import Iterable

SEEDS = [
    b"\n".join(event.data for event in Story(Random(number), widgets=1).more(number).events)
    for number in range(0, 24, 2)
]

_TIME = re.compile(rb'"timestamp":(\d{1,18})\b')

logging.getLogger("usero_desktop").disabled = __name__ == "recordings"  # of `dev.py fuzz`


def check(data: bytes) -> None:
    """Raise where a recording of these lines breaks a promise."""
    check_events(Event(_time(line), line) for line in data.split(b"\n"))


def check_events(events: Iterable[Event]) -> Document:
    """Raise where these events break a promise; return what they came to."""
    document, player = Document(), Miniplayer()
    for event in events:
        playable = document.apply(event)
        if playable is not None:
            player.play(playable)
    if document.is_empty:
        return document
    snapshot = document.snapshot(START)
    assert Miniplayer(snapshot).page() == player.page()
    again = Document()
    for event in snapshot:
        assert again.apply(event) is event, again.fault
    json.loads(b"[" + b",".join(event.data for event in snapshot) + b"]", parse_constant=_refuse)
    return document


def _time(line: bytes) -> int:
    found = _TIME.search(line)
    return int(found[1]) if found else START


def _refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")
