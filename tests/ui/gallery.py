"""Every screen of the panel, by name, to look at one after the other.

    for name in SCREENS:
        show(widget, name)     # `widget` is an open one; its panel shows that screen now
        ...

The states are made here and handed to the panel as its controllers would: the panel words
them in its language.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from ui.form import striped

from usero_desktop.errors import Refused
from usero_desktop.i18n.said import Said, both
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
from usero_desktop.ui.wording import quoted, sentence

LONG_AGO = 1_700_000_000.0
COMMENT = "The amounts do not line up with the header, and that for quite some time now."
EMAIL, FILE = "mira@example.org", "a-long-name-of-a-file.png"
SERVERS, REASON = "Looks like an advertisement", "no space left on device"


def show(widget, name):
    """Have the panel of the open `widget` show the screen called `name`."""
    state, session, panel = SCREENS[name], widget._working(), widget._front.panel
    is_form = isinstance(state, PanelState)
    form, listed = (state, ReportsState()) if is_form else (PanelState(), state)
    for controller, its in ((session.controller, form), (session.reports, listed)):
        # What the worker has to tell is another story.
        controller.blockSignals(True)
        controller.state = its
    panel.show_reports(listed)
    panel.show_state(form)
    widget._front.overlay.relayout()
    for _ in range(4):
        QtWidgets.QApplication.processEvents()


@cache
def _picture(number):
    buffer = QtCore.QBuffer()
    striped(96 + number, 64).save(buffer, "PNG")
    png = bytes(buffer.data().data())
    return Picture(png, "image/png", 96 + number, 64, preview=png)


def _full():
    draft = Draft(
        rating=Rating(2), comment=COMMENT * 9, share_email=True, email=EMAIL,
        pictures=(_picture(1), _picture(2)),
    )  # fmt: skip
    return PanelState(draft=draft, adding=1)


def _said(message, **values):
    return Said(message, values)


def _problems():
    pixels = {"width": 40000, "height": 30000, "most": 100, "side": 16000}
    problems = {
        "comment": (_said("problem.comment_cut"),),
        "screenshots": (_said("error.picture_pixels", name=FILE, **pixels),),
        "email": (_said("problem.email_invalid"),),
    }
    return replace(_full(), adding=0, problems=problems, may_leave_pictures=True)


def _notice(kind, message, *actions, **values):
    return PanelState(notice=Notice(kind, _said(message, **values), actions))


def _remark(message, *actions, **values):
    return PanelState(remark=Notice("note", _said(message, **values), actions))


def _both():
    return replace(
        _problems(),
        notice=Notice("error", _said("panel.not_kept"), (Action.COPY, Action.AGAIN)),
        remark=Notice("note", _said("remark.changing_first"), (Action.LEAVE,)),
    )


def _items():
    refused = Refused("", status=400, issues={"comment": [SERVERS], "userEmail": [SERVERS]})
    waits = both(_said("error.unreachable_name"), _said("reports.by_itself"))
    return (
        ReportItem("1", Standing.REFUSED, LONG_AGO, 1, COMMENT, 2, sentence(refused),
                   quoted(refused)),
        ReportItem("2", Standing.WAITING, LONG_AGO, 4, "", 0, waits),
        ReportItem("3", Standing.SENDING, LONG_AGO, None, "Short.", 1),
    )  # fmt: skip


def _listed(**more):
    return ReportsState(shown=True, items=_items(), **more)


def _told():
    told = {
        "1": Notice("error", _said("error.outbox_export", reason=REASON)),
        "2": Notice("success", _said("reports.exported")),
    }
    return ReportsState(shown=True, items=_items(), told=told, in_form="3", hidden=7)


def _wiping(wipe):
    items = () if wipe in {Wipe.DONE, Wipe.ADDRESS_KEPT} else _items()[:1]
    return ReportsState(shown=True, items=items, wipe=wipe)


SCREENS = {
    "form": PanelState(),
    "form, full": _full(),
    "form, problems": _problems(),
    "form, everything at once": _both(),
    "form, sending": replace(_full(), phase=Phase.SENDING, progress=0.4),
    "form, thanks": _notice("success", "panel.thanks"),
    "form, some pictures left out": _notice("success", "pictures.left_out", n=2),
    "form, saved": _notice("saved", "panel.saved"),
    "form, not kept": _notice("error", "panel.not_kept", Action.COPY, Action.AGAIN),
    "form, copied": _notice("error", "panel.not_kept", Action.COPIED, Action.AGAIN),
    "form, disk full": _notice("error", "error.outbox_full", count=200),
    "form, refused reports": _remark("remark.refused", Action.SHOW, n=3),
    "form, changing one": _remark("remark.changing", Action.LEAVE),
    "reports, reading": ReportsState(shown=True),
    "reports, none": ReportsState(shown=True, items=()),
    "reports, failed": ReportsState(shown=True, notice=Notice("error", _said("reports.failed"))),
    "reports, list": _listed(),
    "reports, asking": _listed(asking="1"),
    "reports, told": _told(),
    "wipe, asked": _wiping(Wipe.ASKED),
    "wipe, running": _wiping(Wipe.RUNNING),
    "wipe, done": _wiping(Wipe.DONE),
    "wipe, address kept": _wiping(Wipe.ADDRESS_KEPT),
}
