"""Qt, tried in a process of its own: where it can open no window, it ends its process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from usero_desktop.cli.again import command
from usero_desktop.cli.checks.finding import Check, Finding, State, Subject

if TYPE_CHECKING:
    from usero_desktop.model.submission import JsonValue

NAMES: Final = ("qt", "window", "tray")
SECONDS: Final = 20.0
"""How long Qt may take to load and to open a display; half a second is usual."""

PROBE: Final = "--probe"
"""The option of the doctor's with which that process is started."""

HEADLESS: Final = ("offscreen", "minimal")
WINDOW_PACKAGES: Final = "libgl1 libegl1 libxcb-cursor0 libxkbcommon-x11-0"


def probe() -> int:
    """Print what is found of Qt, a line of JSON each, as far as it goes. GUI thread."""
    from usero_desktop import qt

    def say(name: str, facts: dict[str, JsonValue]) -> None:
        print(json.dumps({name: facts}), flush=True)

    say(
        "qt",
        {
            "binding": qt.BINDING,
            "reason": qt.REASON,
            "version": qt.binding_version(),
            "qt": qt.QtCore.qVersion(),
        },
    )
    application = qt.QtWidgets.QApplication([])
    screens = application.screens()
    say(
        "window",
        {
            "platform": application.platformName(),
            "screens": [
                f"{it.geometry().width()}x{it.geometry().height()} at {it.devicePixelRatio():g}"
                for it in screens
            ],
        },
    )
    say("tray", {"available": qt.QtWidgets.QSystemTrayIcon.isSystemTrayAvailable()})
    # Nothing is shown, so nothing has to be put away; and a display that hangs is not waited for.
    sys.stdout.flush()
    os._exit(0)


def _look(_subject: Subject) -> tuple[Finding, ...]:
    try:
        done = subprocess.run(  # noqa: S603 - our own command
            command("doctor", PROBE),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=SECONDS,
        )
        said, complaint, is_late = done.stdout, done.stderr, False
    except subprocess.TimeoutExpired as error:
        said, complaint, is_late = error.stdout or b"", error.stderr or b"", True
    told: dict[str, dict[str, JsonValue]] = {}
    for line in said.splitlines():
        told |= json.loads(line)
    words = complaint.decode(errors="replace").strip()
    return (
        _qt(told.get("qt"), words, is_late=is_late),
        _window(told, words, is_late=is_late),
        _tray(told),
    )


def _qt(facts: dict[str, JsonValue] | None, complaint: str, *, is_late: bool) -> Finding:
    if facts is None and is_late:
        return Finding("qt", State.FAILED, f"Qt did not load within {SECONDS:g} seconds.")
    if facts is None:
        last = complaint.splitlines()[-1] if complaint else "Qt does not load."
        is_missing = "pip install" in last
        return Finding(
            "qt",
            # The command line sends without it.
            State.WARNING if is_missing else State.FAILED,
            last.removeprefix("usero-desktop: "),
            "" if is_missing else f"On Debian and Ubuntu: sudo apt-get install {WINDOW_PACKAGES}",
        )
    sentence = f"{facts['binding']} {facts['version']} with Qt {facts['qt']}: {facts['reason']}."
    wish = os.environ.get("QT_API", "").strip()
    if wish and wish.lower() != str(facts["binding"]).lower():
        return Finding(
            "qt",
            State.WARNING,
            f"{sentence} QT_API asks for {wish}, which is not to be had here.",
            "Install that binding, or take QT_API out of the environment.",
            facts,
        )
    return Finding("qt", State.OK, sentence, facts=facts)


def _window(told: dict[str, dict[str, JsonValue]], complaint: str, *, is_late: bool) -> Finding:
    facts = told.get("window")
    if facts is not None:
        name, screens = facts["platform"], facts["screens"]
        shown = ", ".join(map(str, screens)) if isinstance(screens, list) else ""
        if name in HEADLESS:
            return Finding(
                "window",
                State.WARNING,
                f"Qt runs on the platform {name}, which shows nothing to anybody.",
                "Take QT_QPA_PLATFORM out of the environment to see windows.",
                facts,
            )
        return Finding("window", State.OK, f"Qt opens windows on {name} ({shown}).", facts=facts)
    if "qt" not in told:
        return Finding("window", State.SKIPPED, "Without Qt there are no windows.")
    if not _has_display():
        return Finding(
            "window",
            State.SKIPPED,
            "There is no display here: DISPLAY and WAYLAND_DISPLAY are not set.",
            "The command line works without one.",
        )
    if is_late:
        return Finding(
            "window", State.FAILED, f"The display did not answer within {SECONDS:g} seconds."
        )
    return Finding(
        "window",
        State.FAILED,
        f"Qt can open no window: {_reason(complaint)}",
        f"On Debian and Ubuntu: sudo apt-get install {WINDOW_PACKAGES}",
    )


def _tray(told: dict[str, dict[str, JsonValue]]) -> Finding:
    facts = told.get("tray")
    if facts is None:
        return Finding("tray", State.SKIPPED, "Without windows there is no notification area.")
    if facts["available"]:
        return Finding("tray", State.OK, "There is a notification area.", facts=facts)
    return Finding(
        "tray",
        State.WARNING,
        "This desktop has no notification area.",
        "usero-desktop shows a small window in its place; GNOME has one with the AppIndicator "
        "extension.",
        facts,
    )


def _has_display() -> bool:
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in names)


def _reason(complaint: str) -> str:
    """Return what Qt says first: the rest is about which plugins there are."""
    lines = [line.removeprefix("qt.qpa.xcb: ") for line in complaint.splitlines() if line.strip()]
    return lines[0] if lines else "it does not say why."


WINDOW = Check(NAMES, _look)
