"""The list of reports that are not sent, as a person meets it; and how reports get there."""

from __future__ import annotations

from itertools import pairwise

from servers import reply, serving

import usero_desktop as usero
from usero_desktop.errors import UseroError
from usero_desktop.qt import QtWidgets

SPAM = {"error": "Invalid data provided", "issues": {"comment": ["Looks like an advertisement"]}}


def refusing(_request, _connection):
    """A server that takes nothing."""
    return reply(400, SPAM)


def refused(data_dir, *, written=None, **report):
    """Have an earlier run leave a report that was refused; return its id.

    It is what was `written`, where that is given.
    """
    with (
        serving(refusing) as server,
        usero.Feedback("client_demo", base_url=server.url, data_dir=data_dir) as feedback,
    ):
        ticket = feedback.submit_written(written) if written else feedback.submit(**report)
        try:
            ticket.result(30)
        except UseroError:
            return ticket.submission_id
    raise AssertionError("it was not refused")


def waiting(data_dir, port, **report):
    """Have an earlier run leave a report that waits; return its id."""
    url = f"http://127.0.0.1:{port}"
    with usero.Feedback("client_demo", base_url=url, data_dir=data_dir) as feedback:
        return feedback.submit(**report).submission_id


def kept(data_dir):
    """What is in the outbox, read by somebody else."""
    with usero.Feedback("client_demo", data_dir=data_dir) as feedback:
        return feedback.reports()


class Shelf:
    """Presses and reads the cards of the panel of `form`."""

    def __init__(self, form, qtbot):
        self._form, self._qtbot = form, qtbot

    def show(self):
        """Press "Show" beside the message about reports."""
        self._form.click(self._form.part("action_show"))
        self._qtbot.waitUntil(lambda: bool(self.cards))
        return self

    def open(self):
        """Open the list from the menu."""
        self.choose("reports")
        self._qtbot.waitUntil(lambda: self._form.has("back"))
        return self

    def choose(self, name):
        """Choose an entry of the menu of everything else."""
        self._form.click(self._form.part("more"))
        menu = QtWidgets.QApplication.activePopupWidget()
        action = next(a for a in menu.actions() if a.objectName() == f"usero_more_{name}")
        self._form.click_at(menu, menu.actionGeometry(action).center())

    @property
    def cards(self):
        found = [w for w in self._form.panel.findChildren(QtWidgets.QWidget, "usero_report")
                 if w.isVisible()]  # fmt: skip
        tops = [(card.mapTo(self._form.panel, card.rect().topLeft()).y(), card) for card in found]
        return [card for _, card in sorted(tops, key=lambda pair: pair[0])]

    def words(self, number=0):
        """What stands on a card."""
        card = self.cards[number]
        return [w.text() for w in card.findChildren(QtWidgets.QLabel) if w.isVisible()]

    def button(self, name, number=0):
        card = self.cards[number]
        [found] = [w for w in card.findChildren(QtWidgets.QPushButton)
                   if w.isVisible() and w.objectName().endswith(f"_{name}")]  # fmt: skip
        return found

    def press(self, name, number=0):
        button = self.button(name, number)
        assert button.isEnabled(), name
        self._form.click(button)

    def until_gone(self):
        self._qtbot.waitUntil(lambda: not self.cards)

    def until_words(self, words, number=0):
        self._qtbot.waitUntil(lambda: words in self.words(number), timeout=20_000)


def is_in_order(parts):
    """Whether each of `parts` begins below the end of the one before."""
    boxes = [(part.mapToGlobal(part.rect().topLeft()).y(), part.height()) for part in parts]
    return all(top + height <= below for (top, height), (below, _) in pairwise(boxes))
