"""Take the README's pictures from the real program: a real window, mouse and screen.

Run it in the project's environment: .venv/bin/python packaging/screenshots.py [FOLDER]
It needs Xvfb, openbox, xdotool and, for the type, the package fonts-inter.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "packaging" / "screenshots"
sys.path.insert(0, str(ROOT / "tests"))

SCREEN = (2480, 1720)
PLACE = (120, 100)
"""Of the demo's window on the screen; both in pixels."""


@dataclass(frozen=True)
class Picture:
    """What the demo is to look like, and what its user writes; `size` is in logical pixels.

    Where they draw it is the editor's window that is shown.
    """

    words: str
    options: tuple[str, ...] = ()
    size: tuple[int, int] = (1080, 720)
    scale: int = 2
    environment: Mapping[str, str] = field(default_factory=dict)
    draws: bool = False


LOVELY = "The table is lovely. Could the amounts line up with the header?"
PICTURES = {
    "light": Picture(LOVELY),
    "dark": Picture(LOVELY, ("--dark",)),
    "german": Picture(
        "Schöne Tabelle! Könnten die Beträge unter ihrer Spalte stehen?", ("--locale", "de")
    ),
    "arabic": Picture(
        "الجدول رائع. هل يمكن محاذاة المبالغ مع العنوان؟", ("--locale", "ar", "--dark")
    ),
    # Letters of twice the size, on a screen that is not scaled.
    "large": Picture(LOVELY, (), (1500, 1240), 1, {"QT_FONT_DPI": "192"}),
    "editor": Picture(LOVELY, draws=True),
}

