"""Every screen of the panel, by name, to look at one after the other.

    for name in SCREENS:
        show(widget, name)     # `widget` is an open one; its panel shows that screen now
        ...

The states are made here and handed to the panel as its controllers would: the panel words
them in its language.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

from ui.form import striped

from usero_desktop.core.preview import Preview
from usero_desktop.errors import Refused
from usero_desktop.i18n.said import Said, both
from usero_desktop.model.draft import Draft
from usero_desktop.model.picture import Picture
from usero_desktop.model.rating import Rating
from usero_desktop.model.recording import Recording
from usero_desktop.model.submission import Submission
from usero_desktop.model.user import Person, User
from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.rrweb import events, film, nodes
from usero_desktop.rrweb.chunks import pack
from usero_desktop.rrweb.cutting import moment_of
from usero_desktop.rrweb.nodes import Element
from usero_desktop.ui.form.filming import Film, Take
from usero_desktop.ui.form.state import PanelState, Phase
from usero_desktop.ui.notice import Action, Notice
from usero_desktop.ui.reports.items import HistoryState, ReportItem, ReportsState, Standing, Wipe
from usero_desktop.ui.review.review import Part, ReviewState
from usero_desktop.ui.wording import quoted, sentence

LONG_AGO = 1_700_000_000.0
LONG_AGO_MS = 1_700_000_000_000
COMMENT = "The amounts do not line up with the header, and that for quite some time now."
KEYS = "9" * 90
EMAIL, FILE = "mira@example.org", "a-long-name-of-a-file.png"
SERVERS, REASON = "Looks like an advertisement", "no space left on device"


def show(widget, name):
    """Have the panel of the open `widget` show the screen called `name`."""
    state, session, panel = SCREENS[name], widget._backstage.working(), widget._front.panel
    form = state if isinstance(state, PanelState) else PanelState()
    sent = state if isinstance(state, HistoryState) else HistoryState()
    listed = state if type(state) is ReportsState else ReportsState()
    for controller in (session.controller, session.reports, session.history):
        # What the worker has to tell is another story.
        controller.blockSignals(True)
    session.controller.state, session.controller.enclosing._film = form, form.film
    session.reports._list.state, session.history._list.state = listed, sent
    panel.show_reports(listed)
    panel.show_sent(sent)
    panel.show_state(form)
    _review(session, panel, state if isinstance(state, ReviewState) else ReviewState())
    _watch(panel, form.film)
    widget._front.overlay.relayout()
    for _ in range(4):
        QtWidgets.QApplication.processEvents()


def _review(session, panel, state):
    page = panel.findChild(QtWidgets.QWidget, "usero_review_page")
    if page is None and not state.shown:
        return
    session.review.blockSignals(False)
    if page is None:
        panel.form.review_wanted.emit()
        while session.review.state.preview is None:  # until what is really there is gathered
            QtWidgets.QApplication.processEvents()
    session.review.blockSignals(True)
    session.review.state = state
    page = panel.findChild(QtWidgets.QWidget, "usero_review_page")
    panel.turn(page, shown=state.shown)
    if state.shown:
        page.show_review(state)


def _watch(panel, film):
    is_shown = film is not None and film.is_watched
    if is_shown and panel.findChild(QtWidgets.QWidget, "usero_watch_page") is None:
        panel.form.recording_watched.emit()
    page = panel.findChild(QtWidgets.QWidget, "usero_watch_page")
    if page is not None:
        panel.turn(page, shown=is_shown)
    if is_shown:
        page.show_film(film)


def _film(*, is_asked=True, is_taken=True, **more):
    """What the panel knows of a recording."""
    if not is_taken:
        return PanelState(film=Film(is_asked, 30.0, **more))
    began = events.meta(LONG_AGO_MS, href="app://x", width=1200, height=800)
    bar = Element(20, "div", {"style": "left:0px;top:0px;width:300px;height:90px;background:#a40"})
    page = nodes.page(".a *{position:absolute}", Element(nodes.DESK, "div", {"class": "a"}, (bar,)))
    told = began, events.full_snapshot(LONG_AGO_MS, page), events.mutation(LONG_AGO_MS + 30_000)
    times = (moment_of(one.timestamp_ms) for one in (told[0], told[-1]))
    recording = Recording("1", *times, 30_000, "app://x", "x", pack(told))
    known = Film(
        is_asked, 30.0, take=Take(recording, film.Film(told, 30_000)), recording=recording, **more
    )
    return PanelState(film=known)


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
    return _full()._replace(adding=0, problems=problems, may_leave_pictures=True)


def _notice(kind, message, *actions, **values):
    return PanelState(notice=Notice(kind, _said(message, **values), actions))


def _remark(message, *actions, **values):
    return PanelState(remark=Notice("note", _said(message, **values), actions))


def _both():
    return _problems()._replace(
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


def _sent(**more):
    items = (
        ReportItem(
            "1", Standing.SENT, LONG_AGO, 2, COMMENT, 2, folded=True, recording=(30_000, 118_000)
        ),
        ReportItem("2", Standing.PARTLY, LONG_AGO, None, "", 1, left_out=2),
        ReportItem("3", Standing.SENT, LONG_AGO, 4, COMMENT * 5, 0, folded=False),
    )
    return HistoryState(**{"shown": True, "items": items, **more})


RECORDED = {"durationMs": 30_000, "fileSize": 118_000, "chunks": 3}


def _reviewed(**more):
    facts = {"submission_id": "1", "client_id": "client_demo", "base_url": "https://usero.io"}
    whole = Submission(
        created_at=datetime.now(UTC), comment=COMMENT, page_url="app://ledger/",
        page_title="Ledger", pictures=(_picture(1),), **facts,
        person=Person("1", User("2", "ada@example.com", "Ada")),
    )  # fmt: skip
    keys = {
        "plan": "pro",
        "order": {"id": 7, "lines": [{"sku": "A-1"}] * 9},
        KEYS: "1234567890" * 9,
    }
    metadata = (
        *(Part(f"metadata.{key}", value) for key, value in keys.items()),
        Part("metadata.os", "Debian 12", on=False),
        Part("metadata.submissionId", "1", needed=True),
        Part("metadata.log", COMMENT * 9, fits=False),
    )
    fields = (Part("pageTitle", "Ledger"), Part("pageUrl", "app://ledger/", on=False),
              Part("referrer", "app://start/"), Part("sessionReplayId", RECORDED))  # fmt: skip
    return ReviewState(
        shown=True, preview=Preview(replace(whole, **more), whole), fields=fields,
        metadata=metadata,
        notice=Notice("error", _said("error.outbox_export", reason=REASON)) if more else None,
    )  # fmt: skip


def _wiping(wipe):
    items = () if wipe in {Wipe.DONE, Wipe.ADDRESS_KEPT} else _items()[:1]
    return ReportsState(shown=True, items=items, wipe=wipe)


SCREENS = {
    "form": PanelState(),
    "form, full": _full(),
    "form, problems": _problems(),
    "form, everything at once": _both(),
    "form, sending": _full()._replace(phase=Phase.SENDING, progress=0.4),
    "form, thanks": _notice("success", "panel.thanks"),
    "form, some pictures left out": _notice("success", "pictures.left_out", n=2),
    "form, saved": _notice("saved", "panel.saved"),
    "form, not kept": _notice("error", "panel.not_kept", Action.COPY, Action.AGAIN),
    "form, copied": _notice("error", "panel.not_kept", Action.COPIED, Action.AGAIN),
    "form, disk full": _notice("error", "error.outbox_full", count=200),
    "form, refused reports": _remark("remark.refused", Action.SHOW, n=3),
    "form, changing one": _remark("remark.changing", Action.LEAVE),
    "form, asking for a recording": _film(is_taken=False),
    "form, with a recording": _film(is_on=True),
    "form, telling of a recording": _film(is_asked=False, is_taken=False, is_on=True),
    "form, without a recording": _film(is_asked=False, is_taken=False),
    "form, no recording": _film(is_taken=False, has_failed=True),
    "recording, reading": _film(is_taken=False, is_coming=True, is_watched=True),
    "recording, failed": _film(is_taken=False, has_failed=True, is_watched=True),
    "recording": _film(is_on=True, is_watched=True, kept=(4_000, 25_000)),
    "reports, reading": ReportsState(shown=True),
    "reports, none": ReportsState(shown=True, items=()),
    "reports, failed": ReportsState(shown=True, notice=Notice("error", _said("reports.failed"))),
    "reports, list": _listed(),
    "reports, asking": _listed(asking="1"),
    "reports, told": _told(),
    "history, none": _sent(items=()),
    "history, list": _sent(hidden=7),
    "history, asking": _sent(asking="1"),
    "history, told": _sent(told={"2": Notice("success", _said("history.copied"))}),
    "history, everything asked": _sent(wipe=Wipe.ASKED),
    "history, everything deleted": _sent(items=(), wipe=Wipe.DONE),
    "review, gathering": ReviewState(shown=True),
    "review": _reviewed(),
    "review, not told": _reviewed(person=None, comment=None, pictures=()),
    "wipe, asked": _wiping(Wipe.ASKED),
    "wipe, running": _wiping(Wipe.RUNNING),
    "wipe, done": _wiping(Wipe.DONE),
    "wipe, address kept": _wiping(Wipe.ADDRESS_KEPT),
}
