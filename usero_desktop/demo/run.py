"""Run the expense book with the feedback button in it."""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from usero_desktop.demo.user import fill_in_and_send
from usero_desktop.demo.window import ExpenseBook
from usero_desktop.errors import UseroError
from usero_desktop.plugins import RecentLogs
from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.replay import SessionReplay
from usero_desktop.ui.attach import attach

if TYPE_CHECKING:
    from usero_desktop.config import LauncherType, Position
    from usero_desktop.ui.widget import FeedbackWidget

VERSION = "2.4.0"
CLIENT_ID = "client_demo"
SAMPLE_COMMENT = "The table is lovely. Could the amounts line up with the header?"
SAMPLE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class DemoOptions:
    """Where to send and how to look; `position` and `launcher_type` are the widget's."""

    base_url: str
    data_dir: str | None = None
    position: Position = "right"
    launcher_type: LauncherType = "tab"
    locale: str | None = None
    dark: bool = False


def run(options: DemoOptions) -> int:
    """Show the window until it is closed; return the exit status."""
    application = _application()
    window, widget = _opened(options)
    window.feedback_wanted.connect(widget.open)
    window.show()
    return application.exec()


def send_sample(options: DemoOptions) -> str:
    """Without a screen: send one sample through the whole path.

    Returns the feedback's id as the server gave it; raises TimeoutError when none came, and
    the UseroError that the widget tells of.
    """
    # Trouble is told once, by whoever calls.
    logging.getLogger("usero_desktop").setLevel(logging.ERROR)
    # The offscreen platform says of each thing a screen would do that it cannot: no news.
    QtCore.qInstallMessageHandler(lambda *_: None)
    application = _application()
    window, widget = _opened(options)
    window.show()
    loop = QtCore.QEventLoop()
    outcome: list[str | UseroError] = []

    def on_over(told: object) -> None:
        outcome.append(told if isinstance(told, UseroError) else getattr(told, "feedback_id", ""))
        loop.quit()

    widget.delivered.connect(on_over)
    widget.failed.connect(on_over)
    widget.open()
    fill_in_and_send(window, rating=4, comment=SAMPLE_COMMENT)
    QtCore.QTimer.singleShot(SAMPLE_SECONDS * 1000, loop.quit)
    loop.exec()
    widget.destroy()
    window.close()
    application.processEvents()
    match outcome:
        case [UseroError() as error, *_]:
            raise error
        case [str(feedback_id), *_]:
            return feedback_id
    message = f"The inbox at {options.base_url} did not confirm the sample."
    raise TimeoutError(message)


def _application() -> QtWidgets.QApplication:
    existing = QtWidgets.QApplication.instance()
    if isinstance(existing, QtWidgets.QApplication):
        return existing
    application = QtWidgets.QApplication(sys.argv[:1])
    application.setApplicationDisplayName("Expense Book")
    application.setStyle("Fusion")
    return application


def _opened(options: DemoOptions) -> tuple[ExpenseBook, FeedbackWidget]:
    window = ExpenseBook(options.base_url)
    window.show_dark(dark=options.dark)
    widget = attach(
        window,
        client_id=CLIENT_ID,
        base_url=options.base_url,
        data_dir=options.data_dir,
        position=options.position,
        launcher_type=options.launcher_type,
        locale=options.locale,
        app_name="Expense Book",
        app_version=VERSION,
        plugins=[RecentLogs(), SessionReplay(consent="ask")],
        metadata={"plan": "demo", "document": "Slovenia in September"},
    )
    return window, widget