PATIENCE = 30.0
RECORDED = 5.0
"""Seconds from the window to the panel, which asks for as much of a recording."""
CLIPBOARD = """
import sys
from usero_desktop.qt import QtGui
app = QtGui.QGuiApplication([])
app.clipboard().setText(sys.argv[1])
print("held", flush=True)
app.exec()
"""
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<alias binding="strong"><family>sans-serif</family><prefer><family>Inter</family></prefer></alias>
<alias binding="strong"><family>Sans</family><prefer><family>Inter</family></prefer></alias>
</fontconfig>"""


class Mouse:
    """The real mouse and keyboard of one X server, in logical pixels of the demo's window."""

    def __init__(self, environment: dict[str, str], window: str, scale: int) -> None:
        self._environment = environment
        self._window, self._scale = window, scale

    def click(self, x: float, y: float) -> None:
        place = (str(round(x * self._scale)), str(round(y * self._scale)))
        self._do("mousemove", "--window", self._window, *place, "click", "1")
        # The slide takes 300 ms, a menu a frame or two.
        time.sleep(0.6)

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        there, way, here = (
            ("mousemove", "--window", self._window, *(str(round(a * self._scale)) for a in at))
            for at in (start, middle, end)
        )
        self._do(*there, "mousedown", "1", *way, *here, "mouseup", "1")
        time.sleep(0.3)

    def press(self, *keys: str) -> None:
        self._do("key", "--delay", "60", *keys)
        time.sleep(0.4)

    def write(self, text: str) -> None:
        # Pasted: most letters are on no key of this X server.
        owner = [sys.executable, "-c", CLIPBOARD, text]
        with subprocess.Popen(owner, env=self._environment, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            self.press("ctrl+v")
            process.terminate()

    def leave(self) -> None:
        self._do("mousemove", "1", "1")
        time.sleep(0.6)

    def _do(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self._environment, check=True)


def main() -> int:
    from screens import start_xvfb, x11_environment

    output = Path(sys.argv[1]) if sys.argv[1:] else OUTPUT
    output.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, start_xvfb(*SCREEN) as display:
        fonts = Path(folder) / "fonts.conf"
        fonts.write_text(FONTS, encoding="utf-8")
        common = x11_environment(display) | {
            "FONTCONFIG_FILE": str(fonts),
            "USERO_DESKTOP_DATA_DIR": folder,
        }
        for name, picture in PICTURES.items():
            scale = {"QT_SCALE_FACTOR": str(picture.scale)}
            environment = common | scale | dict(picture.environment)
            with demo(environment, folder, picture) as window:
                mouse = Mouse(environment, window, picture.scale)
                size = picture.size[0] * picture.scale, picture.size[1] * picture.scale
                place = place_of(window, environment)
                use_panel(mouse, picture)
                if picture.draws:
                    editor = open_editor(mouse, environment)
                    place, size = place_of(editor, environment), size_of(editor, environment)
                    draw(Mouse(environment, editor, picture.scale))
                save(place, size, environment, output / f"{name}.png")
    return 0


@contextmanager
def demo(environment: dict[str, str], folder: str, picture: Picture) -> Iterator[str]:
    command = [sys.executable, "-m", "usero_desktop", "demo", "--port", "0", "--data", folder]
    process = subprocess.Popen(
        [*command, *picture.options], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        window = wait_for_window("Slovenia", environment)
        place = [str(side) for side in PLACE]
        subprocess.run(["xdotool", "windowmove", window, *place], env=environment, check=True)
        size = [str(side * picture.scale) for side in picture.size]
        subprocess.run(["xdotool", "windowsize", window, *size], env=environment, check=True)
        time.sleep(RECORDED)
        yield window
    finally:
        process.terminate()
        process.wait()


def wait_for_window(name: str, environment: dict[str, str]) -> str:
    deadline = time.monotonic() + PATIENCE
    command = ["xdotool", "search", "--onlyvisible", "--name", name]
    while time.monotonic() < deadline:
        found = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False
        )
        if found.stdout.strip():
            return found.stdout.split()[0]
        time.sleep(0.1)
    raise SystemExit(f"No window called “{name}” appeared.")


def place_of(window: str, environment: dict[str, str]) -> tuple[int, int]:
    """Return where on the screen the window's contents begin, behind its frame."""
    # The pointer knows; what xdotool says of a window's geometry counts the frame twice.
    said = subprocess.run(
        ["xdotool", "mousemove", "--window", window, "0", "0", "getmouselocation", "--shell"],
        env=environment, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    place = dict(line.split("=") for line in said.split())
    return int(place["X"]), int(place["Y"])


def size_of(window: str, environment: dict[str, str]) -> tuple[int, int]:
    """Return the width and height of a window's contents, in pixels."""
    said = subprocess.run(
        ["xdotool", "getwindowgeometry", "--shell", window],
        env=environment, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    sides = dict(line.split("=") for line in said.split())
    return int(sides["WIDTH"]), int(sides["HEIGHT"])


def use_panel(mouse: Mouse, picture: Picture) -> None:
    """Open the panel, write, choose a face, and add a picture of the window: all by keyboard."""
    width, height = picture.size
    mouse.click(width - 14, height / 2)
    mouse.write(picture.words)
    mouse.press("shift+Tab", "3", "Tab", "Tab", "space")
    mouse.press("Down", "Return")
    mouse.press("shift+Tab")
    mouse.leave()


def open_editor(mouse: Mouse, environment: dict[str, str]) -> str:
    """Open the picture from its thumbnail, behind the comment in Tab's order."""
    mouse.press("Tab", "Tab", "Return")
    window = wait_for_window("Edit screenshot 1", environment)
    time.sleep(1.0)  # until the picture is there
    return window


def draw(mouse: Mouse) -> None:
    """Draw on the picture with some of the tools, each by its letter."""
    mouse.press("r")
    mouse.drag((640, 162), (718, 177))
    mouse.press("a")
    mouse.drag((560, 262), (648, 182))
    mouse.press("t")
    mouse.click(566, 276)
    mouse.write("Could these line up?")
    mouse.click(420, 560)
    mouse.press("n")
    mouse.click(286, 188)
    mouse.click(286, 238)
    mouse.press("b")
    mouse.drag((450, 181), (512, 246))
    mouse.press("v", "Escape")
    mouse.leave()


def save(
    place: tuple[int, int], size: tuple[int, int], environment: dict[str, str], file: Path
) -> None:
    """Save a window as the screen shows it."""
    import mss
    from PIL import Image

    os.environ["DISPLAY"] = environment["DISPLAY"]
    (left, top), (width, height) = place, size
    with mss.MSS() as screen:
        shot = screen.grab((left, top, left + width, top + height))
    Image.frombytes("RGB", shot.size, shot.rgb).save(file, optimize=True)
    print(file, f"{file.stat().st_size // 1024} KB")


if __name__ == "__main__":
    raise SystemExit(main())
