"""A small driver for a real Chromium, over the DevTools protocol on a pipe.

A pipe and not a socket: no port, no extra library, and the browser ends with the test run.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import queue
import shutil
import tempfile
import threading
from concurrent.futures import Future
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from pathlib import Path

BINARY = shutil.which("chromium") or shutil.which("chromium-browser")
SECONDS = 30.0

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    "--remote-debugging-pipe",
)

KEYS = {
    "Enter": ("Enter", 13, "\r"),
    "Escape": ("Escape", 27, ""),
    "Home": ("Home", 36, ""),
    "ArrowDown": ("ArrowDown", 40, ""),
    "ArrowUp": ("ArrowUp", 38, ""),
    "ArrowLeft": ("ArrowLeft", 37, ""),
    "ArrowRight": ("ArrowRight", 39, ""),
    "Tab": ("Tab", 9, ""),
}


class Chromium:
    """One browser; each `page` lives in a context (profile) of its own."""

    def __init__(self) -> None:
        self._profile = tempfile.TemporaryDirectory(
            prefix="usero-chromium-", ignore_cleanup_errors=True
        )
        orders, self._orders = _high_pipe()
        self._answers, answers = _high_pipe()
        # Chromium reads orders from descriptor 3 and answers on 4.
        self._pid = os.posix_spawn(
            BINARY,
            [BINARY, *FLAGS, f"--user-data-dir={self._profile.name}", "about:blank"],
            os.environ,
            file_actions=[
                (os.POSIX_SPAWN_DUP2, orders, 3),
                (os.POSIX_SPAWN_DUP2, answers, 4),
                (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
                (os.POSIX_SPAWN_DUP2, 1, 2),
            ],
        )
        os.close(orders)
        os.close(answers)
        self._waiting: dict[int, Future[dict[str, Any]]] = {}
        self._pages: dict[str, Page] = {}
        self._last = 0
        self._lock = threading.Lock()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.send("Browser.close")
        os.waitpid(self._pid, 0)
        self._reader.join(SECONDS)
        os.close(self._orders)
        os.close(self._answers)
        self._profile.cleanup()

    def page(self, *, width: int = 1280, height: int = 900) -> Page:
        """Open an empty page."""
        context = self.send("Target.createBrowserContext")["browserContextId"]
        target = self.send("Target.createTarget", url="about:blank", browserContextId=context)
        attached = self.send("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        page = Page(self, attached["sessionId"], context)
        self._pages[attached["sessionId"]] = page
        for domain in ("Page", "Network", "Runtime", "Log"):
            page.send(f"{domain}.enable")
        page.size(width, height)
        return page

    def send(self, method: str, session: str | None = None, **params: Any) -> dict[str, Any]:
        """Send one command and wait for its answer."""
        answer: Future[dict[str, Any]] = Future()
        with self._lock:
            self._last += 1
            number = self._last
            self._waiting[number] = answer
            message = {"id": number, "method": method, "params": params}
            if session:
                message["sessionId"] = session
            os.write(self._orders, json.dumps(message).encode() + b"\0")
        reply = answer.result(SECONDS)
        if "error" in reply:
            raise AssertionError(f"{method}: {reply['error']['message']}")
        return reply.get("result", {})

    def _read(self) -> None:
        rest = b""
        while chunk := os.read(self._answers, 1 << 16):
            *messages, rest = (rest + chunk).split(b"\0")
            for raw in messages:
                message = json.loads(raw)
                if "id" in message:
                    self._waiting.pop(message["id"]).set_result(message)
                elif page := self._pages.get(message.get("sessionId", "")):
                    page.note(message["method"], message["params"])


class Page:
    """One tab, and everything it did: requests, dialogs, errors, what its scripts `said`."""

    def __init__(self, browser: Chromium, session: str, context: str) -> None:
        self._browser = browser
        self._session = session
        self._context = context
        self._loaded: queue.Queue[None] = queue.Queue()
        self.requests: list[str] = []
        self.dialogs: list[str] = []
        self.errors: list[str] = []
        self.said: list[str] = []

    def send(self, method: str, **params: Any) -> dict[str, Any]:
        return self._browser.send(method, self._session, **params)

    def note(self, method: str, params: dict[str, Any]) -> None:
        """Take an event; called on the reader's thread."""
        match method:
            case "Page.loadEventFired":
                self._loaded.put(None)
            case "Network.requestWillBeSent":
                self.requests.append(params["request"]["url"])
            case "Page.javascriptDialogOpening":
                self.dialogs.append(params["message"])
            case "Runtime.consoleAPICalled":
                words = (str(arg.get("value", arg.get("description"))) for arg in params["args"])
                self.said.append(f"{params['type']}: {' '.join(words)}")
            case "Runtime.exceptionThrown":
                self.errors.append(json.dumps(params["exceptionDetails"])[:800])
            case "Log.entryAdded" if params["entry"]["level"] == "error":
                self.errors.append(f"{params['entry']['text']} {params['entry'].get('url')}")

    def close(self) -> None:
        self._browser.send("Target.disposeBrowserContext", browserContextId=self._context)

    def goto(self, url: str) -> None:
        """Load `url` and wait for its load event."""
        while not self._loaded.empty():
            self._loaded.get_nowait()
        self.send("Page.navigate", url=url)
        self._loaded.get(timeout=SECONDS)

    def follow(self, selector: str) -> None:
        """Click a link and wait until what it leads to is loaded."""
        while not self._loaded.empty():
            self._loaded.get_nowait()
        self.click(selector)
        self._loaded.get(timeout=SECONDS)

    def evaluate(self, expression: str) -> Any:
        """Run JavaScript; promises are awaited, values come back as JSON."""
        reply = self.send(
            "Runtime.evaluate",
            expression=expression,
            awaitPromise=True,
            returnByValue=True,
            userGesture=True,
        )
        if "exceptionDetails" in reply:
            raise AssertionError(json.dumps(reply["exceptionDetails"])[:800])
        return reply["result"].get("value")

    def wait(self, condition: str) -> Any:
        """Wait until the JavaScript `condition` is true and return its value."""
        source = json.dumps(condition)
        return self.evaluate(
            f"""new Promise((done, failed) => {{
              const end = Date.now() + {SECONDS * 500};
              const look = () => {{
                const value = ({condition});
                if (value) done(value);
                else if (Date.now() > end) failed(new Error({source} + ' stayed false'));
                else setTimeout(look, 15);
              }};
              look();
            }})"""
        )

    def text(self, selector: str) -> str:
        return self.evaluate(f"document.querySelector({json.dumps(selector)}).innerText")

    def texts(self, selector: str) -> list[str]:
        return self.evaluate(
            f"[...document.querySelectorAll({json.dumps(selector)})].map(n => n.innerText)"
        )

    def click(self, selector: str) -> None:
        """Click the middle of the element with the mouse."""
        x, y = self.evaluate(
            f"""(() => {{ const node = document.querySelector({json.dumps(selector)});
            node.scrollIntoView({{block: 'nearest'}});
            const r = node.getBoundingClientRect();
            return [r.x + r.width / 2, r.y + r.height / 2]; }})()"""
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for name in keys:
            key, code, text = KEYS.get(name, (name, 0, name))
            event = {"key": key, "windowsVirtualKeyCode": code, "text": text}
            self.send("Input.dispatchKeyEvent", type="keyDown", **event)
            self.send("Input.dispatchKeyEvent", type="keyUp", key=key, windowsVirtualKeyCode=code)

    def type(self, text: str) -> None:
        self.send("Input.insertText", text=text)

    def size(self, width: int, height: int, scale: float = 1) -> None:
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=scale,
            mobile=False,
        )

    def scheme(self, scheme: str, *, motion: str = "reduce") -> None:
        """Choose light or dark, and whether things may move."""
        features = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": motion},
        ]
        self.send("Emulation.setEmulatedMedia", features=features)

    def screenshot(self, path: Path, *, whole: bool = False) -> Path:
        reply = self.send("Page.captureScreenshot", format="png", captureBeyondViewport=whole)
        path.write_bytes(base64.b64decode(reply["data"]))
        return path


def _high_pipe() -> tuple[int, int]:
    """Make a pipe whose ends are not 3 and 4, which the browser's ends will be."""
    ends = os.pipe()
    high = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 20) for end in ends]
    for end in ends:
        os.close(end)
    return high[0], high[1]
