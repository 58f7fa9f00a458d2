r"""What a second start says to the first, and how the first reads it.

    usero-desktop/1 57\n{"arguments": ["open", "region"], "token": "…"}
    usero-desktop/1 taken\n

The first line of both stays as it is in every version to come. What is between the braces may
get more names, which an older one does not read. The number changes when a reader of the number
before it would do something wrong, and one that does not know it says ``other``. JSON is written
in ASCII: an argument may be any text, half a surrogate pair included, as one is where a file's
name is no UTF-8.
"""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final, NamedTuple

from usero_desktop.app.instance.place import address, existing, folder, lock_path
from usero_desktop.errors import UseroError

if TYPE_CHECKING:
    import socket
    from collections.abc import Sequence
    from pathlib import Path

SECONDS: Final = 5.0
"""How long a second start waits for the first to answer; an idle one does in milliseconds."""

MAX_BYTES: Final = 262_144
"""Most that is read of one who speaks; Windows' command lines end at 32,767 characters."""

MAX_HEAD: Final = 64
MAX_TOKEN: Final = 1_000
RETRY_SECONDS: Final = 0.02
MAGIC: Final = b"usero-desktop/"
VERSION: Final = b"1"
TAKEN: Final = MAGIC + VERSION + b" taken\n"
OTHER: Final = MAGIC + VERSION + b" other\n"
WRONG: Final = MAGIC + VERSION + b" wrong\n"


class Message(NamedTuple):
    """What a second start was given, and the desktop's leave to come to the front ("" is none)."""

    arguments: tuple[str, ...]
    token: str = ""


class Unreadable(ValueError):
    """What came is not of ours; `answer` is what to say to it."""

    def __init__(self, answer: bytes) -> None:
        super().__init__(answer)
        self.answer = answer


def hand_over(arguments: Sequence[str], timeout: float = SECONDS) -> bool:
    """Give `arguments` to the usero-desktop that this user runs; False where there is none.

    Any thread, Qt or not; it waits up to `timeout` seconds. Raises UseroError where one runs that
    does not answer in that time, or cannot be told (another version, too many arguments).
    """
    until = time.monotonic() + timeout
    place = folder()
    answer = _answer(place, encode(Message(tuple(arguments), desktop_token())), until)
    if answer.endswith(b"\n") and answer != TAKEN:
        raise UseroError(
            "Another version of usero-desktop is running, and the two do not understand each"
            " other. Quit that one, then start again.",
            code="instance_other",
        )
    return answer == TAKEN


def is_running(timeout: float = SECONDS) -> bool:
    """Whether this user runs a usero-desktop, which is asked for nothing. Makes no folder.

    Any thread; it waits up to `timeout` seconds. Raises UseroError where one does not answer.
    """
    place = existing()
    if place is None:
        return False
    # No version is 0: whichever it is, it says that it does not know that one, and does nothing.
    return _answer(place, MAGIC + b"0 0\n", time.monotonic() + timeout).startswith(MAGIC)


def desktop_token() -> str:
    """Return the desktop's leave for this start to bring a window to the front, "" for none."""
    named = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")
    return next((found for name in named if (found := os.environ.get(name, ""))), "")[:MAX_TOKEN]


def encode(message: Message) -> bytes:
    """Return `message` as it is sent; raises UseroError where it is too large."""
    told = {"arguments": message.arguments, "token": message.token}
    payload = json.dumps(told).encode("ascii")
    if len(payload) > MAX_BYTES:
        raise UseroError(
            "These arguments are too long to be handed to the usero-desktop that is running.",
            code="instance_too_much",
        )
    return b"%s%s %d\n%s" % (MAGIC, VERSION, len(payload), payload)


def decode(received: bytes) -> Message | None:
    """Return the message that `received` is, None while there is more to come.

    Raises Unreadable, for what can be no message of ours whatever comes.
    """
    head, ended, payload = received.partition(b"\n")
    if not MAGIC.startswith(head[: len(MAGIC)]) or len(head) > MAX_HEAD:
        raise Unreadable(WRONG)
    if not ended:
        return None
    version, _, size = head.removeprefix(MAGIC).partition(b" ")
    if version != VERSION:
        raise Unreadable(OTHER if version.isdigit() else WRONG)
    if not size.isdigit() or int(size) > MAX_BYTES:
        raise Unreadable(WRONG)
    if len(payload) < int(size):
        return None
    return _message(payload[: int(size)])


def _message(payload: bytes) -> Message:
    try:
        told = json.loads(payload)
    except (ValueError, RecursionError):
        raise Unreadable(WRONG) from None
    arguments = told.get("arguments") if isinstance(told, dict) else None
    if not isinstance(arguments, list) or not all(isinstance(word, str) for word in arguments):
        raise Unreadable(WRONG)
    token = told.get("token")
    is_token = isinstance(token, str) and len(token) <= MAX_TOKEN and token.isprintable()
    return Message(tuple(arguments), token if is_token else "")


def _answer(place: Path, letter: bytes, until: float) -> bytes:
    """Return what was answered to `letter`, b"" where there is nobody."""
    speak = _spoken_on_windows if os.name == "nt" else _spoken
    return speak(place, letter, until)


def _spoken(place: Path, letter: bytes, until: float) -> bytes:
    if not os.path.lexists(address(place)):
        return b""  # as at nearly every start: no window has to wait for a module then

    import socket

    while True:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(max(until - time.monotonic(), 0.001))
            try:
                line.connect(address(place))
                line.sendall(letter)
                return _line(line)
            except BlockingIOError:  # so many start at once that there is a queue
                time.sleep(RETRY_SECONDS)
                if time.monotonic() > until:
                    raise silent(place) from None
            except TimeoutError:
                raise silent(place) from None
            except OSError:  # nobody is there any more, or has just gone
                return b""


def _line(line: socket.socket) -> bytes:
    answer = b""
    while not answer.endswith(b"\n") and len(answer) < MAX_HEAD:
        piece = line.recv(MAX_HEAD)
        if not piece:
            break
        answer += piece
    return answer


def _spoken_on_windows(place: Path, letter: bytes, until: float) -> bytes:
    """Do the same through a pipe, which knows no time limits: a thread waits for it."""
    import threading

    answers = [b""]

    def speak() -> None:
        with suppress(OSError), open(address(place), "r+b", buffering=0) as pipe:  # noqa: PTH123 - no path
            _let_come_to_front()
            pipe.write(letter)
            answers[0] = pipe.readline(MAX_HEAD)

    thread = threading.Thread(target=speak, name="usero-handover", daemon=True)
    thread.start()
    thread.join(max(until - time.monotonic(), 0))
    if thread.is_alive():
        raise silent(place)
    return answers[0]


def _let_come_to_front() -> None:
    if sys.platform == "win32":
        import ctypes

        any_process = -1  # this start has the right to, and the one that runs has not
        ctypes.windll.user32.AllowSetForegroundWindow(any_process)


def silent(place: Path) -> UseroError:
    """Return what to say of one who runs and does not answer."""
    try:
        number = lock_path(place).read_text("ascii").strip()[:20]
    except (OSError, ValueError):
        number = ""
    process = number if number.isdigit() else "?"
    return UseroError(
        f"It is running already (process {process}), but does not answer. End that process, then"
        " start again. Nothing that was written is lost.",
        code="instance_silent",
        process=process,
    )
