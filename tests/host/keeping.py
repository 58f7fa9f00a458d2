"""A user who looks after the reports that are not sent; a part of the whole story."""

from __future__ import annotations

from host.story import Hand, Key, spin
from servers import free_port
from ui.form import Modifier
from ui.shelf import Shelf, waiting

from usero_desktop import qt
from usero_desktop.core.events import Delivered
from usero_desktop.i18n import Texts
from usero_desktop.qt import QtGui, QtWidgets
from usero_desktop.ui.reports.listing import GATHER_MS

ADDRESS_KEPT = Texts("en")("wipe.address_kept")


def look_after_reports(story):
    """Go through the list of a report that waits: change, copy, send, and delete it.

    The keyring refuses to forget, and the network goes and comes back.
    """
    form, shelf = story.form, Shelf(story.form, Hand)
    waiting(story.data, free_port(), rating=1, comment="left by an earlier run")
    story.widget.close()
    story.widget.open()
    shelf.open()
    Hand.waitUntil(lambda: len(shelf.cards) == 1)
    story.window.grab()
    _ask_for_menus(story, shelf)
    for name in ("edit", "retry", "export", "delete"):
        shelf.press(name)
        spin(250)
        _answer(story, name, shelf)
    form.part("reports_more").click()
    form.click(form.part("wipe"))
    form.click(form.part("action_wipe"))
    Hand.waitUntil(lambda: form.says(ADDRESS_KEPT))
    form.click(form.part("back"))
    form.part("without_pictures").click()
    story.widget.delete_my_data()
    _come_online(story)


def look_at_what_was_sent(story):
    """Go through the list of the one report that was sent; another arrives meanwhile; delete it."""
    form, shelf = story.form, Shelf(story.form, Hand)
    story.widget.open()
    shelf.choose("history")
    Hand.waitUntil(lambda: len(shelf.cards) == 1)
    story.window.grab()
    _ask_for_menu(shelf.button("delete"))
    # As the worker does.
    story.widget._backstage.session.history._hear(Delivered("another", None, None))
    spin(GATHER_MS + 50)
    shelf.press("delete")
    form.click(form.part("action_delete"))
    shelf.until_gone()
    form.click(form.part("back"))


def _ask_for_menus(story, shelf):
    """Ask for the menu of a card with the mouse and by key, and where there is none."""
    button = shelf.button("edit")
    for part in (button, story.form.panel):
        _ask_for_menu(part)
    Hand.keyClick(button, Key.Key_F10, Modifier.ShiftModifier)
    _leave_menu()


def _ask_for_menu(part):
    place = part.rect().center()
    event = QtGui.QContextMenuEvent(
        QtGui.QContextMenuEvent.Reason.Mouse, place, part.mapToGlobal(place)
    )
    QtWidgets.QApplication.sendEvent(part, event)
    _leave_menu()


def _leave_menu():
    menu = QtWidgets.QApplication.activePopupWidget()
    if menu is not None:
        spin(20)  # until it is painted
        menu.close()


def _answer(story, name, shelf):
    form = story.form
    if name == "edit":
        Hand.waitUntil(lambda: form.has("action_leave"))
        form.click(form.part("action_leave"))
        shelf.open()
    elif name == "export":
        [dialog] = [d for d in story.window.findChildren(QtWidgets.QFileDialog)
                    if d.acceptMode() == d.AcceptMode.AcceptSave]  # fmt: skip
        dialog.fileSelected.emit(str(story.data / "copy.zip"))
        dialog.reject()
        story.go_away_and_back()
        shelf.until_words("A copy was saved.")
    elif name == "delete":
        form.click(form.part("action_delete"))
        shelf.until_gone()


def _come_online(story):
    """Wait until the network is watched, and have it go and come back as a system tells it."""
    watch = lambda: story.widget._backstage.session.online  # noqa: E731
    Hand.waitUntil(lambda: watch() is not None and watch().is_watching)
    network = qt.QtNetwork.QNetworkInformation
    for reachability in ("Disconnected", "Online"):
        network.instance().reachabilityChanged.emit(network.Reachability[reachability])
