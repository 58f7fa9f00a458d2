"""What the panel shows, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING

from usero_desktop.i18n.said import Said
from usero_desktop.model.draft import Draft

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usero_desktop.i18n.said import Words


class Phase(Enum):
    """Where a report is, as far as the panel knows."""

    WRITING = auto()
    SENDING = auto()


class Action(StrEnum):
    """What a button does about a message; its words are ``action.<value>``.

    WITHOUT_PICTURES stands in no message: the form has a button for it, with words of its own.
    """

    COPY = "copy"
    COPIED = "copied"
    AGAIN = "again"
    SHOW = "show"
    LEAVE = "leave"
    CLEAR = "clear"
    UNDO = "undo"
    READ = "read"
    UNREAD = "unread"
    DETACH = "detach"
    WITHOUT_PICTURES = "without_pictures"
    DELETE = "delete"
    WIPE = "wipe"
    KEEP = "keep"

    @property
    def deletes(self) -> bool:
        """Whether something is gone for good after it, so that it must not look harmless."""
        return self in {Action.DELETE, Action.WIPE}


@dataclass(frozen=True, slots=True)
class Notice:
    """A message at the top of the panel, and what can be done about it.

    `kind` is success, saved, error, question, or note (something to know that is not about
    what was just done). `icon` stands in place of the kind's own.
    """

    kind: str
    text: Words
    actions: tuple[Action, ...] = ()
    icon: str = ""


@dataclass(frozen=True, slots=True)
class PanelState:
    """Everything the form shows at one moment.

    `adding` counts pictures on their way, `progress` runs from 0 to 1 while sending, and
    `problems` holds what there is to say by field. `notice` is about the report that was just sent,
    `remark` about others. `may_leave_pictures` says that the report would fit without them.
    `in_form` is the kept report that is being changed in the form. `details` is what is
    attached to this one, while the user has it shown.
    """

    draft: Draft = field(default_factory=Draft)
    phase: Phase = Phase.WRITING
    adding: int = 0
    progress: float = 0.0
    notice: Notice | None = None
    remark: Notice | None = None
    problems: Mapping[str, tuple[Words, ...]] = field(default_factory=dict)
    may_leave_pictures: bool = False
    in_form: str | None = None
    details: str = ""

    @property
    def is_busy(self) -> bool:
        """Whether something is under way that Escape must not interrupt."""
        return self.phase is Phase.SENDING or self.adding > 0


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


class Standing(StrEnum):
    """How a report stands; its words are ``reports.<value>``."""

    REFUSED = "refused"
    WAITING = "waiting"
    SENDING = "sending"


@dataclass(frozen=True, slots=True)
class ReportItem:
    """One report that is not sent; `written_at` is in seconds since 1970.

    `line` is the first line of the comment, `reason` why it is not sent, and `said`
    the server's own words for it.
    """

    submission_id: str
    standing: Standing
    written_at: float
    rating: int | None
    line: str
    picture_count: int
    reason: Words = ""
    said: Words = ""


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


_DELETE = Notice("question", Said("reports.delete.ask"), (Action.KEEP, Action.DELETE))
_IN_FORM = Notice("note", Said("reports.in_form"), icon="edit")
_WIPE_NOTICES = {
    Wipe.ASKED: Notice("question", Said("wipe.ask"), (Action.KEEP, Action.WIPE)),
    Wipe.RUNNING: Notice("note", Said("wipe.running"), icon="clock"),
    Wipe.DONE: Notice("success", Said("wipe.done")),
    Wipe.ADDRESS_KEPT: Notice("error", Said("wipe.address_kept")),
}
