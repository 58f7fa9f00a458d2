"""What was sent, as its writer finds it in the panel's menu, and deletes it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import pytest
from recordings import recording
from servers import accepted, free_port, serving
from ui.form import Form, Key
from ui.shelf import Shelf, kept, waiting

import usero_desktop as usero
from usero_desktop.model.clock import SystemClock
from usero_desktop.model.picture import Picture
from usero_desktop.model.submission import Receipt, Submission
from usero_desktop.outbox.store import Outbox
from usero_desktop.paths import outbox_path
from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.reports import listing

COMMENT = "The amounts\ndo not line up."
PICTURE = Picture(b"\x89PNG" * 10, "image/png", 4, 3)
EMPTY = "Nothing is listed here yet. What you send from now on will be."


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def sent(data):
    """Have an earlier run leave what it remembers of sent reports, one after the other."""

    def send(*reports, left_out=0):
        outbox = Outbox(outbox_path("client_demo", data), SystemClock())
        for number, report in enumerate(reports, 1):
            now = datetime.now(UTC)
            submission = Submission(uuid.uuid4().hex, "client_demo", "", now, **report)
            outbox.put(submission)
            outbox.recordings.keep_session(submission.submission_id, "rep_1")
            outbox.done(Receipt(submission.submission_id, f"fb_{number}", now, left_out))
        outbox.close()

    return send


@pytest.fixture
def opened(qtbot, window, attach, data):
    """Open the panel over what was sent."""

    def open_(**options):
        url = options.pop("base_url", f"http://127.0.0.1:{free_port()}")
        widget = attach(window, base_url=url, data_dir=data, **options)
        widget.open()
        form = Form(qtbot, window)
        form.widget, form.shelf = widget, Shelf(form, qtbot)
        return form

    return open_


@pytest.fixture
def listed(opened, qtbot):
    """Open the list from the menu, with so many cards in it."""

    def list_(count, **options):
        form = opened(**options)
        show(form, qtbot, count)
        return form

    return list_


def show(form, qtbot, count):
    form.shelf.choose("history")
    qtbot.waitUntil(lambda: form.has("back") and len(form.shelf.cards) == count)
    form.window.activateWindow()  # a menu of the offscreen platform has taken that away
    qtbot.waitUntil(lambda: focus() is form.part("back"))


def remembered(data):
    with usero.Feedback("client_demo", data_dir=data) as feedback:
        return [entry.comment for entry in feedback.history()]


def focus():
    return QtWidgets.QApplication.focusWidget()


def test_what_was_sent_is_listed_the_last_first(sent, listed, qtbot):
    sent({"rating": 2, "comment": COMMENT}, {"rating": 4, "pictures": (PICTURE,)})
    form = listed(2)
    assert form.says("Sent reports")
    assert {"Sent", "No comment", "1 screenshot"} <= set(form.shelf.words(0))
    assert {"Sent", "The amounts do not line up."} <= set(form.shelf.words(1))
    today = QtCore.QTime.currentTime()
    [said] = [words for words in form.shelf.words(1) if ":" in words]
    hour = QtCore.QLocale("en").toString(today, QtCore.QLocale.FormatType.ShortFormat)
    assert said[-2:] == hour[-2:], "in the time of this computer"


def test_screenshots_that_did_not_arrive_are_said(sent, listed):
    sent({"rating": 1, "pictures": (PICTURE,) * 2}, left_out=2)
    form = listed(1)
    assert "Sent without 2 screenshots" in form.shelf.words()
    assert not any(words.endswith(" screenshot") for words in form.shelf.words())


def test_a_recording_that_went_with_it_is_named_by_its_length_and_size(sent, listed):
    sent({"rating": 1, "recording": recording(padding=40_000)}, {"rating": 2})
    form = listed(2)
    assert any(words.startswith("Recording of 30 seconds, 1") for words in form.shelf.words(1))
    assert not any("ecording" in words for words in form.shelf.words(0))


def test_the_servers_number_of_a_report_is_copied(sent, listed, qapp):
    sent({"comment": "One"}, {"comment": "Two"})
    form = listed(2)
    form.shelf.press("copy", 1)
    assert qapp.clipboard().text() == "fb_1"
    assert "The report's ID is on the clipboard." in form.shelf.words(1)
    form.shelf.press("copy", 0)
    assert qapp.clipboard().text() == "fb_2"
    assert "The report's ID is on the clipboard." not in form.shelf.words(1)


def test_one_is_deleted_after_a_question(sent, listed, qtbot, data):
    sent({"comment": "One"}, {"comment": "Two"})
    form = listed(2)
    form.shelf.press("delete", 0)
    assert focus().objectName() == "usero_action_keep"
    form.key(Key.Key_Escape)
    assert focus() is form.shelf.button("delete", 0)
    form.shelf.press("delete", 0)
    form.key(Key.Key_Tab)
    form.key(Key.Key_Return)
    qtbot.waitUntil(lambda: len(form.shelf.cards) == 1)
    assert "One" in form.shelf.words()
    assert focus() is form.shelf.button("delete", 0), "that of the next one"
    assert remembered(data) == ["One"]


def test_the_last_one_leaves_words_and_the_focus_on_the_way_back(sent, listed, qtbot):
    sent({"comment": "One"})
    form = listed(1)
    form.shelf.press("delete")
    form.key(Key.Key_Tab)
    form.key(Key.Key_Return)
    form.shelf.until_gone()
    assert form.says(EMPTY)
    assert not form.has("history_wipe")
    assert focus().objectName() == "usero_back"
    form.key(Key.Key_Escape)
    assert form.comment.hasFocus()


def test_all_are_deleted_after_a_question_and_nothing_else(sent, listed, data):
    dead = free_port()
    sent({"comment": "One"}, {"comment": "Two"})
    waiting(data, dead, comment="Not yet.")
    form = listed(2, base_url=f"http://127.0.0.1:{dead}")
    form.click(form.part("history_wipe"))
    assert focus().objectName() == "usero_action_keep"
    form.key(Key.Key_Return)
    assert focus().objectName() == "usero_history_wipe", "kept"
    form.key(Key.Key_Space)
    form.click(form.part("action_delete"))
    form.shelf.until_gone()
    form.wait_for("The list is deleted.")
    assert not form.says(EMPTY)
    assert focus().objectName() == "usero_back"
    assert remembered(data) == []
    assert [record.submission.comment for record in kept(data)] == ["Not yet."]


def test_delete_my_data_takes_it_along(sent, listed, qtbot, data):
    sent({"comment": "One"})
    form = listed(1)
    with qtbot.waitSignal(form.widget.data_deleted, timeout=20_000):
        form.widget.delete_my_data()
    form.shelf.until_gone()
    assert remembered(data) == []


def test_an_empty_list_says_so(listed, qtbot):
    form = listed(0)
    form.wait_for(EMPTY)
    assert not form.has("history_wipe")


def test_what_is_sent_from_here_is_listed_and_comes_while_one_looks(listed, qtbot, data):
    with serving(accepted) as server:
        form = listed(0, base_url=server.url)
        form.click(form.part("back"))
        form.type("From here.")
        form.send()
        form.wait_for("Thank you!")
        show(form, qtbot, 1)
        assert "From here." in form.shelf.words()
        form.widget._backstage.working().feedback.submit(comment="Meanwhile.")
        qtbot.waitUntil(lambda: len(form.shelf.cards) == 2, timeout=20_000)
        assert "Meanwhile." in form.shelf.words(0)


def test_the_draft_stays_in_the_form_behind_it(sent, listed, qtbot):
    sent({"comment": "One"})
    form = listed(1)
    form.click(form.part("back"))
    form.type("Not yet.")
    show(form, qtbot, 1)
    form.widget.close()
    form.widget.open()
    assert form.comment.isVisible()
    assert form.comment.toPlainText() == "Not yet."
    assert not form.shelf.cards


def test_many_are_shown_a_few_at_a_time(sent, listed, monkeypatch):
    monkeypatch.setattr(listing, "PAGE", 2)
    sent(*({"comment": f"Number {n}"} for n in range(5)))
    form = listed(2)
    more = form.part("history_more")
    assert more.text() == "Show 3 more"
    form.click(more)
    assert len(form.shelf.cards) == 4
    form.click(more)
    assert len(form.shelf.cards) == 5
    assert not more.isVisible()


def test_a_long_comment_is_unfolded_and_folded_again(sent, listed):
    words = [f"word{n}" for n in range(120)]
    sent({"comment": "\n".join(words)}, {"comment": "Short."})
    form = listed(2)
    assert not any(button.isVisible() and "unfold" in button.objectName()
                   for button in form.shelf.cards[0].buttons)  # fmt: skip
    button = form.shelf.button("unfold", 1)
    button.setFocus()
    assert (button.text(), button.accessibleName()) == ("Show all", "Show all, report 2")
    assert not any("word119" in line for line in form.shelf.words(1))
    form.key(Key.Key_Space)
    assert " ".join(words) in form.shelf.words(1)
    assert (focus(), button.text()) == (button, "Show less")
    form.key(Key.Key_Space)
    assert not any("word119" in line for line in form.shelf.words(1))


def test_the_menu_of_a_card_offers_the_same(sent, listed, qapp):
    sent({"comment": "One"})
    form = listed(1)
    button = form.shelf.button("copy")
    place = button.rect().center()
    event = QtGui.QContextMenuEvent(
        QtGui.QContextMenuEvent.Reason.Mouse, place, button.mapToGlobal(place)
    )
    QtWidgets.QApplication.sendEvent(button, event)
    menu = QtWidgets.QApplication.activePopupWidget()
    assert [action.text() for action in menu.actions()] == ["Copy ID", "Delete"]
    form.click_at(menu, menu.actionGeometry(menu.actions()[0]).center())
    assert qapp.clipboard().text() == "fb_1"


def test_the_keyboard_alone_goes_there_and_down_the_list(sent, listed):
    sent({"comment": "One"}, {"comment": "Two"})
    form = listed(2)
    assert focus().objectName() == "usero_back"
    names = []
    for _ in range(7):
        form.key(Key.Key_Tab)
        names.append(focus().objectName())
    pair = ["usero_report_copy", "usero_report_delete"]
    assert names[:6] == ["usero_close", *pair, *pair, "usero_history_wipe"]


def test_every_button_has_a_name_of_its_own_and_a_card_tells_its_place(sent, listed):
    sent({"comment": "One"}, {"comment": "Two"})
    form = listed(2)
    names = [w.accessibleName() or w.text()
             for w in form.panel.findChildren(QtWidgets.QPushButton) if w.isVisible()]  # fmt: skip
    assert len(set(names)) == len(names)
    assert {"Copy ID, report 1", "Delete, report 2", "Back"} <= set(names)
    spoken = [card.accessibleName() for card in form.shelf.cards]
    assert [name[:6] for name in spoken] == ["Sent, "] * 2
    assert [name[-6:] for name in spoken] == ["1 of 2", "2 of 2"]


def test_a_host_that_wants_none_does_not_offer_it(opened):
    form = opened(keep_history=False)
    form.click(form.part("more"))
    menu = QtWidgets.QApplication.activePopupWidget()
    names = [action.objectName() for action in menu.actions()]
    menu.close()
    assert "usero_more_reports" in names
    assert "usero_more_history" not in names


def test_an_outbox_that_cannot_be_read_is_said_in_words(sent, listed, qtbot, data):
    sent({"comment": "One"})
    form = listed(1)
    form.click(form.part("back"))
    [folder] = data.glob("outbox-*")
    folder.rename(data / "elsewhere")
    (data / "other").mkdir()
    (data / "other" / "reports.sqlite3").write_bytes(b"")
    folder.symlink_to(data / "other")
    form.shelf.choose("history")
    qtbot.waitUntil(lambda: any("belongs to somebody else" in words for words in form.words))
    assert form.widget.is_open


def test_nothing_of_it_is_loaded_before_it_is_wanted(opened):
    form = opened()
    assert form.panel.history is None
    assert form.widget._backstage.working().history_state is None
