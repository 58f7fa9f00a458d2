from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.core.host import SLOW_SECONDS

if TYPE_CHECKING:
    from usero_desktop.config import Options
    from usero_desktop.core.person import Speaker


class Who:
    """Who is speaking in one window. GUI thread.

    What knows it is loaded when it is first needed: a button that stays closed does not pay
    for it.
    """

    def __init__(self, options: Options) -> None:
        self._options = options
        self._speaker: Speaker | None = None

    @property
    def speaker(self) -> Speaker:
        """What knows who is speaking."""
        from usero_desktop.core.person import Speaker

        if self._speaker is None:
            self._speaker = Speaker(self._options)
        return self._speaker

    def identify(self, user: object) -> None:
        """Take the host's word; raises ConfigError for what is no user and not None."""
        from usero_desktop.model.user import user_of  # for hosts that name one

        self.speaker.identify(None if user is None else user_of(user))

    def poll(self) -> None:
        """Ask the host's `get_user`, where there is one."""
        if self._options.get_user is not None:
            self.speaker.ask(patience=SLOW_SECONDS)

    def take_options(self, options: Options, *, has_user: bool) -> None:
        """Use changed options; a `user` among the changes is the newest word (`has_user`)."""
        if self._speaker is not None or has_user:
            self.speaker.take_options(options, has_user=has_user)
        self._options = options
