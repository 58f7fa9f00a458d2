"""What the lists of reports show, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING

from usero_desktop.i18n.said import Said
from usero_desktop.ui.notice import Action, Notice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usero_desktop.i18n.said import Words


class Wish(Enum):
    """What the user wants done with the reports that are not sent."""

    EDIT = auto()
    RETRY = auto()
    EXPORT = auto()
    DELETE = auto()
    DELETE_NOW = auto()
    WIPE = auto()
    WIPE_NOW = auto()
    KEEP = auto()
    MORE = auto()
    COPY = auto()
    UNFOLD = auto()


class Standing(StrEnum):
    """How a report stands; its words are ``reports.<value>``.

    SENT and PARTLY are those of the history: PARTLY came without some of its screenshots.
    """

    REFUSED = "refused"
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    PARTLY = "partly"


@dataclass(frozen=True, slots=True)
class ReportItem:
    """One report of a list; `at` is when it was written, or sent, in seconds since 1970.

    `line` is what is shown of the comment, `reason` why it is not sent, and `said`
    the server's own words for it. `left_out` counts screenshots that did not arrive, on top of
    the `picture_count`. `folded` says that `line` is the beginning of a comment, or all of a long
    one; it is None where there is nothing to fold. `recording` is the length of the recording that
    went with it, in milliseconds, and its size in bytes.
    """

    submission_id: str
    standing: Standing
    at: float
    rating: int | None
    line: str
    picture_count: int
    reason: Words = ""
    said: Words = ""
    left_out: int = 0
    folded: bool | None = None
    recording: tuple[int, int] | None = None


class Wipe(Enum):
    """How far "Delete my data" has come."""

    OFFERED = auto()
    ASKED = auto()
    RUNNING = auto()
    DONE = auto()
    ADDRESS_KEPT = auto()
    """Done, but the keyring could not be made to forget the address."""


@dataclass(frozen=True, slots=True)
class ReportsState:
    """Everything the list of reports shows at one moment.

    `items` None means not read yet; `hidden` counts those beyond them. `asking` is the
    report whose deletion is to be confirmed, `busy` names those that something is done
    with, `told` says by report how that ended, and `notice` what there is to say of none of
    them. `in_form` is the report that is being changed.
    """

    shown: bool = False
    items: tuple[ReportItem, ...] | None = None
    hidden: int = 0
    in_form: str | None = None
    asking: str | None = None
    busy: frozenset[str] = frozenset()
    told: Mapping[str, Notice] = field(default_factory=dict)
    notice: Notice | None = None
    wipe: Wipe = Wipe.OFFERED

    @property
    def may_wipe(self) -> bool:
        """Whether "Delete my data" is there to be pressed."""
        return self.wipe in {Wipe.OFFERED, Wipe.ADDRESS_KEPT}

    @property
    def shows_wipe(self) -> bool:
        """Whether "Delete my data" is there to be seen."""
        return self.wipe not in {Wipe.ASKED, Wipe.DONE}

    @property
    def wipe_notice(self) -> Notice | None:
        """What there is to say of "Delete my data"."""
        return _WIPE_NOTICES.get(self.wipe)

    def notice_at(self, submission_id: str) -> Notice | None:
        """Return what there is to ask or to say of one report."""
        if self.asking == submission_id:
            return _DELETE
        notice = self.told.get(submission_id)
        if notice is None and self.in_form == submission_id:
            return _IN_FORM
        return notice


@dataclass(frozen=True, slots=True)
class HistoryState(ReportsState):
    """Everything the list of sent reports shows at one moment; `wipe` is about that list."""

    @property
    def may_wipe(self) -> bool:
        """Whether "Delete the list" is there to be pressed."""
        return bool(self.items) and self.wipe is Wipe.OFFERED

    @property
    def shows_wipe(self) -> bool:
        """Whether "Delete the list" is there to be seen: not under an empty one."""
        return bool(self.items) and self.wipe in {Wipe.OFFERED, Wipe.RUNNING}

    @property
    def wipe_notice(self) -> Notice | None:
        """What there is to say of "Delete the list"."""
        return _FORGET_NOTICES.get(self.wipe)

    def notice_at(self, submission_id: str) -> Notice | None:
        """Return what there is to ask or to say of one report."""
        return _FORGET if self.asking == submission_id else self.told.get(submission_id)


_FORGET = Notice("question", Said("history.delete.ask"), (Action.KEEP, Action.DELETE))
_FORGET_NOTICES = {
    Wipe.ASKED: Notice("question", Said("history.wipe.ask"), (Action.KEEP, Action.DELETE)),
    Wipe.RUNNING: Notice("note", Said("wipe.running"), icon="clock"),
    Wipe.DONE: Notice("success", Said("history.wipe.done")),
}
_DELETE = Notice("question", Said("reports.delete.ask"), (Action.KEEP, Action.DELETE))
_IN_FORM = Notice("note", Said("reports.in_form"), icon="edit")
_WIPE_NOTICES = {
    Wipe.ASKED: Notice("question", Said("wipe.ask"), (Action.KEEP, Action.WIPE)),
    Wipe.RUNNING: Notice("note", Said("wipe.running"), icon="clock"),
    Wipe.DONE: Notice("success", Said("wipe.done")),
    Wipe.ADDRESS_KEPT: Notice("error", Said("wipe.address_kept")),
}
