"""update(locale=…) changes every word that is on the screen, at once."""

from __future__ import annotations

import pytest
from pseudo import PLAIN, pseudo
from servers import free_port
from ui.form import Form
from ui.gallery import SCREENS, show
from ui.shelf import Shelf, refused, waiting
from ui.spoken import menu_of, stray

from usero_desktop.qt import QtCore, QtWidgets

GERMAN = "Bitte ein Gesicht auswählen oder einen Kommentar schreiben."


@pytest.fixture
def widget(window, attach):
    window.resize(1000, 1160)
    made = attach(window)
    made.open()
    return made


def test_whatever_is_shown_is_in_the_new_language_at_once(widget):
    found = {}
    for name in SCREENS:
        widget.update(locale="en")
        show(widget, name)
        assert stray(widget._front.panel), name
        widget.update(locale=PLAIN)
        found[name] = stray(widget._front.panel)

    assert {name: wrong for name, wrong in found.items() if wrong} == {}


def test_what_was_said_of_a_field_before_is_said_in_the_new_language(qtbot, window, widget):
    form = Form(qtbot, window)
    form.send()
    assert form.says("Choose a face or write a comment.")
    widget.update(locale="de")
    assert form.says(GERMAN)
    assert GERMAN in {w.accessibleDescription() for w in form.panel.findChildren(QtWidgets.QWidget)}

    form.choose(3)
    assert not form.says(GERMAN)


def test_a_report_that_was_refused_is_told_in_the_new_language_with_the_servers_own_words(
    qtbot, window, attach, tmp_path
):
    data = tmp_path / "data"
    refused(data, comment="Words.")
    waiting(data, free_port(), comment="Words.")
    widget = attach(window, data_dir=data)
    widget.open()
    form = Form(qtbot, window)
    form.wait_for("1 report could not be sent.")
    shelf = Shelf(form, qtbot).show()
    shelf.until_words("Could not be sent")
    widget.update(locale="de")

    words = shelf.words()
    assert "Senden fehlgeschlagen" in words
    assert "Der Server hat diese Rückmeldung nicht angenommen. Bitte ändern und erneut senden." in (
        words
    )
    assert "Der Server meldet: „Kommentar: Looks like an advertisement“" in words
    assert shelf.button("edit").accessibleName() == "Bearbeiten, Rückmeldung 1"
    assert shelf.cards[0].accessibleName().startswith("Senden fehlgeschlagen, ")
    form.click(form.part("back"))
    form.wait_for("1 Rückmeldung konnte nicht gesendet werden.")


def test_thanks_stay_and_are_said_in_the_new_language(qtbot, window, widget, inbox):
    form = Form(qtbot, window)
    form.choose(4)
    form.send()
    form.wait_for("Thank you!")
    widget.update(locale="fr")

    assert form.says("Merci\u202f!")
    assert len(inbox.new()) == 1


@pytest.mark.parametrize("button", ["more", "add_screenshot"])
def test_a_menu_that_is_open_changes_with_the_panel(qtbot, window, widget, button):
    window.resize(760, 700)
    menu = menu_of(Form(qtbot, window).part(button))
    widget.update(locale="qps")

    assert menu.isVisible()
    assert menu.isRightToLeft()
    assert stray(menu) == []


def test_the_title_of_a_dialog_changes(qtbot, window, attach):
    window.resize(380, 300)
    widget = attach(window)
    widget.open()
    dialog = Form(qtbot, window).panel.window()
    assert dialog.windowTitle() == "Share Feedback"
    widget.update(locale="qps")

    assert dialog.windowTitle() == pseudo("Share Feedback")


def test_the_launcher_changes(widget, qtbot, window):
    widget.close()
    widget.update(locale="ja")

    assert Form(qtbot, window).launcher.accessibleName() == "フィードバックを開く"


def test_the_hosts_own_words_change_and_go(qtbot, window, widget):
    form = Form(qtbot, window)
    forms = {"one": "{n} sign left", "other": "{n} signs left"}
    widget.update(texts={"panel.send": "Off it goes", "comment.remaining": forms})
    assert form.send_button.text() == "Off it goes"
    assert form.says("1000 signs left")
    widget.update(locale="de")
    assert form.send_button.text() == "Off it goes"
    widget.update(texts=None)
    assert form.send_button.text() == "Feedback senden"
    assert form.says("Noch 1000 Zeichen")


def test_title_placeholder_and_label_win_over_texts(qtbot, window, attach):
    texts = {"panel.title": "From texts", "panel.placeholder": "From texts"}
    widget = attach(window, texts=texts, title="Title", placeholder="Say it",
                    launcher_type="button", launcher_label="Here")  # fmt: skip
    widget.open()
    form = Form(qtbot, window)

    assert form.says("Title")
    assert form.comment.placeholderText() == "Say it"
    assert form.launcher.accessibleName() == "Here"
    widget.update(title=None, launcher_label=None, placeholder=None)
    assert form.says("From texts")
    assert form.comment.placeholderText() == "From texts"
    assert form.launcher.accessibleName() == "From texts"


@pytest.mark.parametrize(
    "texts, told",
    [
        ({"panel.titel": "x"}, "did you mean panel.title?"),
        ({"error.picture_missing": "{file}"}, "Allowed are: {name}."),
    ],
)
def test_words_that_cannot_be_said_change_nothing_and_go_to_on_error(
    qtbot, window, attach, caplog, texts, told
):
    errors = []
    widget = attach(window, on_error=errors.append, texts={"panel.send": "Off it goes"})
    widget.open()
    widget.update(texts=texts, locale="de")

    assert told in str(errors[0])
    form = Form(qtbot, window)
    assert form.send_button.text() == "Off it goes"
    assert form.says("Share Feedback")


@pytest.fixture
def qt_locale():
    """Qt's default locale, put back afterwards."""
    before = QtCore.QLocale()
    yield QtCore.QLocale.setDefault
    QtCore.QLocale.setDefault(before)


def test_without_the_option_the_panel_speaks_the_hosts_qlocale_and_follows_it(
    qtbot, window, attach, qt_locale
):
    qt_locale(QtCore.QLocale("pt_PT"))
    widget = attach(window, locale=None)
    widget.open()
    form = Form(qtbot, window)
    assert form.says("Dê seu feedback")

    # As an application does once it has installed other translators.
    qt_locale(QtCore.QLocale("he"))
    QtWidgets.QApplication.sendEvent(window, QtCore.QEvent(QtCore.QEvent.Type.LanguageChange))
    assert form.panel.isRightToLeft()
    assert form.says("שיתוף משוב")
