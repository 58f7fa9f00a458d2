from __future__ import annotations

from typing import TYPE_CHECKING
from weakref import ref

from usero_desktop.qt import QtCore, QtGui, Signal, is_alive
from usero_desktop.theme import Theme
from usero_desktop.ui.guard import guard
from usero_desktop.ui.process.lifetime import Borrowed
from usero_desktop.ui.style.colors import colors_of, is_dark

if TYPE_CHECKING:
    from usero_desktop.config import Options
    from usero_desktop.qt import QtWidgets
    from usero_desktop.ui.style.colors import Colors

_Type = QtCore.QEvent.Type
_RESTYLED = frozenset(
    {
        _Type.PaletteChange,
        _Type.ApplicationPaletteChange,
        _Type.StyleChange,
        _Type.LanguageChange,
        # Letters: the application's, this window's, or those of the desktop's settings.
        _Type.FontChange,
        _Type.ApplicationFontChange,
        getattr(_Type, "ThemeChange", 210),  # PyQt6 has no name for it
    }
)


class _Hints:
    """What the system tells about itself; `contrast` from Qt 6.10 on."""

    def __init__(self, application: QtCore.QCoreApplication | None) -> None:
        self.application = None if application is None else ref(application)
        self.style = QtGui.QGuiApplication.styleHints()
        ask = getattr(self.style, "accessibility", None)
        self.contrast = None if ask is None else ask()


_known: list[_Hints] = []


def _hints() -> _Hints:
    """Return those of the application, always the same ones.

    PySide6 (6.11) has deleted Qt's own hints in one of a hundred programs whose windows came and
    went, each with Python halves of its own for them, and died when the next window asked.
    """
    application = QtCore.QCoreApplication.instance()
    of = _known[0].application if _known else None
    if of is None or of() is not application:
        _known[:] = [_Hints(application)]
    return _known[0]


class Appearance(QtCore.QObject):
    """Chooses the colours for one window: by the options, the window and the system.

    Without a theme the panel is light or dark as its window is; "host" takes the window's own
    colours. A theme of the host's does not follow: it stays with the built-in one that it was
    laid over, which is settled when the window is first seen with it.

    Signals: `changed()` when the system's colour scheme or its wish for contrast did, or the
    window's palette, style, language or letters.
    """

    changed = Signal()

    def __init__(self, parent: QtCore.QObject, window: QtWidgets.QWidget) -> None:
        super().__init__(parent)
        self._window = Borrowed(window)
        self._desktop_is_strong = False
        self._laid_over: bool | None = None
        self._hints = _hints()
        for signal in self._signals():
            signal.connect(self._on_changed)
        window.installEventFilter(self)

    @guard(otherwise=False)
    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        if event.type() in _RESTYLED and self._window.is_it(watched):
            self.changed.emit()
        return False

    def _signals(self) -> list[QtCore.SignalInstance]:
        """Return those of the system's signals that this Qt has.

        PyQt6 6.11 knows the second one as a method only: there it counts from the next
        opening on.
        """
        found: list[QtCore.SignalInstance] = []
        for hints, name in (
            (self._hints.style, "colorSchemeChanged"),  # Qt 6.5
            (self._hints.contrast, "contrastPreferenceChanged"),
        ):
            signal = getattr(hints, name, None) if hints is not None and is_alive(hints) else None
            if signal is not None and hasattr(signal, "connect"):
                found.append(signal)
        return found

    def leave(self) -> None:
        """Hear nothing more."""
        if self._window.is_there:  # PySide6 gives a window up before Qt deletes it
            self._window().removeEventFilter(self)
        # Where the window was deleted and this with it, Qt has ended its connections itself.
        for signal in self._signals() if is_alive(self) else ():
            signal.disconnect(self._on_changed)

    def forget_theme(self) -> None:
        """The host has given a theme anew: it is laid over what the window is now."""
        self._laid_over = None

    def show_contrast(self, wanted: bool) -> None:
        """Take the desktop's word on contrast, where Qt does not tell."""
        self._desktop_is_strong = wanted

    def colors(self, options: Options) -> Colors:
        """Work out the colours for now."""
        strong = self._is_strong if options.high_contrast is None else options.high_contrast
        theme, dark = options.theme, self._is_dark(options)
        if theme == "host":
            from usero_desktop.ui.style.host import host_base

            return colors_of(host_base(self._window()), dark=dark, strong=strong)
        assert theme is None or isinstance(theme, Theme | str)  # noqa: S101 - see Options
        return colors_of(theme, dark=dark, strong=strong)

    def family(self, options: Options) -> str:
        """Return the typeface for now; "" is the system's own."""
        if options.theme != "host":
            return ""
        from usero_desktop.ui.style.host import host_family

        return host_family(self._window())

    def _is_dark(self, options: Options) -> bool:
        dark = is_dark(self._window())
        if not isinstance(options.theme, Theme):
            self._laid_over = None
            return dark
        if self._laid_over is None or not self._window().isVisible():
            self._laid_over = dark
        return self._laid_over

    @property
    def _is_strong(self) -> bool:
        hints = self._hints.contrast
        if hints is None or not is_alive(hints):
            return self._desktop_is_strong
        wish = hints.contrastPreference()
        return self._desktop_is_strong or wish == QtCore.Qt.ContrastPreference.HighContrast

    @guard
    def _on_changed(self) -> None:
        self.changed.emit()
