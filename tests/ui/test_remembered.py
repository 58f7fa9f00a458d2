"""When the remembered address is looked up, kept and forgotten, seen from the panel."""

from __future__ import annotations

import sys
import threading
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from ui.form import Form
from ui.shelf import Shelf

from usero_desktop.errors import KeychainError
from usero_desktop.i18n import Texts
from usero_desktop.identity.keeper import Keeper
from usero_desktop.model.submission import Receipt, SentReport

ADDRESS = "mira.delgado@example.org"
OTHER = "mira@elsewhere.example"
DELETED = Texts("en")("wipe.done")


class Notes:
    """A keychain in memory that notes what it is asked; `holds` lets an answer wait."""

    def __init__(self):
        self.address = None
        self.asked = []
        self.may_answer = threading.Event()
        self.may_answer.set()

    def load(self):
        """Nothing is needed."""

    def recall(self, _account):
        self.asked.append("recall")
        assert self.may_answer.wait(20)
        return self.address

    def remember(self, _account, address):
        self.asked.append(address)
        self.address = address

    def forget(self, _account):
        self.asked.append("forget")
        self.address = None


@pytest.fixture
def notes(monkeypatch):
    """The keychain of this test's widgets."""
    made = Notes()
    keeper = Keeper(made)
    monkeypatch.setattr("usero_desktop.ui.session.session.system_keeper", lambda: keeper)
    yield made
    made.may_answer.set()


@pytest.fixture
def form(notes, form):
    """The panel, open, with that keychain behind it."""
    return form


def share(form, qtbot, address):
    form.click(form.share)
    form.email.clear()
    qtbot.keyClicks(form.email, address)


def send(form):
    form.send()
    form.wait_for("Thank you!")


def test_a_panel_that_is_only_opened_asks_no_keyring(form, notes, qtbot, widget):
    qtbot.wait(200)
    widget.close()

    assert notes.asked == []


def test_what_is_remembered_is_filled_in_and_the_box_stays_unticked(form, notes, qtbot):
    notes.address = ADDRESS
    form.type("The table")
    qtbot.waitUntil(lambda: form.email.text() == ADDRESS)

    assert not form.share.isChecked()
    assert not form.has("email")
    form.click(form.share)
    assert form.has("email")
    form.type(" is lovely.")
    assert notes.asked == ["recall"]


def test_what_was_typed_meanwhile_stays(form, notes, qtbot):
    notes.address = ADDRESS
    notes.may_answer.clear()
    form.click(form.share)
    qtbot.keyClicks(form.email, "mi")
    notes.may_answer.set()
    settled(qtbot)
    assert form.email.text() == "mi"


def test_what_was_typed_and_deleted_meanwhile_stays_deleted(form, notes, qtbot):
    notes.address = ADDRESS
    notes.may_answer.clear()
    form.click(form.share)
    qtbot.keyClicks(form.email, "m")
    form.email.clear()
    notes.may_answer.set()
    settled(qtbot)
    assert form.email.text() == ""


def settled(qtbot):
    """Until the keyring has answered and the answer has come to the panel."""
    names = lambda: [t.name for t in threading.enumerate()]  # noqa: E731
    qtbot.waitUntil(lambda: "usero-keyring" not in names())
    qtbot.wait(50)


@pytest.mark.promise("E2")
def test_it_is_kept_once_the_report_was_delivered_and_not_before(form, notes, qtbot):
    form.choose(4)
    share(form, qtbot, f" {ADDRESS} ")
    settled(qtbot)
    assert notes.asked == ["recall"]
    send(form)
    qtbot.waitUntil(lambda: notes.address == ADDRESS)


def test_a_report_without_it_makes_it_forgotten(form, notes, qtbot):
    notes.address = ADDRESS
    form.choose(4)
    qtbot.waitUntil(lambda: form.email.text() == ADDRESS)
    send(form)
    qtbot.waitUntil(lambda: notes.address is None)


def test_a_refused_report_changes_nothing(notes, window, attach, qtbot):
    notes.address = OTHER
    widget = attach(window, client_id="client_closed")
    widget.open()
    form = Form(qtbot, window)
    form.choose(4)
    share(form, qtbot, ADDRESS)
    with qtbot.waitSignal(widget.failed, timeout=20_000):
        form.send()
    settled(qtbot)
    assert notes.asked == ["recall"]


