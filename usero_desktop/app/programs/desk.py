from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.app.desktop.raising import bring_to_front
from usero_desktop.app.instance import wish
from usero_desktop.app.programs.courier import Courier
from usero_desktop.app.programs.names import LONGEST
from usero_desktop.i18n import Texts
from usero_desktop.qt import QtCore, QtGui, Signal
from usero_desktop.settings import options_for
from usero_desktop.ui.foreign import tamed
from usero_desktop.ui.guard import guard
from usero_desktop.ui.process.ending import EXIT_SECONDS, Ending

if TYPE_CHECKING:
    from usero_desktop.app.programs.panel import ProgramPanel
    from usero_desktop.app.programs.spot import Spot
    from usero_desktop.config import Options
    from usero_desktop.settings import Program, Settings
    from usero_desktop.ui.window.alone import PanelWindow


class ProgramDesk(QtCore.QObject):
    """All about one program: its reports, and the panel once it is wanted. GUI thread.

    Signal: `changed()` when another number of reports is not sent.
    """

    changed = Signal()

    def __init__(
        self, parent: QtCore.QObject, program: Program, settings: Settings, spot: Spot
    ) -> None:
        """`spot` is where the user has put the panel, of whichever program."""
        super().__init__(parent)
        self.program = program
        self._spot = spot
        self._options = _options(program, settings)
        self.courier = Courier(self, self._options)
        self.courier.counted.connect(self.changed)
        self._window: PanelWindow | None = None
        self._panel: ProgramPanel | None = None
        ending = Ending(self)
        # Once there is a panel, the reports end with that: one may be on its way to the disk.
        courier = self.courier
        ending.close_with((lambda seconds: self._close(courier, seconds), EXIT_SECONDS))

    def _close(self, courier: Courier, seconds: float) -> None:
        courier.pool.close()
        if self._panel is None:
            courier.close(seconds)

    def start(self) -> None:
        """Send what an earlier run left, and know how much that is; may be called again."""
        self.courier.start()

    def offers(self, place: str) -> bool:
        """Whether there is such a place: the administrator of the machine may forbid it."""
        may = {wish.REGION: self._options.show_screenshot_option}
        return (may | {wish.HISTORY: self._options.keep_history}).get(place, True)

    @property
    def unsent(self) -> int:
        """How many reports are not sent."""
        return self.courier.count

    def open(
        self, place: str, near: QtCore.QRect | None, subject: str = "", token: str = ""
    ) -> None:
        """Open the panel at `place`, one of `wish.PLACES`, beside what is `near` to it.

        `subject` is what the report is offered to be about: the title of another window. `token`
        is the desktop's leave for coming to the front.
        """
        panel = self._made()
        if self._window is not None:
            self._window.near = near
            if not self._window.isVisible():
                self._window.show_spot(self._spot.corner, self._spot.size)
        if not panel.is_open:
            panel.update(page_title=subject or None)
        match place if self.offers(place) else "":
            case wish.REGION:
                panel.come_with_part()
            case wish.OUTBOX:
                panel.come_with_reports()
            case wish.HISTORY:
                panel.come_with_history()
            case wish.FEEDBACK:
                panel.come_with_form()
            case _:
                panel.come()
        if self._window is not None and self._window.isVisible():
            bring_to_front(self._window, token)

    def prepare(self) -> None:
        """Load what the panel needs, in small steps: it is wanted soon."""
        self._made().prepare()

    def take_settings(self, settings: Settings) -> None:
        """Look and speak as `settings` say from now on."""
        self._options = options = _options(self.program, settings)
        if self._panel is not None:
            self._panel.update(
                theme=options.theme,
                locale=options.locale,
                title=options.title,
            )

    def end(self) -> None:
        """Go: this program is not among the settings any more."""
        self.courier.end()
        if self._panel is not None:
            self._panel.destroy()
        else:
            self.courier.close(0.0)
        if self._window is not None:
            self._window.deleteLater()
        self.deleteLater()

    def _made(self) -> ProgramPanel:
        if self._panel is None:
            from usero_desktop.app.programs.panel import ProgramPanel
            from usero_desktop.ui.window.alone import PanelWindow

            courier = self.courier
            self._window = PanelWindow(tamed(self.program.name, LONGEST))
            self._window.left.connect(guard(self._spot.keep))
            self._window.setWindowIcon(QtGui.QGuiApplication.windowIcon())
            self._panel = ProgramPanel(self._window, self._options, lambda: courier.feedback)
            self._panel.closed.connect(self._on_closed)
            self._panel.data_deleted.connect(self._on_closed)
        return self._panel

    @guard
    def _on_closed(self) -> None:
        # Reports may have been deleted there, of which nobody tells.
        self.courier.recount()


def _options(program: Program, settings: Settings) -> Options:
    options = options_for(program, settings)
    name = tamed(program.name, LONGEST)
    texts = Texts(options.locale or QtCore.QLocale().name())
    title = texts("app.title", program=name) if name else None
    return options.updated(keep_drafts=True, title=title)
