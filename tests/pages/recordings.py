"""Recordings sent to an inbox as a program sends them, to watch them on its page."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from replay import streams

if TYPE_CHECKING:
    import httpx
    from pages.chromium import Page
    from replay.streams import Event

CLIENT = "client_demo"


def moment(event: Event) -> str:
    return datetime.fromtimestamp(event["timestamp"] / 1000, UTC).isoformat()


class Sender:
    """One recording on its way, a chunk at a time."""

    def __init__(self, http: httpx.Client, events: list[Event], *, each: int = 8) -> None:
        head, rest = events[:2], events[2:]
        self.parts = [head, *(rest[at : at + each] for at in range(0, len(rest), each))]
        self._http = http
        self._end = moment(events[-1])
        said = {"sdkSessionId": f"sdk-{id(self)}", "anonymousId": "a-1", "startUrl": "app://x/Main"}
        reply = http.post(
            "/api/replay-sessions",
            json={"clientId": CLIENT, "startedAt": moment(events[0]), **said},
        )
        self.id: str = reply.json()["sessionReplayId"]
        self._address = f"/api/replay-sessions/{self.id}"

    def send(self, seq: int, *, dropped: int = 0) -> None:
        part = self.parts[seq]
        said: dict[str, Any] = {
            "clientId": CLIENT,
            "eventCount": len(part),
            "durationMs": part[-1]["timestamp"] - part[0]["timestamp"],
        }
        if dropped:
            said["droppedBefore"] = dropped
        address = f"{self._address}/chunks/{seq}"
        self._http.post(address, params=said, content=streams.packed(part)).raise_for_status()

    def finalise(self) -> None:
        said = {"clientId": CLIENT, "endedAt": self._end}
        self._http.post(f"{self._address}/finalise", json=said).raise_for_status()

    def send_all(self, *, but: tuple[int, ...] = ()) -> Sender:
        for seq in range(len(self.parts)):
            if seq not in but:
                self.send(seq)
        self.finalise()
        return self


ON_SHOW = "document.querySelector('#frame iframe').contentDocument.body.innerText.trim()"


def shown(tab: Page) -> str:
    """Wait until a recording is on show, and return the words on it."""
    tab.wait("document.querySelector('#message').hidden")
    return tab.evaluate(ON_SHOW)


def settled(tab: Page, expected: str) -> None:
    """Wait until these words are on show."""
    tab.wait(f"{ON_SHOW} === {expected!r}")
