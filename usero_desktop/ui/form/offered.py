"""What a plugin offers the user to report, as it is shown and sent."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from usero_desktop.i18n import Said
from usero_desktop.model import limits
from usero_desktop.model.patch import read_patch
from usero_desktop.model.scrub import scrub_items
from usero_desktop.model.text import clip_utf16, without_lone_surrogates
from usero_desktop.ui.foreign import tamed
from usero_desktop.ui.notice import Action, Notice

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usero_desktop.model.submission import JsonValue
    from usero_desktop.plugin import Offer


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer that stands in the panel; `attached` goes with the report exactly as it is here.

    `is_read` says that the user has it shown.
    """

    reason: str
    comment: str = ""
    attached: Mapping[str, JsonValue] = field(default_factory=dict)
    is_read: bool = False

    @property
    def text(self) -> str:
        """What is attached, to be read by the user: every name and value, nothing left out."""
        return "\n\n".join(f"{name}:\n{_written(value)}" for name, value in self.attached.items())


def offered(offer: Offer, *, scrubs: bool) -> Offered:
    """Return `offer` as it can be shown and sent; what is nonsense in it is left out."""
    attached = read_patch({"metadata": offer.attached}, in_form=True).metadata
    return Offered(
        _text(offer.reason),
        clip_utf16(_text(offer.comment), limits.COMMENT_UNITS),
        scrub_items(attached) if scrubs else attached,
    )


def _text(value: object) -> str:
    return without_lone_surrogates(value) if isinstance(value, str) else ""


def remark_of(its: Offered) -> Notice:
    """Return what the panel says of it, and what can be done."""
    actions = (Action.UNREAD if its.is_read else Action.READ, Action.DETACH)
    words = Said(its.reason, otherwise=tamed(its.reason))
    return Notice("note", words, actions if its.attached else ())


def _written(value: JsonValue) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n".join(_written(item) for item in value)
    return json.dumps(value, ensure_ascii=False, indent=1)
