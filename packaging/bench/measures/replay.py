"""What a session replay takes of its host, and how many bytes it is beside rrweb's own."""

from __future__ import annotations

import json
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import CHILDREN, ROOT, of_tests
from page_hands import recorded_page
from registry import REGISTRY, Figure, Goal, Sample

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench import Bench

PLAYER = ROOT / "build" / "player"
IDLE_SECONDS = 10.0
RECORD = {"buffer_seconds": 60}
"""All of the script, from its first snapshot on, as rrweb's recording has it."""
WIDGETS = 2_000
P95 = 0.95

HOST = "the host without a recorder, the same script by the same hands: its GUI thread"
IDLE_HOST = "the host without a recorder, idle for as long: its GUI thread"
GRAB = "one QWidget.grab() of the window: processor time"
MEMORY = "the host without a recorder, after the script"
RRWEB = "rrweb's record() on an equal page, the same script by the browser's own input"
LARGE_GRAB = "one QWidget.grab() of that window: processor time"
COLLECTION = "a full garbage collection of the host without a recorder: processor time"
LARGE_COLLECTION = "a full garbage collection of that host without a recorder: processor time"

OWN = Figure("replay: recorder's own CPU, script", "%", HOST, Goal(1, "value"))
ADDED = Figure("replay: GUI thread's CPU added, script", "%", HOST)
IDLE = Figure("replay: recorder's own CPU, idle", "%", IDLE_HOST, Goal(0.1, "value"))
BLINKING = Figure("replay: recorder's own CPU, idle in a field", "%", IDLE_HOST)
TICK_P95 = Figure("replay: a look, 95 of 100", "ms", GRAB, Goal(4, "value"))
TICK_MAX = Figure("replay: the longest look", "ms", GRAB, Goal(8, "value"))
TICK_ALONE = Figure("replay: the longest look, no full collection in it", "ms", GRAB)
TICK_COLLECTED = Figure("replay: a full collection in a look", "ms", COLLECTION)
RSS = Figure("replay: memory added", "MB", MEMORY, Goal(8, "value"))
BUFFER = Figure("replay: its buffer", "MB", MEMORY, Goal(2, "value"))
BYTES = Figure("replay: 30 s packed, no custom painting", "KB", RRWEB, Goal(1.4, "ratio"))
ALL_BYTES = Figure("replay: 30 s packed, with a chart", "KB", RRWEB, Goal(100, "value"))
SLICE = Figure("replay: longest slice, 2,000 widgets", "ms", LARGE_GRAB, Goal(8, "value"))
SLICE_ALONE = Figure("replay: that, no full collection in it", "ms", LARGE_GRAB)
SLICE_COLLECTED = Figure("replay: a full collection in a slice", "ms", LARGE_COLLECTION)
SLICES = Figure("replay: all slices, 2,000 widgets", "ms", LARGE_GRAB)
WHOLE = Figure("replay: until all is told, 2,000 widgets", "s", LARGE_GRAB)


@REGISTRY.measure(
    "replay",
    OWN,
    ADDED,
    IDLE,
    BLINKING,
    TICK_P95,
    TICK_MAX,
    TICK_ALONE,
    TICK_COLLECTED,
    RSS,
    BUFFER,
    BYTES,
    ALL_BYTES,
)
def replay(bench: Bench) -> dict[str, Sample]:
    """Half a minute by hands on a screen: without a recorder and with one; rrweb's once a run."""
    recorded, bare = bench.pair(lambda: _played(bench, RECORD), lambda: _played(bench, None))
    web = bench.kept("rrweb", _bytes_of_web)
    looks, grab = sorted(recorded["script"]["looks"]), bare["grab"]
    plain, whole = recorded["packed"]
    notes = f"{len(looks)} looks, {recorded['script']['events']} events heard of"
    host = _share(bare, "script", "thread")
    return {
        OWN.name: Sample(_share(recorded, "script", "own"), host, notes),
        ADDED.name: Sample(_share(recorded, "script", "thread") - host, host),
        IDLE.name: Sample(_share(recorded, "idle", "own"), _share(bare, "idle", "thread")),
        BLINKING.name: Sample(
            _share(recorded, "blinking", "own"), _share(bare, "blinking", "thread")
        ),
        TICK_P95.name: Sample(looks[round((len(looks) - 1) * P95)], grab),
        TICK_MAX.name: Sample(looks[-1], grab, _collected(recorded["script"]).lstrip(", ")),
        TICK_ALONE.name: Sample(max(recorded["script"]["without"]), grab),
        TICK_COLLECTED.name: Sample(
            max(recorded["script"]["collected"], default=0.0), bare["memory"]["collection"]
        ),
        RSS.name: Sample(recorded["memory"]["rss"] - bare["memory"]["rss"], bare["memory"]["rss"]),
        BUFFER.name: Sample(recorded["memory"]["buffer"], bare["memory"]["rss"]),
        BYTES.name: Sample(plain / 1000, min(web.values()) / 1000, _told(web)),
        ALL_BYTES.name: Sample(whole / 1000, min(web.values()) / 1000),
    }


