from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.ui.process.ending import Ending
from usero_desktop.ui.process.lifetime import delete_now
from usero_desktop.ui.session.plugging import Plugging
from usero_desktop.ui.session.who import Who
from usero_desktop.ui.window.reopening import take_up

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.config import Options
    from usero_desktop.core.feedback import Feedback
    from usero_desktop.plugin import Offer
    from usero_desktop.qt import QtCore, QtWidgets
    from usero_desktop.ui.form.state import PanelState
    from usero_desktop.ui.session.session import Session
    from usero_desktop.ui.window.stage import Stage


class Backstage:
    """What stands ready behind the button of one window: little, until more is needed. GUI thread.

    Plain Python. Its parts are children of the widget, and end with that.
    """

    def __init__(
        self,
        widget: QtCore.QObject,
        window: QtWidgets.QWidget,
        options: Options,
        *,
        overlay: Stage,
        core: Callable[[], Feedback] | None,
        reopen: Callable[[], None],
        take_offer: Callable[[Offer], bool],
        begun: Callable[[Session], None],
    ) -> None:
        """`core` is asked for what sends, where it is not this that makes it.

        `reopen` opens a panel that another widget has left open, `take_offer` one with a plugin's
        offer, unless it is in use. `begun` is called with the session when there is one.
        """
        self._widget, self._options = widget, options
        self._overlay, self._core, self._begun = overlay, core, begun
        self.session: Session | None = None
        """What works, None where nothing had to so far."""
        self.who = Who(options)
        self.lease = take_up(widget, window, options, open_=reopen)
        self.ending = Ending(widget)
        self.plugging = Plugging(
            widget, window, options, who=self.who, ending=self.ending, take=take_offer
        )

    def working(self) -> Session:
        """Return the session, made when first needed."""
        from usero_desktop.ui.session.session import Session

        if self.session is None:
            self.session = session = Session(
                self._widget,
                options=self._options,
                overlay=self._overlay,
                who=self.who,
                lease=self.lease,
                ending=self.ending,
                plugins=self.plugging.plugins,
                feedback=self._core() if self._core is not None else None,
            )
            self._begun(session)
            session.watch(self.lease.is_open)
            if not self.lease.is_blank:
                session.controller.show()
        return self.session

    @property
    def state(self) -> PanelState:
        """What the panel shows: nothing yet, where nothing works yet."""
        from usero_desktop.ui.form.state import PanelState

        if self.session is not None:
            return self.session.controller.state
        state = PanelState() if self.lease.is_blank else PanelState(self.lease.draft)
        # In sight from the first frame on: nothing is to move under the user's hand.
        return state._replace(film=self.plugging.film)

    def open(self) -> bool:
        """Know that the panel opens; whether that is with what another widget has left."""
        self.lease.is_open = True
        return self.lease.adopt()

    def show_form(self, *, goes_on: bool) -> None:
        """Have the form be what is seen; it `goes_on` with what another widget has left."""
        if self.session is not None:
            if goes_on:
                self.session.controller.go_on()
            self.session.controller.forget_notices()
            self.session.show_form()
            self.session.watch(True)

    def close(self) -> None:
        """Know that the panel is closed."""
        self.lease.is_open = False
        if self.session is not None:
            self.session.watch(False)

    def identify(self, user: object) -> None:
        """Take the host's word for who is speaking; raises ConfigError for what is no user."""
        self.who.identify(user)
        if self.session is not None:
            self.session.take_person()

    def take_options(self, options: Options, *, has_user: bool) -> None:
        """Use changed options from now on; `has_user` where the user is among the changes."""
        self._options = options
        self.who.take_options(options, has_user=has_user)
        self.plugging.take_options(options)
        if self.session is not None:
            self.session.take_options(options, plugins=self.plugging.plugins)

    def end(self) -> None:
        """End it while the host goes on; what is unsent goes out at the next start."""
        self.lease.end()
        self.plugging.end()
        if self.session is not None:
            self.session.end()
        self.ending.behind()

    def vanish(self) -> None:
        """Leave nothing behind for an event loop that will not run again."""
        if self.session is not None:
            delete_now(self.session.bridge)
        self.plugging.vanish()
