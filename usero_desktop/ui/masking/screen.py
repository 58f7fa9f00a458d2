"""What is masked in a picture of the screen: all the host's windows, for as long as it takes."""

from __future__ import annotations

import threading
from itertools import pairwise
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

from usero_desktop.capture.backends import desktop_chooses
from usero_desktop.capture.session import late
from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.guard import guard
from usero_desktop.ui.masking import ink
from usero_desktop.ui.masking.rules import Cover, Rules
from usero_desktop.ui.masking.windows import Looks, areas_in, windows_of_host
from usero_desktop.ui.timing import after
from usero_desktop.ui.units import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from usero_desktop.capture.frame import Frame
    from usero_desktop.ui.masking.walk import Area
    from usero_desktop.ui.process.bridge import Bridge

LATE: Final = 3.0
"""Seconds that a picture waits for the GUI thread to say what was masked in it."""

ARRIVAL_MS: Final = 20
"""What Qt's own thread may need to hand on what the window system has already said."""

MOVED: Final = 4.0
"""How far a window that moves may be from where it was said to be: the width of a frame.

And two of its steps: a window manager may be behind when the watch begins.
"""

_Type = QtCore.QEvent.Type
_PAINTING: Final = frozenset({_Type.UpdateRequest, _Type.Expose})
"""Before anything that is painted comes on the screen."""

_MOVING: Final = frozenset({_Type.Move, _Type.Resize, _Type.Show, _Type.WindowStateChange})
"""What the window system does at once with windows, and paints later with all else."""

_NATIVE: Final = QtCore.Qt.WidgetAttribute.WA_NativeWindow
_Widget = QtWidgets.QWidget


class Masked(Protocol):
    """What keeps all that is masked out of one picture of the screen."""

    def burn(self, frame: Frame) -> None:
        """Make the picture, which was just taken, show nothing of it. For a worker thread."""
        ...

    def end(self) -> None:
        """Know that no picture is taken any more. GUI thread; may be called again."""
        ...


def masked_on_screen(parent: QtCore.QObject, names: Iterable[str], bridge: Bridge) -> Masked:
    """Return what begins now to keep what is masked out of a picture of the screen. GUI thread.

    `names` are the host's option `mask`. To be made a few frames before the picture is taken.
    """
    if desktop_chooses():
        from usero_desktop.ui.masking.covers import Covers

        return Covers(parent, Rules.of_program(names), bridge)
    return Watch(parent, Rules.of_program(names), bridge)


class Watch(QtCore.QObject):
    """Knows what is masked on the screen from now on until its `end`, wherever it goes meanwhile.

    To be made a few frames before a picture of the screen is taken, for the window system may
    let a window that moves wait. GUI thread, but for `burn`.
    """

    def __init__(self, parent: QtCore.QObject, rules: Rules, bridge: Bridge) -> None:
        super().__init__(parent)
        self._rules, self._bridge = rules, bridge
        self._looks = Looks()
        self._seen: dict[int, _Seen] = {}
        self._patches: list[ink.Patch] = []
        self._has_ended = threading.Event()
        self._is_ending = self._looks_again = False
        self._look()
        application = QtCore.QCoreApplication.instance()
        if application is not None:
            application.installEventFilter(self)

    def burn(self, frame: Frame) -> None:
        """Paint over in `frame` what was masked while it was taken. For a worker thread.

        Waits for the GUI thread; raises CaptureUnavailable where that does not answer, or could
        not tell what is masked.
        """
        self._bridge.post(self.end)
        if not self._has_ended.wait(LATE):
            raise late()
        self._looks.check()
        burn(frame, self._patches)

    @guard
    def end(self) -> None:
        """Know that the picture is taken, or that none will be. May be called again."""
        if not self._is_ending:
            self._is_ending = True
            # A window that was moved is where it is before Qt hears of that.
            QtGui.QGuiApplication.sync()
            after(self, ARRIVAL_MS, self._on_arrived)

    @guard
    def _on_arrived(self) -> None:
        self._look()
        self._stop_hearing()
        self._patches = [patch for seen in self._seen.values() for patch in seen.patches()]
        self._seen.clear()
        self._has_ended.set()
        self.deleteLater()

    def _stop_hearing(self) -> None:
        application = QtCore.QCoreApplication.instance()
        if application is not None:
            application.removeEventFilter(self)

    @guard(otherwise=False)
    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        kind = event.type()
        if kind in _PAINTING or (kind in _MOVING and _has_window(watched)):
            self._look(_Widget.window(watched) if isinstance(watched, _Widget) else None)
            if not self._looks_again:
                # Once more for what comes of it.
                self._looks_again = True
                after(self, 0, self._on_moved)
        return False

    @guard
    def _on_moved(self) -> None:
        self._looks_again = False
        if not self._has_ended.is_set():
            self._look()

    def _look(self, window: QtWidgets.QWidget | None = None) -> None:
        with self._looks:
            for each in windows_of_host() if window is None else [window]:
                self._note(each, areas_in(each, self._rules))

    def _note(self, window: QtWidgets.QWidget, areas: list[Area]) -> None:
        seen = self._seen.get(id(window))
        if seen is None and areas:
            seen = self._seen[id(window)] = _Seen(window)
        if seen is not None:
            seen.note(areas)


