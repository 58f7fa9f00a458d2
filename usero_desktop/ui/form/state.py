"""What the form shows, as values."""

from __future__ import annotations

from enum import Enum, auto
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

from usero_desktop.model.draft import Draft

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usero_desktop.i18n.said import Words
    from usero_desktop.model.picture import Picture
    from usero_desktop.ui.form.filming import Film
    from usero_desktop.ui.notice import Notice


class Phase(Enum):
    """Where a report is, as far as the panel knows."""

    WRITING = auto()
    SENDING = auto()


_NO_PROBLEMS: Final[Mapping[str, tuple[Words, ...]]] = MappingProxyType({})


class PanelState(NamedTuple):
    """Everything the form shows at one moment.

    `adding` counts pictures on their way, `changing` are those that are about to be others,
    `progress` runs from 0 to 1 while sending, and
    `problems` holds what there is to say by field. `notice` is about the report that was just sent,
    `remark` about others. `may_leave_pictures` says that the report would fit without them.
    `in_form` is the kept report that is being changed in the form. `details` is what is
    attached to this one, while the user has it shown. `tells_pointed` says whether it travels
    what control a picture points at. `film` is the recording that may go along, None where there
    is none.
    """

    draft: Draft = Draft()
    phase: Phase = Phase.WRITING
    adding: int = 0
    changing: tuple[Picture, ...] = ()
    progress: float = 0.0
    notice: Notice | None = None
    remark: Notice | None = None
    problems: Mapping[str, tuple[Words, ...]] = _NO_PROBLEMS
    may_leave_pictures: bool = False
    in_form: str | None = None
    details: str = ""
    tells_pointed: bool = True
    film: Film | None = None

    @property
    def is_sending(self) -> bool:
        """Whether the report in the form is being sent."""
        return self.phase is Phase.SENDING

    @property
    def is_busy(self) -> bool:
        """Whether something is under way that Escape must not interrupt."""
        return self.is_sending or self.is_awaiting

    @property
    def is_awaiting(self) -> bool:
        """Whether something of the report is not there yet, or not yet as it is to be."""
        film = self.film
        is_filming = film is not None and film.is_on and film.is_coming
        return self.adding > 0 or bool(self.changing) or is_filming
