"""Pictures of the screen for a report from the command line."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING, Final

from usero_desktop.capture.backends import desktop_chooses
from usero_desktop.cli.again import command
from usero_desktop.errors import CaptureError, CaptureRefused, CaptureUnavailable, UseroError
from usero_desktop.model.picture import PictureSource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usero_desktop.capture.frame import Frame
    from usero_desktop.model.picture import Picture

PICK: Final = "--pick-region"
"""The hidden option of ``send`` with which a process is started that has a region chosen."""

CALLED_OFF: Final = 3
"""Its exit status where the user wants no picture."""

SOURCES: Final = {"screen": PictureSource.SCREEN, "region": PictureSource.REGION}


def with_cause(error: CaptureError) -> str:
    """Return what happened, with what the system itself has said, where it has."""
    cause = error.__cause__
    told = "" if cause is None else f"{type(cause).__name__}: {cause}".removesuffix(": ")
    return f"{error} ({told})" if told else str(error)


def check_wish(words: Sequence[str]) -> None:
    """Raise UseroError for what is none of ``screen``, ``region`` and ``monitor N``."""
    match words:
        case ["screen"] | ["region"]:
            return
        case ["monitor", number] if number.isascii() and number.isdecimal() and int(number) > 0:
            return
        case ["monitor", *_]:
            what = "needs the number of one monitor, from 1 on: --capture monitor 2."
        case _:
            what = "must be screen, region or monitor N."
    raise UseroError(f"--capture {' '.join(words)!r} {what}", code="cli_capture")


def take(words: Sequence[str]) -> Picture:
    """Take the picture that `words` ask for; raises UseroError with a sentence for a terminal."""
    from usero_desktop.capture.encode import encode_frame

    check_wish(words)
    try:
        frame = _frame(words)
    except CaptureError as error:
        raise UseroError(with_cause(error), code=error.code) from error
    return encode_frame(frame, source=SOURCES.get(words[0], PictureSource.SCREEN))


def _frame(words: Sequence[str]) -> Frame:
    from usero_desktop.capture import backends

    if words[0] == "monitor":
        return _monitor(int(words[1]))
    if words[0] == "screen":
        return backends.grabber().grab_all()
    return backends.chooser().choose() if desktop_chooses() else _region()


def _monitor(number: int) -> Frame:
    from usero_desktop.capture.backends import monitor_grabber

    if desktop_chooses():
        raise CaptureUnavailable(
            "This desktop (Wayland) does not tell its monitors apart; use --capture screen or "
            "--capture region.",
            code="cli_monitor",
        )
    grabber = monitor_grabber()
    monitors = grabber.monitors()
    if number > len(monitors):
        count = "is 1" if len(monitors) == 1 else f"are {len(monitors)}"
        raise CaptureUnavailable(
            f"There is no monitor {number}; there {count}.", code="cli_monitor"
        )
    return grabber.grab(monitors[number - 1])


def _region() -> Frame:
    """Have the user choose in a process of its own: Qt ends one in which it can show nothing."""
    from usero_desktop.capture.backends import monitor_grabber
    from usero_desktop.capture.frame import PIXEL_BYTES, Frame

    monitor_grabber().monitors()  # whose reasons are better than Qt's
    done = subprocess.run(  # noqa: S603 - our own command
        command("send", PICK), stdin=subprocess.DEVNULL, capture_output=True, check=False
    )
    if done.returncode == CALLED_OFF:
        raise CaptureRefused("The picture was called off.", code="capture_cancelled")
    head, _, pixels = done.stdout.partition(b"\n")
    size = tuple(map(int, head.split())) if done.returncode == 0 else ()
    if len(size) != 2 or len(pixels) != size[0] * size[1] * PIXEL_BYTES:  # noqa: PLR2004 - a size
        said = done.stderr.decode(errors="replace").strip().splitlines()
        reason = said[0].removeprefix("usero-desktop: ") if said else f"status {done.returncode}"
        raise CaptureUnavailable(f"No region can be chosen here: {reason}", code="cli_region")
    return Frame(memoryview(pixels), *size)
