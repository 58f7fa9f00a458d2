"""Plays recordings in rrweb, in a real Chromium, and tells what was seen and what was wrong.

    def test_…(stage):                     # once for each version of rrweb (see conftest.py)
        play = stage(recording)            # events, or the JSON of them, gzipped or not; or chunks
        play.seek(1_500)                   # milliseconds behind the first event
        play.picture().save("seen.png")    # the window as it was recorded, without the pointer
        play.text(), play.dom()
        assert play.difference(1_500) == ""   # seeking there and playing up to there are the same
        assert play.complaints == []          # the fixture looks at this at the end by itself

The complaints are all that rrweb says on the console, every exception, and every request: a
recording brings all that it shows. While it plays rrweb's debugging is on: it says what it skips,
too, such as a pointer over a node that is not there. While it seeks it is off: rrweb looks for a
focused node in the document that was on show before, and misses each one that is new.
"""

from __future__ import annotations

import base64
import difflib
import gzip
import io
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pages.chromium import Chromium, Page

BUILD = Path(__file__).parents[2] / "build"
VERSIONS = {"newest": BUILD / "player", "web": BUILD / "player-of-the-web"}
"""The newest rrweb, and the one that the web SDK ships (packaging/player.toml)."""

META, FULL_SNAPSHOT = 4, 2

STAGE = """<!doctype html><title>Replay</title><body><style>%s
  html, body { margin: 0; background: #fff }
  iframe { border: 0 !important; display: block }
  .replayer-mouse, .replayer-mouse-tail { visibility: hidden }
</style><div id="stage"></div>"""

BEGIN = """(async () => {
  const events = window.recording;
  if (window.replayer) {
    window.replayer.destroy();
    document.querySelector('#stage').replaceChildren();
  }
  const replayer = window.replayer = new rrweb.Replayer(events, {
    root: document.querySelector('#stage'), mouseTail: false, showWarning: true, showDebug: false,
    skipInactive: false,
  });
  if (events.some((event) => event.type === 2)) {
    await new Promise((done) => replayer.on('fullsnapshot-rebuilded', done));
  }
})()"""

# Everything that an event may have asked for is there: pictures, fonts, and one frame drawn.
SETTLE = """(async () => {
  const inside = window.replayer.iframe.contentDocument;
  await Promise.all([...inside.images].map((image) => image.decode().catch(() => null)));
  await inside.fonts.ready;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
})()"""

# `pause` takes in what lies before a moment; timestamps are whole, so half a millisecond more
# takes in the moment itself and nothing behind it.
SEEK = "window.replayer.pause({at} + 0.5)"

PLAY = """(async () => {{
  const all = window.recording, end = all[0].timestamp + {at};
  window.recording = all.filter((event) => event.timestamp <= end);
  try {{ await {begin}; }} finally {{ window.recording = all; }}
  const finished = new Promise((done) => window.replayer.on('finish', done));
  window.replayer.setConfig({{ speed: {speed}, showDebug: true }});
  window.replayer.play(0);
  await finished;
}})()"""

# What is on screen is in properties as well as in attributes. A style is written as the browser
# reads it: seeking sets the attribute's text, playing sets property by property. Two classes are
# rrweb's own: one follows the pointer frame by frame, one says that it stands still.
DOM = """(() => {
  const PROPERTIES = ['value', 'checked', 'selected', 'scrollLeft', 'scrollTop', 'open'];
  const OWN = [':hover', 'rrweb-paused'];
  const lines = [];
  const say = (depth, text) => lines.push(' '.repeat(depth) + text);
  const facts = (node) => {
    const found = Object.fromEntries([...node.attributes].map((own) => [own.name, own.value]));
    if (found.style) found.style = node.style.cssText;
    if (found.class) found.class = found.class.split(' ').filter((c) => !OWN.includes(c)).join(' ');
    if (!found.class) delete found.class;
    for (const name of PROPERTIES) {
      const plain = ['string', 'number', 'boolean'].includes(typeof node[name]);
      if (plain && node[name]) found[`.${name}`] = String(node[name]);
    }
    return Object.entries(found).sort().map(([name, value]) => ` ${name}=${JSON.stringify(value)}`);
  };
  const walk = (node, depth) => {
    if (node.nodeType === 3) return say(depth, JSON.stringify(node.data));
    if (node.nodeType === 10) return say(depth, `<!doctype ${node.name}>`);
    if (node.nodeType !== 1) return say(depth, node.nodeName);
    say(depth, `<${node.localName}${facts(node).join('')}>`);
    if (node.sheet) for (const rule of node.sheet.cssRules) say(depth + 1, rule.cssText);
    else for (const child of node.childNodes) walk(child, depth + 1);
  };
  for (const child of window.replayer.iframe.contentDocument.childNodes) walk(child, 0);
  return lines.join('\\n');
})()"""


