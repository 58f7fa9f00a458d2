"""What a plugin offers the user to report: seen before it is sent, and sent only by the user."""

from __future__ import annotations

import threading

import pytest
from ui.form import Form, Key, open_modal

from usero_desktop.model.patch import PATCH_BYTES
from usero_desktop.plugin import Offer, Plugin
from usero_desktop.qt import QtWidgets

THANKS = "Thank you!"
PATIENCE = 20_000
REASON = "Something broke. What were you doing?"
TRACE = 'Traceback\n  File "ledger.py", line 3\nValueError: token=abcdef123456'


class Offers(Plugin):
    """A plugin that offers what it is told to, and knows what came of it."""

    name = "offers"

    def __init__(self):
        self.answers, self.context = [], None
        self.answered = threading.Event()

    def on_init(self, context):
        self.context = context

    def __call__(self, qtbot, **offer):
        offer = Offer(**({"reason": REASON, "attached": {"trace": TRACE}} | offer))
        self.answered.clear()
        qtbot.waitUntil(lambda: self.context is not None, timeout=PATIENCE)
        self.context.offer(offer, self._hear)
        qtbot.waitUntil(self.answered.is_set, timeout=PATIENCE)
        return self.answers[-1]

    def _hear(self, shown):
        self.answers.append(shown)
        self.answered.set()


@pytest.fixture
def plugin():
    return Offers()


@pytest.fixture
def widget(attach, window, plugin):
    return attach(window, plugins=[plugin])


@pytest.fixture
def form(qtbot, window):
    return Form(qtbot, window)


def details(form):
    return form.part("details").toPlainText()


def test_an_offer_opens_the_panel_shows_what_is_attached_and_waits_for_send(
    form, widget, plugin, inbox, qtbot
):
    assert plugin(qtbot) is True
    assert widget.is_open
    assert form.says(REASON)
    form.click(form.part("action_read"))
    shown = details(form)
    assert "ledger.py" in shown
    assert "abcdef123456" not in shown  # what is sent, to the letter: secrets are out already
    assert inbox.new() == []
    form.choose(2)
    form.send()
    form.wait_for(THANKS)
    [report] = inbox.new()
    assert shown == f"trace:\n{report.metadata['trace']}"
    assert not form.says(REASON)
    assert not form.has("details")


def test_what_is_attached_can_be_left_out(form, widget, plugin, inbox, qtbot):
    plugin(qtbot)
    form.click(form.part("action_read"))
    form.click(form.part("action_detach"))
    assert form.says(REASON)
    assert not form.has("details")
    form.choose(2)
    form.send()
    form.wait_for(THANKS)
    assert "trace" not in inbox.new()[0].metadata


def test_tab_comes_to_the_details_behind_the_buttons_that_show_them(form, widget, plugin, qtbot):
    plugin(qtbot)
    form.click(form.part("action_read"))
    order = [form.part("close"), form.part("action_unread"), form.part("action_detach"),
             form.part("details"), form.face(1)]  # fmt: skip
    order[0].setFocus()
    for part in order[1:]:
        form.key(Key.Key_Tab)
        assert part.hasFocus(), part.objectName()


def test_details_are_shown_and_hidden_and_cannot_be_changed(form, widget, plugin, qtbot):
    plugin(qtbot)
    form.click(form.part("action_read"))
    box = form.part("details")
    qtbot.keyClicks(box, "x")
    assert "x" not in details(form).replace("trace", "")
    assert box.accessibleName() == "Details that are sent along"
    form.click(form.part("action_unread"))
    assert not form.has("details")


def test_only_the_report_it_was_made_for_carries_it(form, widget, plugin, inbox, qtbot):
    plugin(qtbot)
    for comment in ("one", "two"):
        form.choose(2)
        form.type(comment)
        form.send()
        form.wait_for(THANKS)
        qtbot.waitUntil(lambda: form.comment.toPlainText() == "", timeout=PATIENCE)
    carried = {report.comment: "trace" in report.metadata for report in inbox.new()}
    assert carried == {"one": True, "two": False}


def test_an_offer_closed_without_a_word_sends_nothing(form, widget, plugin, inbox, qtbot):
    plugin(qtbot)
    widget.close()
    qtbot.wait(100)
    assert inbox.new() == []


def test_words_for_the_comment_are_the_users_to_change(form, widget, plugin, inbox, qtbot):
    plugin(qtbot, comment="While saving. ")
    form.type("And then it was gone.")
    form.send()
    form.wait_for(THANKS)
    assert inbox.new()[0].comment == "While saving. And then it was gone."


