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
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "packaging" / "screenshots"
sys.path.insert(0, str(ROOT / "tests"))

SCALE = 2
SCREEN = (1240, 860)
PLACE = (60, 50)
SIZE = (1080, 720)
"""The demo window's size in logical pixels (usero_desktop/demo/window.py)."""

PATIENCE = 30.0
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><include ignore_missing="yes">/etc/fonts/fonts.conf</include>
<alias binding="strong"><family>sans-serif</family><prefer><family>Inter</family></prefer></alias>
<alias binding="strong"><family>Sans</family><prefer><family>Inter</family></prefer></alias>
</fontconfig>"""


class Mouse:
    """The real mouse and keyboard of one X server, in logical pixels of the demo's window."""

    def __init__(self, environment: dict[str, str], window: str) -> None:
        self._environment = environment
        self._window = window

    def click(self, x: float, y: float) -> None:
        place = (str(round(x * SCALE)), str(round(y * SCALE)))
        self._do("mousemove", "--window", self._window, *place, "click", "1")
        # The slide takes 300 ms, a menu a frame or two.
        time.sleep(0.6)

    def type(self, text: str) -> None:
        self._do("type", "--delay", "8", text)

    def leave(self) -> None:
        self._do("mousemove", "1", "1")
        time.sleep(0.6)

    def _do(self, *words: str) -> None:
        subprocess.run(["xdotool", *words], env=self._environment, check=True)


def main() -> int:
    from screens import start_xvfb, x11_environment

    output = Path(sys.argv[1]) if sys.argv[1:] else OUTPUT
    output.mkdir(exist_ok=True)
    width, height = (side * SCALE for side in SCREEN)
    with tempfile.TemporaryDirectory() as folder, start_xvfb(width, height) as display:
        fonts = Path(folder) / "fonts.conf"
        fonts.write_text(FONTS, encoding="utf-8")
        environment = x11_environment(display) | {
            "QT_SCALE_FACTOR": str(SCALE),
            "FONTCONFIG_FILE": str(fonts),
            "USERO_DESKTOP_DATA_DIR": folder,
        }
        for name, options in (("light", ()), ("dark", ("--dark",))):
            with demo(environment, folder, options) as window:
                place = place_of(window, environment)
                use_panel(Mouse(environment, window))
                save(place, environment, output / f"{name}.png")
    return 0


@contextmanager
def demo(environment: dict[str, str], folder: str, options: tuple[str, ...]) -> Iterator[str]:
    command = [sys.executable, "-m", "usero_desktop", "demo", "--port", "0", "--data", folder]
    process = subprocess.Popen([*command, *options], env=environment, stdout=subprocess.DEVNULL)
    try:
        window = wait_for_window(environment)
        place = [str(side * SCALE) for side in PLACE]
        subprocess.run(["xdotool", "windowmove", window, *place], env=environment, check=True)
        time.sleep(0.5)
        yield window
    finally:
        process.terminate()
        process.wait()


def wait_for_window(environment: dict[str, str]) -> str:
    deadline = time.monotonic() + PATIENCE
    command = ["xdotool", "search", "--onlyvisible", "--name", "Slovenia"]
    while time.monotonic() < deadline:
        found = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False
        )
        if found.stdout.strip():
            return found.stdout.split()[0]
        time.sleep(0.1)
    raise SystemExit("The demo's window did not appear.")


def place_of(window: str, environment: dict[str, str]) -> tuple[int, int]:
    """Return where on the screen the window's contents begin, behind its frame."""
    # The pointer knows; what xdotool says of a window's geometry counts the frame twice.
    said = subprocess.run(
        ["xdotool", "mousemove", "--window", window, "0", "0", "getmouselocation", "--shell"],
        env=environment, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    place = dict(line.split("=") for line in said.split())
    return int(place["X"]), int(place["Y"])


def use_panel(mouse: Mouse) -> None:
    """Open the panel, choose a face, write, and add a picture of the window."""
    width, height = SIZE
    mouse.click(width - 14, height / 2)
    left, top = width - 42 - 400, round(height * 0.1)
    mouse.click(left + 237, top + 104)
    mouse.type("The table is lovely. Could the amounts line up with the header?")
    mouse.click(left + 90, top + 280)
    mouse.click(left + 110, top + 324)
    mouse.click(left + 240, top + 210)
    mouse.leave()


def save(place: tuple[int, int], environment: dict[str, str], file: Path) -> None:
    """Save the window as the screen shows it."""
    import mss
    from PIL import Image

    os.environ["DISPLAY"] = environment["DISPLAY"]
    left, top = place
    with mss.MSS() as screen:
        shot = screen.grab((left, top, left + SIZE[0] * SCALE, top + SIZE[1] * SCALE))
    Image.frombytes("RGB", shot.size, shot.rgb).save(file, optimize=True)
    print(file, f"{file.stat().st_size // 1024} KB")


if __name__ == "__main__":
    raise SystemExit(main())
