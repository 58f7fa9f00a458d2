"""All the windows of the host that the screen may show, and what is masked in each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.capture.session import failed
from usero_desktop.qt import QtCore, QtWidgets, is_alive
from usero_desktop.ui.masking.rules import Cover
from usero_desktop.ui.masking.scenes import is_embedded
from usero_desktop.ui.masking.walk import Area, areas_of
from usero_desktop.ui.own import OWN

if TYPE_CHECKING:
    from usero_desktop.ui.masking.rules import Rules

_Widget = QtWidgets.QWidget
_PICTURES_OF_WIDGETS: Final = frozenset({"QRollEffect", "QAlphaWidget"})


class Looks:
    """Remembers of several looks at the host's windows whether one failed."""

    def __init__(self) -> None:
        self._has_failed = False

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, *_rest: object) -> None:
        # Somebody else catches the exception, and goes on.
        self._has_failed = self._has_failed or kind is not None

    def check(self) -> None:
        """Raise CaptureUnavailable where one has failed. Any thread."""
        if self._has_failed:
            raise failed()


def windows_of_host() -> list[QtWidgets.QWidget]:
    """Return the windows of the host that the screen may show."""
    return [one for one in QtWidgets.QApplication.topLevelWidgets() if is_seen(one)]


def areas_in(window: QtWidgets.QWidget, rules: Rules) -> list[Area]:
    """Return what is masked in any window; nothing in one that is not the host's, or unseen.

    One that is masked as a whole is masked with its frame.
    """
    try:
        return _areas(window, rules) if is_seen(window) else []
    except (RuntimeError, TypeError, AttributeError):
        return [Area(_Widget.rect(window), Cover.MASK)] if is_alive(window) else []


def is_seen(window: QtWidgets.QWidget) -> bool:
    """Whether `window` is one of the host's that the screen may show."""
    return (
        _Widget.isVisible(window)
        and _Widget.isWindow(window)
        and not _Widget.isMinimized(window)
        and not is_embedded(window)
        and not QtCore.QObject.property(window, OWN)
    )


def shows_another(window: QtWidgets.QWidget) -> bool:
    """Whether it is a window of Qt's that shows another one, half rolled out or half to be seen."""
    return QtCore.QObject.metaObject(window).className() in _PICTURES_OF_WIDGETS


def _areas(window: QtWidgets.QWidget, rules: Rules) -> list[Area]:
    if shows_another(window):
        return [Area(_Widget.rect(window), Cover.MASK)]
    cover = rules.cover_of(window)
    if cover is None:
        return areas_of(window, rules)
    # With its frame, for what stands in its title.
    frame = _Widget.frameGeometry(window).translated(-_Widget.geometry(window).topLeft())
    return [Area(frame, cover)]
