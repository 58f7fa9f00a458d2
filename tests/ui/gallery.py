"""Every screen of the panel, by name, to look at one after the other.

    for name in SCREENS:
        show(widget, name)     # `widget` is an open one; its panel shows that screen now
        ...

The states are made here and handed to the panel as its controllers would; the words in them
are the catalog's, in the widget's language.
"""

from __future__ import annotations

from dataclasses import replace

from ui.form import striped

from usero_desktop.model.draft import Draft
from usero_desktop.model.picture import Picture
from usero_desktop.model.rating import Rating
from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.ui.state import (
    Action,
    Notice,
    PanelState,
    Phase,
    ReportItem,
    ReportsState,
    Standing,
    Wipe,
)

LONG_AGO = 1_700_000_000.0
COMMENT = "The amounts do not line up with the header, and that for quite some time now."


def show(widget, name):
    """Have the panel of the open `widget` show the screen called `name`."""
    state = SCREENS[name](widget._texts)
    panel = widget._panel
    if isinstance(state, PanelState):
        panel.show_reports(ReportsState())
        panel.show_state(state)
    else:
        panel.show_reports(state)
    widget._overlay.relayout()
    for _ in range(4):
        QtWidgets.QApplication.processEvents()


def _picture(number):
    buffer = QtCore.QBuffer()
    striped(96 + number, 64).save(buffer, "PNG")
    png = bytes(buffer.data().data())
    return Picture(png, "image/png", 96 + number, 64, preview=png)


def _full(texts):
    draft = Draft(
        rating=Rating(2), comment=COMMENT * 9, share_email=True, email="mira@example.org",
        pictures=(_picture(1), _picture(2)),
    )  # fmt: skip
    return PanelState(draft=draft, adding=1)


def _problems(texts):
    problems = {
        "comment": (texts("problem.comment_cut"),),
        "screenshots": (texts("error.picture_pixels", name="a-long-name-of-a-file.png",
                              width=40000, height=30000, most=100, side=16000),),
        "email": (texts("problem.email_invalid"),),
    }  # fmt: skip
    return replace(_full(texts), adding=0, problems=problems, may_leave_pictures=True)


def _notice(kind, message, *actions, **values):
    return lambda texts: PanelState(notice=Notice(kind, texts(message, **values), actions))


def _remark(message, *actions, **values):
    return lambda texts: PanelState(remark=Notice("note", texts(message, **values), actions))


def _both(texts):
    return replace(
        _problems(texts),
        notice=Notice("error", texts("panel.not_kept"), (Action.COPY, Action.AGAIN)),
        remark=Notice("note", texts("remark.changing_first"), (Action.LEAVE,)),
    )


def _items(texts):
    said = texts("error.said", words="comment: Looks like an advertisement")
    return (
        ReportItem("1", Standing.REFUSED, LONG_AGO, 1, COMMENT, 2, texts("error.refused"), said),
        ReportItem("2", Standing.WAITING, LONG_AGO, 4, "", 0, texts("error.unreachable_name")
                   + " " + texts("reports.by_itself")),
        ReportItem("3", Standing.SENDING, LONG_AGO, None, "Short.", 1),
    )  # fmt: skip


def _listed(**more):
    return lambda texts: ReportsState(shown=True, items=_items(texts), **more)


def _told(texts):
    told = {
        "1": Notice("error", texts("error.outbox_export", reason="no space left on device")),
        "2": Notice("success", texts("reports.exported")),
    }
    return ReportsState(shown=True, items=_items(texts), told=told, in_form="3", hidden=7)


def _wiping(wipe):
    items = () if wipe in {Wipe.DONE, Wipe.ADDRESS_KEPT} else None
    return lambda texts: ReportsState(shown=True, items=items or _items(texts)[:1], wipe=wipe)


SCREENS = {
    "form": lambda _texts: PanelState(),
    "form, full": _full,
    "form, problems": _problems,
    "form, everything at once": _both,
    "form, sending": lambda texts: replace(_full(texts), phase=Phase.SENDING, progress=0.4),
    "form, thanks": _notice("success", "panel.thanks"),
    "form, some pictures left out": _notice("success", "pictures.left_out", n=2),
    "form, saved": _notice("saved", "panel.saved"),
    "form, not kept": _notice("error", "panel.not_kept", Action.COPY, Action.AGAIN),
    "form, copied": _notice("error", "panel.not_kept", Action.COPIED, Action.AGAIN),
    "form, disk full": _notice("error", "error.outbox_full", count=200),
    "form, refused reports": _remark("remark.refused", Action.SHOW, n=3),
    "form, changing one": _remark("remark.changing", Action.LEAVE),
    "reports, reading": lambda _texts: ReportsState(shown=True),
    "reports, none": lambda _texts: ReportsState(shown=True, items=()),
    "reports, failed": lambda texts: ReportsState(
        shown=True, notice=Notice("error", texts("reports.failed"))
    ),
    "reports, list": _listed(),
    "reports, asking": _listed(asking="1"),
    "reports, told": _told,
    "wipe, asked": _wiping(Wipe.ASKED),
    "wipe, running": _wiping(Wipe.RUNNING),
    "wipe, done": _wiping(Wipe.DONE),
    "wipe, address kept": _wiping(Wipe.ADDRESS_KEPT),
}
