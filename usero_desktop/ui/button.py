from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final

from usero_desktop.config import ALIASES, DEFAULTS, FIXED, check_names
from usero_desktop.core.host import call_host
from usero_desktop.errors import ConfigError
from usero_desktop.i18n import Texts
from usero_desktop.logs import guest_logger
from usero_desktop.model.unset import UNSET
from usero_desktop.qt import Property, QtCore, QtGui, QtWidgets, is_alive
from usero_desktop.ui.attach import attach
from usero_desktop.ui.guard import guard
from usero_desktop.ui.widget import FeedbackWidget

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Unpack

    from usero_desktop.config import OptionValues
    from usero_desktop.errors import UseroError
    from usero_desktop.model.unset import Unset

log = guest_logger()

_TITLE: Final = "panel.title"


def _own(name: str) -> str:
    return ALIASES.get(name, name)


def _property(option: str, kind: type) -> Property:
    """Return a Qt property for an option; an empty text is the default."""

    @guard(otherwise=kind())
    def read(button: FeedbackButton) -> object:
        value = button.option(option)
        return value if isinstance(value, kind) else kind()

    @guard
    def write(button: FeedbackButton, value: object) -> None:
        changes: dict[str, Any] = {option: value if kind is bool or value else None}
        button.configure(**changes)

    return Property(kind, read, write)


class FeedbackButton(QtWidgets.QPushButton):
    """A button of the host's own that opens the panel of its window, for Qt Designer and code.

    It looks as the host's buttons do. When it is first shown it attaches to its window without
    a launcher; where one with the same client id is attached there already, that one is used.
    The options that a form can hold are Qt properties, named as in the web widget but for
    `feedbackTitle` and `language`; all of them, functions too, are taken by `configure`.
    A wrong option never raises: see `attach`. GUI thread only.
    """

    is_designed: ClassVar[bool] = False
    """Set in Qt Designer's process: there the button stays a picture of itself."""

    clientId: ClassVar[Property] = _property("client_id", str)  # noqa: N815 - Qt's own way to name properties
    baseUrl: ClassVar[Property] = _property("base_url", str)  # noqa: N815
    environment: ClassVar[Property] = _property("environment", str)
    feedbackTitle: ClassVar[Property] = _property("title", str)  # noqa: N815
    placeholder: ClassVar[Property] = _property("placeholder", str)
    position: ClassVar[Property] = _property("position", str)
    theme: ClassVar[Property] = _property("theme", str)
    language: ClassVar[Property] = _property("locale", str)
    showEmailOption: ClassVar[Property] = _property("show_email_option", bool)  # noqa: N815
    showScreenshotOption: ClassVar[Property] = _property("show_screenshot_option", bool)  # noqa: N815
    appName: ClassVar[Property] = _property("app_name", str)  # noqa: N815
    appVersion: ClassVar[Property] = _property("app_version", str)  # noqa: N815

    def __init__(self, parent: QtWidgets.QWidget | None = None) -> None:
        """Make a button that knows no project yet: set `clientId`, or call `configure`."""
        super().__init__(parent)
        self._options: dict[str, Any] = {}
        self._handle: FeedbackWidget | None = None
        self._is_ours = False
        self._show_own_text()
        self.clicked.connect(self._on_clicked)

    # ------------------------------------------------------------ for the host

    def configure(
        self, client_id: str | Unset | None = UNSET, **options: Unpack[OptionValues]
    ) -> None:
        """Set options as attach() takes them, now or while running; None restores a default.

        They count for a widget that was attached by somebody else as well, except for the fixed
        ones, which only say which one is meant (`client_id`) or how one is attached.
        """
        given: dict[str, Any] = {**options}
        if client_id is not UNSET:
            given["client_id"] = client_id
        changes = {name: value for name, value in given.items() if value is not UNSET}
        try:
            check_names(changes)
        except ConfigError as error:
            # Taken note of, it could never be taken back.
            log.warning("%s", error)
            call_host("on_error", self._hook, error)
            return
        handle = self.handle
        if (
            handle is not None
            and not handle.is_inert
            and not any(_own(name) in FIXED for name in changes)
        ):
            before = handle.options
            handle.update(**changes)
            if handle.options is before:  # refused, and said so
                return
            self._options.update(changes)
        else:
            self._options.update(changes)
            self._leave()
            if self.isVisible() and self._knows_project:
                self._join()
        if self.text() == self._own_text:
            self._show_own_text()

    @property
    def handle(self) -> FeedbackWidget | None:
        """The widget of this window that the button opens; None before it was first shown."""
        return self._handle if self._handle is not None and is_alive(self._handle) else None

    def option(self, name: str) -> object:
        """Return an option as it was set here, or its default."""
        value = self._options.get(name)
        return DEFAULTS.get(name) if value is None else value

    # ------------------------------------------------------------ within

    @property
    def _hook(self) -> Callable[[UseroError], object] | None:
        hook = self.option("on_error")
        return hook if callable(hook) else None

    def _show_own_text(self) -> None:
        language = self.option("locale") or QtCore.QLocale().name()
        texts = self.option("texts")
        own = texts.get(_TITLE) if isinstance(texts, Mapping) else None
        given = self.option("title") or own  # as the panel that it opens says it
        self._own_text = given if isinstance(given, str) else Texts(str(language))(_TITLE)
        self.setText(self._own_text)

    def _join(self) -> None:
        """Find or attach the widget of this window."""
        window, handle = self.window(), self.handle
        is_here = handle is not None and handle.parent() is window
        # A wrong configuration stays one; what the host destroyed is made anew.
        if handle is not None and is_here and (handle.options is None or not handle.is_inert):
            return
        self._leave()
        found = self._found_in(window)
        self._is_ours = found is None
        if found is None:
            self._handle = attach(window, **{"launcher_type": "none", **self._options})
            return
        self._handle = found
        named = {name: its for name, its in self._options.items() if _own(name) not in FIXED}
        found.update(**named)

    def _found_in(self, window: QtWidgets.QWidget) -> FeedbackWidget | None:
        widgets = (child for child in window.children() if isinstance(child, FeedbackWidget))
        for widget in widgets:
            options = None if widget.is_inert else widget.options
            if options is not None and options.client_id == self.option("client_id"):
                return widget
        return None

    @property
    def _knows_project(self) -> bool:
        """Before it does, only a click is answered, with a word in the log."""
        return not self.is_designed and bool(self.option("client_id"))

    def _leave(self) -> None:
        handle, self._handle = self.handle, None
        if handle is not None and self._is_ours:
            handle.destroy()
            handle.deleteLater()

    @guard
    def showEvent(self, event: QtGui.QShowEvent) -> None:
        super().showEvent(event)
        if self._knows_project:
            self._join()

    @guard
    def enterEvent(self, event: QtGui.QEnterEvent) -> None:
        super().enterEvent(event)
        self._prepare()

    @guard
    def focusInEvent(self, event: QtGui.QFocusEvent) -> None:
        super().focusInEvent(event)
        self._prepare()

    def _prepare(self) -> None:
        if self.handle is not None:
            self.handle.prepare()

    @guard
    def _on_clicked(self) -> None:
        if not self.is_designed:
            self._join()
        if self.handle is not None:
            self.handle.toggle()