_Part: TypeAlias = "tuple[int, int, int, int, Cover]"
"""Left, top, width and height in a window, and what is to stand there."""


class _Seen:
    """Where a window was while it was watched, and what was masked in it."""

    def __init__(self, window: QtWidgets.QWidget) -> None:
        self._window = window  # kept: another may be given its id
        self._areas: set[_Part] = set()
        self._corners: list[tuple[float, float]] = []
        self._units: set[tuple[float, float]] = set()

    def note(self, areas: list[Area]) -> None:
        unit = place_of(self._window, QtCore.QRect(0, 0, 1, 1))
        corner = unit.left, unit.top
        if corner not in self._corners[-1:]:
            self._corners.append(corner)
        self._units.add((unit.width, _Widget.devicePixelRatioF(self._window)))
        self._areas |= {(*rect.getRect(), cover) for rect, cover in areas}  # type: ignore[misc]

    def patches(self) -> Iterator[ink.Patch]:
        """Yield what is to be painted over, in the units of `Monitor`.

        A window that moves is seen where Qt does not know it yet, or any more, but for its
        content, which may be newer: everything masked in it has to be masked all the way.
        """
        across, down = ([corner[i] for corner in self._corners] for i in range(2))
        steps = [abs(a - b) for line in (across, down) for a, b in pairwise(line)]
        slack = MOVED + 2 * max(steps) if steps else 0.0
        for units, ratio in self._units:
            # Qt rounds where a widget is and how large it is, each by itself.
            more = slack if ratio == 1 else slack + 1
            for left, top, width, height, cover in _joined(self._areas):
                yield ink.Patch(
                    min(across) + left * units - more,
                    min(down) + top * units - more,
                    max(across) + (left + width) * units + more,
                    max(down) + (top + height) * units + more,
                    cover,
                    ratio,
                )


def _joined(parts: set[_Part]) -> Iterator[_Part]:
    """Yield what covers the same as `parts`: a column that scrolls leaves hundreds of them."""
    order = sorted(parts, key=lambda part: (part[0], part[2], part[4].value, part[1]))
    last: _Part | None = None
    for part in order:
        left, top, width, height, cover = part
        if last is not None and (last[0], last[2], last[4]) == (left, width, cover):
            end = last[1] + last[3]
            if top <= end:
                last = (left, last[1], width, max(end, top + height) - last[1], cover)
                continue
        if last is not None:
            yield last
        last = part
    if last is not None:
        yield last


def burn(frame: Frame, patches: list[ink.Patch]) -> None:
    """Paint `patches`, in the units of `Monitor`, over in `frame`."""
    ink.burn(
        memoryview(frame.pixels),
        frame.stride,
        (frame.width, frame.height),
        (
            ink.Patch(
                (patch.left - frame.left) * frame.scale,
                (patch.top - frame.top) * frame.scale,
                (patch.right - frame.left) * frame.scale,
                (patch.bottom - frame.top) * frame.scale,
                patch.cover,
                patch.ratio,
            )
            for patch in patches
        ),
    )


def _has_window(watched: QtCore.QObject) -> bool:
    """Whether the window system knows `watched` as a window, or a part of one, of its own."""
    return not isinstance(watched, _Widget) or _Widget.testAttribute(watched, _NATIVE)