def events_of(recording: Any) -> list[dict[str, Any]]:
    """Return the events of a recording: a list of them, JSON, gzip of JSON, or chunks of those.

    An event may be a dictionary or its JSON; what has `data` or `chunks` (Event, Chunk and
    Recording of the package) is taken for those.
    """
    recording = getattr(recording, "chunks", recording)
    if isinstance(recording, bytes):
        return json.loads(gzip.decompress(recording) if recording[:2] == b"\x1f\x8b" else recording)
    events: list[dict[str, Any]] = []
    for part in recording:
        if isinstance(part, dict):
            events.append(part)
        else:
            text = getattr(part, "data", part)
            found = json.loads(gzip.decompress(text) if text[:2] == b"\x1f\x8b" else text)
            events += found if isinstance(found, list) else [found]
    return events


@dataclass
class Playing:
    """One recording in one tab; `load` another one as often as you like. Close it at the end."""

    page: Page
    version: str
    events: list[dict[str, Any]] = field(default_factory=list)

    @property
    def complaints(self) -> list[str]:
        """What the console said, what was thrown and what was fetched, since the tab was opened."""
        fetched = [url for url in self.page.requests if not url.startswith(("data:", "about:"))]
        return [*self.page.said, *self.page.errors, *(f"fetched {url}" for url in fetched)]

    def shown(self, recording: Any) -> Playing:
        """Have it loaded, and be what plays it."""
        self.load(recording)
        return self

    def load(self, recording: Any) -> None:
        """Show the first moment of a recording (see `events_of`)."""
        self.events = events_of(recording)
        sizes = [event["data"] for event in self.events if event["type"] == META]
        sizes += [
            event["data"]
            for event in self.events
            if event["type"] == 3 and event["data"]["source"] == 4
        ]
        self.page.size(
            max((int(size["width"]) for size in sizes), default=800),
            max((int(size["height"]) for size in sizes), default=600),
        )
        # Out of the page's own text: an expression of some megabytes is parsed as a program.
        text = json.dumps(json.dumps(self.events))
        self.page.evaluate(f"window.recording = JSON.parse({text}); 0")
        self.page.evaluate(BEGIN)
        self.page.evaluate(SETTLE)

    @property
    def length(self) -> int:
        """Milliseconds from the first event to the last."""
        moments = [event["timestamp"] for event in self.events]
        return max(moments) - min(moments)

    def moments(self) -> list[int]:
        """Return when something happens: milliseconds behind the first event, each once."""
        first = self.events[0]["timestamp"]
        return sorted({event["timestamp"] - first for event in self.events})

    def seek(self, at: int) -> None:
        """Show what was there `at` milliseconds behind the first event, its events included."""
        self.page.evaluate(SEEK.format(at=at))
        self.page.evaluate(SETTLE)

    def play(self, to: int, *, speed: float = 32) -> None:
        """Play from the start, in `speed` times the time it took, and stop behind `to`.

        What comes later is left out and not raced against, so this shows the same each time.
        `seek` afterwards stays within what was played; `load` again for the whole.
        """
        self.page.evaluate(PLAY.format(at=to, speed=speed, begin=BEGIN))
        self.page.evaluate(SETTLE)

    def difference(self, at: int, *, speed: float = 32) -> str:
        """Tell how the document differs between seeking to `at` and playing up to it, or ""."""
        self.page.evaluate(BEGIN)
        self.seek(at)
        sought = self.dom()
        self.play(at, speed=speed)
        played = self.dom()
        lines = difflib.unified_diff(
            sought.splitlines(), played.splitlines(), "seek", "play", lineterm="", n=1
        )
        return "\n".join(lines)

    def dom(self) -> str:
        """Return the document on show, a line for each node, with what was typed and scrolled."""
        return self.page.evaluate(DOM)

    def text(self) -> str:
        """Return the text that can be read on it."""
        return self.page.evaluate("window.replayer.iframe.contentDocument.body.innerText")

    def evaluate(self, expression: str) -> Any:
        """Run JavaScript with `inside`, the document on show, at hand."""
        return self.page.evaluate(
            f"((inside) => ({expression}))(window.replayer.iframe.contentDocument)"
        )

    def picture(self, *, scale: float = 1) -> Image.Image:
        """Take a picture of the document on show; `scale` 2 as on a screen of twice the density."""
        box = self.page.evaluate(
            """(() => { const r = window.replayer.iframe.getBoundingClientRect();
            return { x: r.x, y: r.y, width: r.width, height: r.height, scale: 1 }; })()"""
        )
        if not box["width"] or not box["height"]:
            raise AssertionError("The replay is blank: no Meta event has given it a size.")
        reply = self.page.send(
            "Page.captureScreenshot", format="png", clip=box | {"scale": scale}, fromSurface=True
        )
        return Image.open(io.BytesIO(base64.b64decode(reply["data"]))).convert("RGB")

    def close(self) -> None:
        self.page.close()


def open_stage(browser: Chromium, version: str) -> Playing:
    """Open a tab with this version of rrweb (a key of `VERSIONS`) in it."""
    folder = VERSIONS[version]
    page = browser.page()
    page.scheme("light")
    style = (folder / "rrweb.css").read_text(encoding="utf-8")
    frame = page.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
    page.send("Page.setDocumentContent", frameId=frame, html=STAGE % style)
    page.evaluate((folder / "rrweb.js").read_text(encoding="utf-8") + "\n;0")
    return Playing(page, version)


def missing() -> Iterable[str]:
    """Name the versions that were not fetched."""
    return [name for name, folder in VERSIONS.items() if not (folder / "rrweb.js").exists()]
