"""The script of tests/replay/script on a page of HTML, by a browser's own input."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from bench import of_tests

PAGE = Path(__file__).with_name("order_desk.html")
KEYS = {
    "Down": ("ArrowDown", 40),
    "Up": ("ArrowUp", 38),
    "Escape": ("Escape", 27),
    "Return": ("Enter", 13),
}
ROW = 30
"""Pixels of a row: as much as Qt's has, of which a notch of the wheel turns three."""
SECONDS = 30.0


class PageHands:
    """The hands of play.py, at a person's pace."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._at = (0.0, 0.0)
        self._list = ""

    def click(self, name: str) -> None:
        """Go to the middle of a part and click."""
        self._go(*self._middle(name))
        time.sleep(0.1)
        for kind in ("mousePressed", "mouseReleased"):
            self._mouse(kind, button="left", clickCount=1)

    def write(self, text: str) -> None:
        """Type letter by letter."""
        for letter in text:
            self._page.send("Input.dispatchKeyEvent", type="keyDown", key=letter, text=letter)
            self._page.send("Input.dispatchKeyEvent", type="keyUp", key=letter)
            time.sleep(0.11)

    def key(self, name: str, times: int = 1) -> None:
        """Press a key."""
        key, code = KEYS[name]
        for _ in range(times):
            told = {"key": key, "code": key, "windowsVirtualKeyCode": code}
            self._page.send("Input.dispatchKeyEvent", type="keyDown", **told)
            self._page.send("Input.dispatchKeyEvent", type="keyUp", **told)
            time.sleep(0.15)

    def open_list(self, name: str) -> None:
        """Go to a list; the browser's own popup is nothing that a page could record."""
        self._go(*self._middle(name))
        self._page.evaluate(f"part({name!r}).focus()")

    def pick(self, steps: int) -> None:
        """Choose further down."""
        self.key("Down", steps)

    def wheel(self, name: str, steps: int) -> None:
        """Turn the wheel."""
        self._go(*self._middle(name))
        before = int(self._page.evaluate("shown('scrolled')"))
        for _ in range(steps):
            self._mouse("mouseWheel", deltaX=0, deltaY=3 * ROW)
            time.sleep(0.1)
        self.until("scrolled", str(before + 3 * steps))

    def hover(self, name: str) -> None:
        """Move over a part."""
        left, top, width, height = self._place(name)
        self._go(left + 20, top + 20)
        self._go(left + width / 2, top + height / 2, steps=40)

    def until(self, name: str, value: str) -> None:
        """See that a part shows that, soon."""
        self._wait(f"shown({name!r}) === {value!r}")

    def until_there(self, name: str) -> None:
        """See that a part comes."""
        self._wait(f"is_there({name!r})")

    def until_gone(self, name: str) -> None:
        """See that a part goes."""
        self._wait(f"!is_there({name!r})")

    def rest(self) -> None:
        """Look at it."""
        time.sleep(0.6)

    def _wait(self, condition: str) -> None:
        deadline = time.monotonic() + SECONDS
        while not self._page.evaluate(condition):
            if time.monotonic() > deadline:
                message = f"The page never came to {condition}."
                raise TimeoutError(message)
            time.sleep(0.02)

    def _place(self, name: str) -> tuple[float, float, float, float]:
        left, top, width, height = self._page.evaluate(f"place({name!r})")
        return left, top, width, height

    def _middle(self, name: str) -> tuple[float, float]:
        left, top, width, height = self._place(name)
        return left + width / 2, top + height / 2

    def _go(self, x: float, y: float, steps: int = 10) -> None:
        (left, top) = self._at
        for step in range(1, steps + 1):
            share = step / steps
            self._at = (left + (x - left) * share, top + (y - top) * share)
            self._mouse("mouseMoved")
            time.sleep(0.025)

    def _mouse(self, kind: str, **more: object) -> None:
        x, y = self._at
        self._page.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, **more)


def recorded_page(player: Path, *, is_virtual: bool) -> list[dict[str, Any]]:
    """Have rrweb record the script on the page; return its events.

    `is_virtual` says whether the table has but the rows in it that are in sight.
    """
    chromium, play = of_tests("pages.chromium"), of_tests("replay.script.play")
    if chromium.BINARY is None:
        raise RuntimeError("There is no Chromium here, which rrweb's own recording needs.")
    with chromium.Chromium() as browser:
        page = browser.page(width=800, height=560)
        frame = page.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        html = PAGE.read_text(encoding="utf-8").replace("IS_VIRTUAL", str(is_virtual).lower())
        page.send("Page.setDocumentContent", frameId=frame, html=html)
        page.evaluate((player / "rrweb.js").read_text(encoding="utf-8") + "\n;0")
        page.evaluate("begin()")
        play.play_plain(PageHands(page), lambda _moment: None)
        events: list[dict[str, Any]] = page.evaluate("window.events")
        if page.errors:
            raise RuntimeError(f"The page failed: {page.errors[0]}")
        page.close()
    return events
