"""The launcher in the host's modal dialogs: small, and beside what they are for."""

from __future__ import annotations

import pytest
from ui.form import Form

from usero_desktop.demo.settings import AccountDialog
from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.ui.style import metrics

Box = QtWidgets.QMessageBox
CONTROLS = (
    QtWidgets.QAbstractButton,
    QtWidgets.QLineEdit,
    QtWidgets.QLabel,
    QtWidgets.QAbstractSpinBox,
    QtWidgets.QComboBox,
    QtWidgets.QAbstractScrollArea,
    QtWidgets.QTabBar,
)


def account(window):
    return AccountDialog(window)


def question(window):
    buttons = Box.StandardButton.Save | Box.StandardButton.Discard | Box.StandardButton.Cancel
    return Box(Box.Icon.Question, "Save?", "The book has changes. " * 5, buttons, window)


def preferences(window):
    """Tabs over groups over rows, as settings are."""
    dialog = QtWidgets.QDialog(window)
    tabs = QtWidgets.QTabWidget()
    for title in ("General", "Network"):
        page = QtWidgets.QWidget()
        column = QtWidgets.QVBoxLayout(page)
        group = QtWidgets.QGroupBox(title)
        rows = QtWidgets.QFormLayout(group)
        rows.addRow("Name", QtWidgets.QLineEdit())
        rows.addRow("Copies", QtWidgets.QSpinBox())
        rows.addRow("Kind", QtWidgets.QComboBox())
        rows.addRow("", QtWidgets.QCheckBox("Ask each time"))
        column.addWidget(group)
        column.addStretch(1)
        tabs.addTab(page, title)
    column = QtWidgets.QVBoxLayout(dialog)
    column.addWidget(tabs)
    standard = QtWidgets.QDialogButtonBox.StandardButton
    column.addWidget(QtWidgets.QDialogButtonBox(standard.Ok | standard.Cancel))
    return dialog


@pytest.fixture
def ask(qtbot):
    """Show a modal dialog and return it with the launcher in it."""
    shown = []

    def ask_(dialog):
        shown.append(dialog)
        dialog.setModal(True)
        dialog.show()
        qtbot.waitUntil(lambda: bool(launchers(dialog)) and launchers(dialog)[0].isVisible())
        return launchers(dialog)[0]

    yield ask_
    for dialog in shown:
        dialog.done(0)
        dialog.deleteLater()


def launchers(dialog):
    return dialog.findChildren(QtWidgets.QPushButton, "usero_launcher")


def covered(dialog, tab):
    """What of the dialog's own lies under the tab."""
    found = []
    for part in dialog.findChildren(QtWidgets.QWidget):
        if part is tab or not part.isVisible() or not isinstance(part, CONTROLS):
            continue
        place = QtCore.QRect(part.mapTo(dialog, QtCore.QPoint()), part.size())
        if place.intersects(tab.geometry()):
            found.append((type(part).__name__, place.getRect()))
    return found


@pytest.mark.parametrize("kind", ["tab", "button"])
@pytest.mark.parametrize("position", ["right", "left"])
@pytest.mark.parametrize("made", [account, question, preferences])
def test_it_covers_nothing_of_a_dialog_at_its_own_size(window, attach, ask, made, position, kind):
    attach(window, position=position, launcher_type=kind)
    dialog = made(window)
    tab = ask(dialog)

    assert covered(dialog, tab) == []
    assert dialog.rect().contains(tab.geometry())
    assert tab.size() == QtCore.QSize(metrics.SMALL_TAB_WIDTH, metrics.SMALL_TAB_HEIGHT)


@pytest.mark.parametrize("position", ["right", "left"])
def test_a_label_that_a_layout_has_stretched_is_covered_where_it_is_empty_and_no_button_is(
    window, attach, ask, position
):
    attach(window, position=position)
    dialog = QtWidgets.QDialog(window)
    dialog.resize(480, 420)
    column = QtWidgets.QVBoxLayout(dialog)
    label, button = QtWidgets.QLabel("A few words"), QtWidgets.QPushButton("Go on")
    column.addWidget(label)
    column.addWidget(button)
    tab = ask(dialog)

    assert label.height() > 200
    assert not tab.geometry().intersects(button.geometry())
    words = QtCore.QRect(label.x(), 0, label.sizeHint().width(), label.sizeHint().height())
    words.moveCenter(QtCore.QPoint(words.center().x(), label.geometry().center().y()))
    assert not tab.geometry().intersects(words)


