"""From the click on Send to the first byte, and to the thanks on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from floor import Recording, first_byte_by_hand, send_by_hand
from local_inbox import Inbox
from registry import REGISTRY, Figure, Goal, Sample

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench import Bench

SCREEN = (1280, 800)
LATENCY = 0.25
REST = 1.2
"""Seconds between the last key and Send."""

BARE, FULL = 0, 3
BY_HAND = "the same bytes over raw sockets to the same server"
KEPT = "the same, and kept in SQLite before and after with TRUNCATE and FULL"
WITHOUT, WITH = Goal(1.15, "ratio"), Goal(1.3, "ratio")
FSYNC = "one fsync and a raw socket"

FIRST = Figure("Send to first byte, warm", "ms", FSYNC, Goal(25, "value"))
HASTY = Figure("Send to first byte, at once after typing", "ms", FSYNC)
CLICK = Figure("Send click returns, first", "ms", "sentry capture_message, first")
CLICKS = Figure("Send click returns, later", "ms", "sentry capture_message, later")


def _figures(where: str) -> tuple[Figure, ...]:
    """Return the figures of one server: beside what is possible, and what is when kept."""
    return (
        Figure(f"Send to thanks, {where}", "ms", BY_HAND, WITHOUT),
        Figure(f"Send to thanks, {where}, 3 x 4K", "ms", BY_HAND, WITH),
        Figure(f"Send to thanks, {where}, beside one kept", "ms", KEPT),
        Figure(f"Send to thanks, {where}, 3 x 4K, beside one kept", "ms", KEPT),
    )


@REGISTRY.measure("first-byte", FIRST, HASTY, CLICK, CLICKS)
def first_byte(bench: Bench) -> dict[str, Sample]:
    """Sentry's client part runs in the same host, in a process of its own."""
    server, screen = bench.server(0), bench.screen(*SCREEN)
    recording = _recording(bench)
    sends = _sends(bench, server.url, [BARE] * 4, REST)
    arrived = [_first_byte(server.take_log())]
    floor = first_byte_by_hand(server.port, recording, bench.home)
    by_hand = _first_byte(server.take_log()) - floor
    hasty = _sends(bench, server.url, [BARE], 0.0)
    late = _first_byte(server.take_log()) - hasty[0]["clicked"]
    sentry = bench.child("sentry", screen, url=server.url)["seconds"]
    server.take_log()
    clicks = sorted((each["returned"] - each["clicked"]) / 1e6 for each in sends[1:])
    first, later = (sends[0]["returned"] - sends[0]["clicked"]) / 1e6, clicks[len(clicks) // 2]
    steady = sorted(sentry[1:])[len(sentry) // 2] * 1000
    return {
        FIRST.name: Sample((arrived[0] - sends[0]["clicked"]) / 1e6, by_hand / 1e6),
        HASTY.name: Sample(late / 1e6, by_hand / 1e6),
        CLICK.name: Sample(first, sentry[0] * 1000),
        CLICKS.name: Sample(later, steady),
    }


def _register(name: str, where: str, start: Callable[[Bench], Any]) -> None:
    figures = _figures(where)

    def thanks(bench: Bench) -> dict[str, Sample]:
        server = start(bench)
        recording = _recording(bench)

        def ours() -> list[float]:
            sends = _sends(bench, server.url, [BARE, FULL], REST)
            return [(each["thanked"] - each["clicked"]) / 1e6 for each in sends] * 2

        def by_hand() -> list[float]:
            return [
                send_by_hand(server.port, recording, pictures=pictures, kept_in=kept_in) * 1000
                for kept_in in (None, bench.home)
                for pictures in (False, True)
            ]

        value, floor = bench.pair(ours, by_hand)
        server.take_log()
        return {
            figure.name: Sample(value[place], floor[place]) for place, figure in enumerate(figures)
        }

    REGISTRY.measure(name, *figures)(thanks)


def _inbox(bench: Bench) -> Inbox:
    """Return the project's inbox, which has had a first report: it is no longer cold."""

    def make() -> Inbox:
        inbox: Inbox = bench.enter(Inbox(bench.home / "inbox"))
        send_by_hand(inbox.port, _recording(bench), pictures=True)
        return inbox

    return bench.kept("inbox", make)


_register("send-0", "thin server, 0 ms", lambda bench: bench.server(0))
_register("send-250", "thin server, 250 ms", lambda bench: bench.server(LATENCY))
_register("send-inbox", "local inbox, 0 ms", _inbox)


def _sends(bench: Bench, url: str, pictures: list[int], rest: float) -> list[dict[str, int]]:
    screen = bench.screen(*SCREEN)
    told = bench.child("send", screen, url=url, pictures=pictures, rest=rest)
    sends: list[dict[str, int]] = told["sends"]
    return sends


def _recording(bench: Bench) -> Recording:
    """Have the product send once, and keep what it sent: the floor is to send the same."""

    def make() -> Recording:
        server = bench.server(0)
        server.take_log()
        _sends(bench, server.url, [FULL], REST)
        return Recording.of(server.take_log())

    return bench.kept("recording", make)


def _first_byte(log: list[dict[str, Any]]) -> int:
    moment: int = log[0]["first_byte"]
    return moment
