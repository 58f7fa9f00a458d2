"""Everything that a part of the screen says: drawn, in tool tips, and to a screen reader."""

from __future__ import annotations

import re

from ui import gallery
from ui.clipping import drawn_words

from usero_desktop.qt import QtCore, QtWidgets

FOREIGN = (
    gallery.COMMENT, gallery.EMAIL, gallery.FILE, gallery.SERVERS, gallery.REASON, "Short.",
    "AM PM kB bytes",  # of a date and a size, which Qt writes
    # What is sent, by its names on the wire.
    "email displayName plan order log os submissionId app ledger start Ledger Debian",
    "pro id lines sku A https usero io client_demo Ada ada example com r",
)  # fmt: skip
"""What is not ours to translate: the user's words, a server's, a file's name, the system's."""

_LETTERS = re.compile(r"[A-Za-z]+")
_TYPED = (QtWidgets.QLineEdit, QtWidgets.QPlainTextEdit)


def spoken(root):
    """Return all that `root` and what is visible in it says, each with who says it."""
    found = []
    for widget in [root, *root.findChildren(QtWidgets.QWidget)]:
        if widget.isVisible():
            name = widget.objectName() or type(widget).__name__
            found += [(name, text) for text in _of(widget) if text.strip()]
    return found


def stray(root, *more):
    """Return what `root` says, in a pseudo-locale, that is no catalog's, foreign or of `more`."""
    foreign = {word for text in (*FOREIGN, *more) for word in _LETTERS.findall(text)}
    return [
        f"{name}: {text}"
        for name, text in spoken(root)
        if set(_LETTERS.findall(text.replace("\u200b", ""))) - foreign
    ]


def _of(widget):
    texts = [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(),
             widget.whatsThis(), widget.statusTip()]  # fmt: skip
    if widget.isWindow():
        texts.append(widget.windowTitle())
    if isinstance(widget, _TYPED):
        texts.append(widget.placeholderText())
    elif isinstance(widget, QtWidgets.QMenu):
        texts += [text for a in widget.actions() for text in (a.text(), a.toolTip())]
    elif hasattr(widget, "text"):
        texts.append(widget.text())
    if not isinstance(widget, QtWidgets.QPlainTextEdit) and not _is_in_text(widget):
        texts += [run.text for run in drawn_words(widget)]
    return texts


def _is_in_text(widget):
    return isinstance(widget.parentWidget(), QtWidgets.QPlainTextEdit)


def menu_of(button):
    """Press `button` and return the menu that opens."""
    button.click()
    menu = QtWidgets.QApplication.activePopupWidget()
    assert isinstance(menu, QtWidgets.QMenu)
    QtCore.QCoreApplication.processEvents()
    return menu