@pytest.mark.parametrize("size", [(420, 400), (700, 240), (900, 600), (430, 210)])
def test_it_finds_its_place_anew_when_the_dialog_is_resized(qtbot, window, attach, ask, size):
    attach(window)
    dialog = AccountDialog(window)
    tab = ask(dialog)
    dialog.resize(*size)
    QtWidgets.QApplication.processEvents()

    assert covered(dialog, tab) == []
    assert tab.x() in {0, dialog.width() - tab.width()}


def test_it_makes_room_for_what_the_dialog_shows_later(qtbot, window, attach, ask):
    attach(window)
    dialog = QtWidgets.QDialog(window)
    dialog.resize(400, 300)
    column = QtWidgets.QVBoxLayout(dialog)
    column.addStretch(1)
    details = QtWidgets.QLineEdit()
    details.hide()
    column.addWidget(details)
    column.addStretch(1)
    tab = ask(dialog)
    assert tab.geometry().center().y() in {149, 150}
    details.show()

    qtbot.waitUntil(lambda: covered(dialog, tab) == [])


def test_it_makes_room_for_what_a_dialog_puts_in_its_place_by_hand(qtbot, window, attach, ask):
    attach(window)

    class ByHand(QtWidgets.QDialog):
        def resizeEvent(self, event):
            super().resizeEvent(event)
            self.ok.setGeometry(self.width() - 90, self.height() // 2 - 15, 80, 30)

    dialog = ByHand(window)
    dialog.ok = QtWidgets.QPushButton("OK", dialog)
    dialog.resize(400, 300)
    tab = ask(dialog)
    dialog.resize(400, 480)

    qtbot.waitUntil(lambda: covered(dialog, tab) == [])
    assert tab.x() > 0


def test_at_the_other_side_its_round_corners_are_at_the_other_side_too(window, attach, ask):
    attach(window, position="right")
    dialog = AccountDialog(window)
    tab = ask(dialog)
    assert tab.x() == 0
    corner, flat = QtCore.QPoint(tab.width() - 1, 0), QtCore.QPoint(0, 0)

    assert not tab.hitButton(corner)
    assert tab.hitButton(flat)


def test_two_windows_launchers_in_one_dialog_lie_beside_each_other(qtbot, window, attach, ask):
    other = QtWidgets.QMainWindow()
    qtbot.addWidget(other)
    other.show()
    attach(window)
    attach(other)
    dialog = QtWidgets.QDialog(window)
    dialog.setWindowModality(QtCore.Qt.WindowModality.ApplicationModal)
    dialog.resize(400, 300)
    ask(dialog)
    qtbot.waitUntil(lambda: len(launchers(dialog)) == 2)
    one, two = launchers(dialog)

    assert not one.geometry().intersects(two.geometry())


def test_where_the_host_wants_no_launcher_a_dialog_has_none(qtbot, window, attach):
    attach(window, launcher_type="none")
    dialog = AccountDialog(window)
    dialog.setModal(True)
    dialog.show()
    qtbot.waitUntil(lambda: bool(launchers(dialog)))

    assert not launchers(dialog)[0].isVisible()
    dialog.done(0)
    dialog.deleteLater()


@pytest.mark.parametrize("kind", ["tab", "button"])
def test_beside_a_dialog_that_has_the_panel_the_windows_launcher_looks_closed(
    qtbot, window, attach, ask, kind
):
    attach(window, launcher_type=kind)
    form = Form(qtbot, window)
    dialog = AccountDialog(window)
    tab = ask(dialog)
    closed, name = look_of(form.launcher), tab.accessibleName()
    form.click(tab)
    qtbot.waitUntil(lambda: form.has("comment"))

    assert tab.accessibleName() != name
    assert look_of(form.launcher) == closed
    dialog.done(0)
    # In the window the panel is the launcher's again.
    qtbot.waitUntil(lambda: look_of(form.launcher) != closed)
    assert form.has("comment")


def look_of(launcher):
    """What a launcher is called, and how it is painted."""
    return launcher.accessibleName(), launcher.grab().toImage()