def test_nobody_is_disturbed_who_is_writing(form, widget, plugin, qtbot):
    widget.open()
    assert plugin(qtbot) is False
    form.type("Words")
    widget.close()
    assert plugin(qtbot) is False
    assert not widget.is_open
    widget.open()
    assert form.comment.toPlainText() == "Words"
    assert not form.says(REASON)


def test_a_window_out_of_sight_is_offered_nothing_until_it_comes(attach, plugin, qtbot):
    hidden = QtWidgets.QMainWindow()
    hidden.resize(1000, 760)
    qtbot.addWidget(hidden)
    widget = attach(hidden, plugins=[plugin])
    qtbot.waitUntil(lambda: plugin.context is not None, timeout=PATIENCE)
    plugin.context.offer(Offer(REASON), plugin._hear)
    qtbot.wait(100)
    assert not widget.is_open
    assert not plugin.answered.is_set()
    hidden.show()
    qtbot.waitUntil(plugin.answered.is_set, timeout=PATIENCE)
    assert widget.is_open


def test_over_a_modal_dialog_the_panel_comes_to_it(form, widget, plugin, window, qtbot):
    modal, _launcher = open_modal(qtbot, window)
    assert plugin(qtbot) is True
    assert widget.is_open
    assert form.panel.isVisible()
    modal.close()


def test_a_kept_report_goes_again_with_what_was_attached(
    attach, window, plugin, inbox, qtbot, form
):
    """Where the server refuses it and the user sends it again from the form."""
    widget = attach(window, "client_closed", plugins=[plugin])
    plugin(qtbot)
    form.choose(2)
    form.send()
    kept = widget._backstage.session.feedback
    with qtbot.waitSignal(widget.failed, timeout=PATIENCE):
        pass
    form.type("Once more")
    form.send()
    again = lambda: [r for r in kept.reports() if r.submission.comment == "Once more"]  # noqa: E731
    qtbot.waitUntil(lambda: bool(again()), timeout=PATIENCE)
    assert "trace" in again()[0].submission.metadata


def test_secrets_stay_where_the_host_says_so(attach, window, plugin, form, qtbot):
    attach(window, plugins=[plugin], scrub_metadata=False)
    plugin(qtbot)
    form.click(form.part("action_read"))
    assert "abcdef123456" in details(form)


@pytest.mark.parametrize(
    "attached",
    [{"trace": "x" * (PATCH_BYTES + 1)}, {3: {4}}, None, "nonsense", {"deep": [[["x"]]]}],
    ids=["huge", "odd", "none", "text", "deep"],
)
def test_an_offer_of_nonsense_is_shown_without_it(form, widget, plugin, qtbot, attached):
    assert plugin(qtbot, attached=attached) is True
    assert form.says(REASON)


@pytest.mark.parametrize("reason", [None, 3, "\ud800", "x" * 5000])
def test_a_reason_that_is_none_does_no_harm(widget, plugin, qtbot, reason):
    assert plugin(qtbot, reason=reason) is True
    assert widget.is_open


@pytest.mark.parametrize("nonsense", ["It broke", None, {"reason": REASON}])
def test_what_is_no_offer_is_named_once_and_answered_with_no(
    widget, plugin, qtbot, caplog, nonsense
):
    faults = []
    widget.failed.connect(faults.append)
    qtbot.waitUntil(lambda: plugin.context is not None, timeout=PATIENCE)
    for _ in range(2):
        plugin.answered.clear()
        plugin.context.offer(offer=nonsense, answered=plugin._hear)
        qtbot.waitUntil(plugin.answered.is_set, timeout=PATIENCE)

    assert plugin.answers == [False, False]
    assert not widget.is_open
    assert caplog.text.count("The plugin offers has offered ") == 1
    assert faults == []


def test_an_id_of_the_catalogs_is_said_in_the_users_language(attach, window, plugin, form, qtbot):
    attach(window, plugins=[plugin], locale="de")
    plugin(qtbot, reason="plugin.crash")
    assert any("unerwartet beendet" in words for words in form.words)


def test_after_the_end_an_offer_goes_nowhere(widget, plugin, qtbot):
    qtbot.waitUntil(lambda: plugin.context is not None, timeout=PATIENCE)
    widget.destroy()
    plugin.context.offer(Offer(REASON), plugin._hear)
    qtbot.wait(50)
    assert plugin.answers == []


def test_deleting_all_data_takes_back_an_offer(form, widget, plugin, qtbot):
    plugin(qtbot)
    with qtbot.waitSignal(widget.data_deleted, timeout=PATIENCE):
        widget.delete_my_data()
    widget.close()
    widget.open()
    assert not form.says(REASON)