@REGISTRY.measure("replay-large", SLICE, SLICE_ALONE, SLICE_COLLECTED, SLICES, WHOLE)
def replay_large(bench: Bench) -> dict[str, Sample]:
    """The first snapshot of a window of 2,000 widgets, all to be seen."""
    screen = bench.screen(1920, 1080)
    told, bare = bench.pair(
        lambda: bench.child("widgets", screen, widgets=WIDGETS, recorded=True),
        lambda: bench.child("widgets", screen, widgets=WIDGETS, recorded=False),
    )
    looks, grab = told["looks"], bare["grab"]
    return {
        SLICE.name: Sample(max(looks), grab, f"{len(looks)} slices{_collected(told)}"),
        SLICE_ALONE.name: Sample(max(told["without"]), grab),
        SLICE_COLLECTED.name: Sample(max(told["collected"], default=0.0), bare["collection"]),
        SLICES.name: Sample(sum(looks), grab),
        WHOLE.name: Sample(told["seconds"], grab / 1000),
    }


def _played(bench: Bench, record: dict[str, Any] | None) -> dict[str, Any]:
    """Play the script in a fresh process and return what it took."""
    hands, script = of_tests("replay.script.hands"), of_tests("replay.script.play")
    display = bench.screen(*hands.SCREEN)
    moments: dict[str, float] = {}
    with tempfile.TemporaryDirectory(dir=bench.home, ignore_cleanup_errors=True) as folder:
        desk = hands.order_desk(
            display,
            {"record": record},
            Path(folder) / "said",
            bench.environment(display),
            CHILDREN / "recorded.py",
        )
        with desk as user:
            if record is not None:
                user.ask("recorded")
            hand = hands.XHands(user, pace=1)
            user.ask("begin")
            script.play(hand, lambda name: moments.setdefault(name, time.time() * 1000))
            told = {"script": user.ask("measured")}
            told["idle"] = _rested(user)
            told["memory"] = user.ask("memory")
            hand.click("name")
            told["blinking"] = _rested(user)
            told["grab"] = user.ask("grab")
            if record is not None:
                events = Path(folder) / "events"
                user.ask("take", str(events))
                kept = json.loads(events.read_text(encoding="utf-8"))
                plain = [one for one in kept if one["timestamp"] <= moments[script.PLAIN]]
                over = moments["form again"]
                whole = [one for one in kept if one["timestamp"] <= over]
                told["packed"] = [_packed(plain), _packed(whole)]
    return told


def _rested(user: Any) -> Any:
    """Leave the program alone for a while and return what that took."""
    user.ask("begin")
    time.sleep(IDLE_SECONDS)
    return user.ask("measured")


def _share(told: dict[str, Any], part: str, of: str) -> float:
    """Return how much of a core that was, in percent."""
    share: float = told[part][of] / told[part]["seconds"] * 100
    return share


def _collected(told: dict[str, Any]) -> str:
    """Say how long Python's full collections took that fell into a look, "" for none."""
    times = ", ".join(f"{took:.0f} ms" for took in told["collected"])
    return f", full garbage collections in them: {times}" if times else ""


def _bytes_of_web() -> dict[str, int]:
    """Return the packed bytes of rrweb's own recordings, by what the table on the page was."""
    if not (PLAYER / "rrweb.js").exists():
        raise RuntimeError("rrweb is not here: python3 packaging/dev.py player")
    kinds = {"all rows on the page": False, "rows in sight": True}
    return {
        name: _packed(recorded_page(PLAYER, is_virtual=is_virtual))
        for name, is_virtual in kinds.items()
    }


def _told(web: dict[str, int]) -> str:
    sizes = ", ".join(f"{name} {size / 1000:.1f} KB" for name, size in web.items())
    return f"rrweb's: {sizes}; the baseline is the smaller"


def _packed(events: Sequence[dict[str, Any]]) -> int:
    """Return the bytes of events as they travel: the same way for both."""
    from usero_desktop.rrweb.chunks import pack
    from usero_desktop.rrweb.events import Event

    made = [
        Event(
            one["timestamp"],
            json.dumps(one, separators=(",", ":"), ensure_ascii=False).encode("utf-8"),
        )
        for one in events
    ]
    return sum(len(chunk.data) for chunk in pack(made))
