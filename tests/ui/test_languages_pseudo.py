"""In a language that is 40% longer, from either side, all can be read and all is translated."""

from __future__ import annotations

import pytest
from pseudo import MIRRORED, PLAIN, pseudo
from ui.clipping import faults
from ui.form import Form, open_modal
from ui.gallery import SCREENS, show
from ui.spoken import menu_of, spoken, stray

from usero_desktop.i18n import Said
from usero_desktop.i18n.catalogs import fallback
from usero_desktop.i18n.own import places
from usero_desktop.qt import QtWidgets
from usero_desktop.ui.capture.picker import file_dialog, save_dialog
from usero_desktop.ui.form.state import PanelState
from usero_desktop.ui.notice import Notice
from usero_desktop.ui.reports.items import ReportsState

PRODUCT = {"width": 40000, "height": 30000, "most": 100, "side": 16000, "size": 60, "count": 1000}
MENUS = {"more": "more", "pictures": "add_screenshot"}


@pytest.fixture(params=[PLAIN, MIRRORED])
def widget(request, window, attach):
    window.resize(1000, 1160)
    made = attach(window, locale=request.param)
    made.open()
    return made


@pytest.fixture
def form(qtbot, window, widget):
    return Form(qtbot, window)


def on_each(widget, look):
    """What `look` finds in the panel, for each screen on which it finds something."""
    found = {}
    for name in SCREENS:
        show(widget, name)
        found[name] = look(widget._front.panel)
    return {name: wrong for name, wrong in found.items() if wrong}


def test_every_screen_can_be_read(widget):
    assert on_each(widget, faults) == {}


def test_every_word_on_every_screen_is_the_catalogs(widget):
    assert on_each(widget, stray) == {}


def test_the_look_for_stray_words_finds_one(widget):
    title = widget._front.panel.findChild(QtWidgets.QWidget, "usero_comment")
    title.setAccessibleName("Comments")

    assert stray(widget._front.panel) == ["usero_comment: Comments"]
    assert stray(widget._front.panel, "Comments") == []


def test_what_is_looked_at_is_what_the_panel_says(widget):
    show(widget, "reports, list")
    said = {text for _, text in spoken(widget._front.panel)}

    assert {pseudo("Edit"), pseudo("Back"), pseudo("Could not be sent")} <= said


def test_every_sentence_that_there_is_has_room_as_a_message_and_at_its_field(widget):
    panel, wrong = widget._front.panel, {}
    panel.show_reports(ReportsState())
    sentences = [n for n in fallback().messages if n.startswith(("error.", "problem.", "panel."))]
    for name in sentences:
        text = fallback().messages[name]
        said = Said(name, {place: PRODUCT.get(place, "Ж" * 12) for place in places(text)})
        for state in (
            PanelState(notice=Notice("error", said)),
            PanelState(problems={"comment": (said,)}),
        ):
            panel.show_state(state)
            widget._front.overlay.relayout()
            QtWidgets.QApplication.processEvents()
            labels = [w for w in panel.findChildren(QtWidgets.QLabel)
                      if w.isVisible() and w.text()]  # fmt: skip
            found = [fault for label in labels for fault in faults(label)]
            if found or not labels:
                wrong[name] = found

    assert len(sentences) > 70
    assert wrong == {}


@pytest.mark.parametrize("name", MENUS)
def test_a_menu_can_be_read_and_is_the_catalogs(window, form, name):
    window.resize(760, 700)
    menu = menu_of(form.part(MENUS[name]))

    assert len(menu.actions()) >= 2
    assert faults(menu) == []
    assert stray(menu) == []


def test_in_a_dialog_of_its_own_it_can_be_read_and_its_title_is_the_catalogs(window, widget, form):
    widget.close()
    window.resize(380, 300)
    widget.open()
    dialog = form.panel.window()
    assert dialog is not window
    show(widget, "form, full")

    assert dialog.windowTitle() == pseudo("Share Feedback")
    assert faults(dialog) == []
    assert stray(dialog) == []


def test_the_systems_dialogs_have_the_catalogs_words(window, widget):
    look = widget._front.look
    pictures, copy = file_dialog(window, look), save_dialog(window, look, "feedback.zip")

    assert pictures.windowTitle() == pseudo("Choose screenshot")
    assert pictures.nameFilters()[0].startswith(pseudo("Pictures"))
    assert copy.windowTitle() == pseudo("Save a copy of the report")
    assert copy.nameFilters()[0].startswith(pseudo("Archives"))


@pytest.mark.parametrize("kind", ["tab", "button"])
def test_the_launcher_can_be_read_and_is_the_catalogs(widget, form, kind):
    widget.close()
    widget.update(launcher_type=kind)

    assert faults(form.launcher) == []
    assert stray(form.launcher) == []
    assert form.launcher.accessibleName().startswith("[")


def test_the_launcher_in_a_modal_dialog_is_the_catalogs(qtbot, window, widget):
    widget.close()
    modal, launcher = open_modal(qtbot, window)

    assert launcher.accessibleName() == pseudo("Open feedback")
    assert stray(launcher) == []
    modal.close()


def test_the_hosts_words_stand_as_they_are(widget):
    words = {"title": "How is it?", "placeholder": "Say it", "texts": {"panel.send": "Off it goes"}}
    widget.update(**words)
    told = stray(widget._front.panel)

    assert told
    assert stray(widget._front.panel, "How is it?", "Say it", "Off it goes") == []
