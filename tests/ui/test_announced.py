"""What is said to a screen reader where Qt's binding has no event for it; the same is said by one.

How it is heard through AT-SPI, on both bindings, is in tests/flows/test_screen_reader.py.
"""

from __future__ import annotations

import pytest
from servers import reply, serving
from ui.form import Form, Key, Modifier

from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.ui.controls import announce

NOTHING = "Choose a face or write a comment."


@pytest.fixture(autouse=True)
def without_event(monkeypatch):
    monkeypatch.setattr(announce, "_Announcement", None)


def focus():
    return QtWidgets.QApplication.focusWidget()


class Ear:
    """Keeps what is said, and whether that was urgent."""

    def __init__(self, monkeypatch):
        self.heard = []
        say = announce.Announcer.say

        def listen(announcer, words, *, urgent):
            self.heard.append((words, urgent))
            say(announcer, words, urgent=urgent)

        monkeypatch.setattr(announce.Announcer, "say", listen)


@pytest.fixture
def ear(monkeypatch):
    return Ear(monkeypatch)


def described(qtbot, words):
    qtbot.waitUntil(lambda: focus() is not None and focus().accessibleDescription() == words)


def test_a_word_of_thanks_is_said_once_of_what_has_the_focus_and_goes_with_it(form, qtbot, ear):
    form.choose(4)
    form.send()
    form.wait_for("Thank you!")
    described(qtbot, "Thank you!")
    assert focus() is form.comment
    form.type("More")
    assert ear.heard.count(("Thank you!", False)) == 1

    form.key(Key.Key_Tab)
    assert form.comment.accessibleDescription() == ""


def test_a_problem_is_said_at_once_and_again_for_who_tries_again(form, qtbot, ear):
    form.send()
    described(qtbot, NOTHING)
    qtbot.waitUntil(lambda: ear.heard == [(NOTHING, True)])
    form.key(Key.Key_Return, Modifier.ControlModifier)
    qtbot.waitUntil(lambda: ear.heard == 2 * [(NOTHING, True)])
    assert form.comment.accessibleDescription() == NOTHING

    form.key(Key.Key_Tab)
    # What is wrong stays wrong, whoever has the focus.
    assert form.comment.accessibleDescription() == NOTHING
    assert form.part("ratings").accessibleDescription() == NOTHING
    form.type("Now there is one.")
    assert form.comment.accessibleDescription() == ""


def test_an_error_of_the_servers_is_urgent(qtbot, window, attach, ear):
    def refuse(_request, _connection):
        return reply(403, {"error": "Domain not allowed"})

    with serving(refuse) as server:
        attach(window, base_url=server.url).open()
        form = Form(qtbot, window)
        form.choose(2)
        form.send()
        qtbot.waitUntil(lambda: any(urgent for _, urgent in ear.heard), timeout=20_000)

    [words] = [words for words, urgent in ear.heard if urgent]
    assert words in form.words


def test_that_it_is_sent_now_is_said_unless_the_button_says_so(form, qtbot, ear):
    form.choose(4)
    form.send_button.setFocus()
    form.key(Key.Key_Space)
    form.wait_for("Thank you!")
    qtbot.waitUntil(lambda: ("Thank you!", False) in ear.heard)
    assert ("Sending…", False) not in ear.heard

    form.choose(4)
    form.comment.setFocus()
    form.key(Key.Key_Return, Modifier.ControlModifier)
    qtbot.waitUntil(lambda: ear.heard.count(("Thank you!", False)) == 2, timeout=20_000)
    assert ("Sending…", False) in ear.heard


def test_pictures_are_said_to_come_and_go_but_not_those_that_were_sent(form, qtbot, ear):
    form.attach_pictures(2)
    form.wait_for_pictures(2)
    qtbot.waitUntil(lambda: ("Screenshot 2 added", False) in ear.heard)
    remove = next(
        b for b in form.panel.findChildren(QtWidgets.QPushButton)
        if b.accessibleName() == "Remove screenshot 2"
    )  # fmt: skip
    form.click(remove)
    qtbot.waitUntil(lambda: ear.heard[-1] == ("Screenshot removed", False))
    form.choose(4)
    form.send()
    qtbot.waitUntil(lambda: ear.heard[-1] == ("Thank you!", False), timeout=20_000)

    assert ear.heard.count(("Screenshot removed", False)) == 1


@pytest.mark.parametrize(
    "before,after,said",
    [
        (900, 949, []), (949, 951, ["49 chars remaining"]), (900, 999, ["1 char remaining"]),
        (951, 990, []), (960, 1000, ["0 chars remaining"]), (990, 960, []),
    ],
)  # fmt: skip
def test_the_room_in_the_comment_is_said_where_it_gets_short_and_where_it_ends(
    form, qtbot, ear, before, after, said
):
    form.comment.setPlainText("x" * before)
    QtWidgets.QApplication.processEvents()
    ear.heard.clear()
    form.comment.setPlainText("x" * after)
    QtWidgets.QApplication.processEvents()

    assert ear.heard == [(words, False) for words in said]


def test_nothing_is_said_of_a_panel_that_is_closed(form, widget, qtbot, inbox, ear):
    form.choose(4)
    form.send()
    widget.close()
    qtbot.waitUntil(lambda: len(inbox.new()) == 1, timeout=20_000)
    qtbot.waitUntil(lambda: not widget._backstage.state.is_busy)
    QtWidgets.QApplication.processEvents()

    assert ear.heard == []


def test_how_far_sending_has_come_is_a_progress_bar_while_it_goes_on(form, qtbot):
    form.choose(4)
    form.send_button.show_progress(0.25)
    bar = form.part("progress", QtWidgets.QProgressBar)
    assert bar.isVisible()
    assert (bar.value(), bar.accessibleName()) == (25, form.send_button.text())
    assert bar.size() == form.send_button.size()
    assert bar.focusPolicy() == QtCore.Qt.FocusPolicy.NoFocus
    form.send_button.show_progress(None)
    assert not bar.isVisible()