def test_an_older_report_that_arrives_late_does_not_overrule_a_newer_one(
    form, notes, qtbot, widget
):
    share(form, qtbot, ADDRESS)
    controller = widget._backstage.session.controller
    now = datetime.now(UTC)
    # The older one was refused, say, and sent again much later.
    controller.queued.emit(SimpleNamespace(submission_id="older"), ADDRESS)
    controller.queued.emit(SimpleNamespace(submission_id="newer"), None)
    for name in ("newer", "older"):
        controller.delivered.emit(SentReport(Receipt(name, "fb_1", now), now))
    settled(qtbot)

    assert notes.asked == ["recall", "forget"]


@pytest.mark.parametrize("option", ["remember_email", "show_email_option"])
def test_a_host_that_does_not_want_it_has_no_keyring_asked(notes, window, attach, qtbot, option):
    attach(window, **{option: False}).open()
    form = Form(qtbot, window)
    form.choose(4)
    if option == "remember_email":
        share(form, qtbot, ADDRESS)
    send(form)
    settled(qtbot)

    assert notes.asked == []


@pytest.mark.parametrize("shown_again", ["before it is kept", "before it arrives"])
def test_a_report_sent_while_the_box_was_hidden_changes_nothing(
    form, notes, qtbot, widget, shown_again
):
    notes.address = OTHER
    form.choose(4)
    share(form, qtbot, ADDRESS)
    settled(qtbot)
    widget.update(show_email_option=False)
    show = lambda *_: widget.update(show_email_option=True)  # noqa: E731
    if shown_again == "before it arrives":
        widget.queued.connect(show)
    form.send()
    if shown_again == "before it is kept":
        show()
    form.wait_for("Thank you!")
    settled(qtbot)

    assert notes.asked == ["recall"]


def test_the_host_can_change_its_mind(form, notes, qtbot, widget):
    widget.update(remember_email=False)
    form.choose(4)
    settled(qtbot)
    widget.update(remember_email=True)
    form.choose(3)
    qtbot.waitUntil(lambda: notes.asked == ["recall"])


def test_to_forget_takes_it_out_of_the_keyring_and_off_the_reports_on_their_way(
    form, notes, qtbot, widget
):
    notes.address = ADDRESS
    form.choose(4)
    share(form, qtbot, ADDRESS)
    settled(qtbot)
    widget.queued.connect(lambda _ticket: widget._backstage.session.remembered.forget_address())
    send(form)
    settled(qtbot)

    assert notes.address is None
    assert ADDRESS not in notes.asked


@pytest.mark.promise("B8")
def test_an_address_that_is_looked_up_while_all_is_deleted_does_not_come_back(
    form, notes, qtbot, widget
):
    notes.address = ADDRESS
    notes.may_answer.clear()
    form.choose(4)
    with qtbot.waitSignal(widget.data_deleted, timeout=20_000):
        widget.delete_my_data()
    notes.may_answer.set()
    settled(qtbot)

    assert notes.asked == ["recall", "forget"]
    assert notes.address is None
    assert form.email.text() == ""


@pytest.mark.promise("B8")
@pytest.mark.parametrize("when", ["before", "meanwhile"])
def test_what_a_keyring_will_not_forget_is_not_called_deleted(
    form, notes, qtbot, monkeypatch, when, figure
):
    def refuse(_account):
        notes.asked.append("forget")
        raise KeychainError("The keyring is locked.", code="keychain_locked")

    monkeypatch.setattr(notes, "forget", refuse)
    if when == "before":
        monkeypatch.setattr(notes, "recall", refuse)
        form.choose(4)
        settled(qtbot)
    delete_everything(form, qtbot)
    form.wait_for(Texts("en")("wipe.address_kept"))

    assert not form.says(DELETED)
    figure("a locked keyring: not called deleted")


def test_where_there_is_no_keyring_there_is_nothing_left_to_tell(form, notes, qtbot, monkeypatch):
    def refuse(_account):
        raise KeychainError("No keyring has been set up.", code="keychain_none")

    monkeypatch.setattr(notes, "forget", refuse)
    delete_everything(form, qtbot)
    settled(qtbot)

    assert form.says(DELETED)


def delete_everything(form, qtbot):
    Shelf(form, qtbot).choose("wipe")
    qtbot.waitUntil(lambda: form.has("action_wipe"))
    form.click(form.part("action_wipe"))


def test_an_open_panel_has_not_loaded_keyring(request):
    if "keyring" in sys.modules:
        pytest.skip("another test has loaded it")
    request.getfixturevalue("form")
    assert "keyring" not in sys.modules
