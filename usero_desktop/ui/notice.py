"""What there is to tell in the panel, and what can be done about it, as values."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from usero_desktop.i18n.said import Words


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
    ANYWAY = "anyway"
    ANEW = "anew"
    WITHOUT_PICTURES = "without_pictures"
    DELETE = "delete"
    WIPE = "wipe"
    KEEP = "keep"

    @property
    def deletes(self) -> bool:
        """Whether something is gone for good after it, so that it must not look harmless."""
        return self in {Action.DELETE, Action.WIPE}


class Notice(NamedTuple):
    """A message at the top of the panel, and what can be done about it.

    `kind` is success, saved, error, question, or note (something to know that is not about
    what was just done). `icon` stands in place of the kind's own.
    """

    kind: str
    text: Words
    actions: tuple[Action, ...] = ()
    icon: str = ""
