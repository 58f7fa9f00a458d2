"""What is in a form, as it is handed over: to be sent, or to be shown before that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from usero_desktop.core.host import SLOW_SECONDS, host_text
from usero_desktop.model import pointed
from usero_desktop.model.choice import REPLAY, Choice
from usero_desktop.model.pointed import pointed_metadata
from usero_desktop.model.written import Written
from usero_desktop.ui.form import drafts

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usero_desktop.model.unset import Unset
    from usero_desktop.ui.form.controller import Controller


def beside_of(form: Controller) -> Written:
    """Return what goes with the report beside what is in the form."""
    original, offered = form.desk.original, form.offered
    if original is not None:
        return original.beside
    attached = offered.attached if offered and offered.attached else None
    return Written(metadata=attached, recording=form.enclosing.recording)


def filled(
    form: Controller, beside: Written, context: Mapping[str, object], *, pictures: bool = True
) -> Written:
    """Return what is in `form`, with what is `beside` it, as far as the user lets it travel.

    The host is asked for its page; `context` is what Qt knows of the machine. GUI thread.
    """
    draft, seen = form.shown, form.desk.seen
    shots = draft.pictures if pictures else ()
    told = pointed_metadata(shots)
    if told and seen is not None:
        # Whoever points at something after they have looked at the rest sees that in the form.
        seen |= {pointed.part()}
    if beside.recording is not None and seen is not None:
        seen |= {REPLAY}  # and whoever has ticked the recording, or watched it, has seen that
    return replace(
        beside,
        rating=draft.rating,
        comment=draft.comment,
        user_email=draft.user_email,
        screenshots=shots,
        page_url=_asked(form, "page_url", beside.page_url),
        page_title=_asked(form, "page_title", beside.page_title),
        context={**context, **told},
        choice=Choice(drafts.off_of(form.writing.key), seen),
    )


def _asked(form: Controller, option: str, known: str | Unset | None) -> str | None:
    """Ask the host's own code, unless it is `known`: on the GUI thread, it may touch Qt."""
    if isinstance(known, str):
        return known
    return host_text(option, getattr(form.options, option), patience=SLOW_SECONDS)
