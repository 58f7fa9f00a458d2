"""Whether all of a widget tree can be read: nothing clipped, elided, covered or out of reach.

    assert faults(panel) == []

Every widget in sight is painted once into an SVG, where words stay words: so what is looked
at is what is really drawn, by Qt's own widgets and by ours alike. A fault is a sentence:

- words that are drawn beyond the widget's edge, elided (with "…"), or not drawn at all;
- a widget that has less room than it needs (its minimumSizeHint), but for labels that wrap;
- a widget that sticks out of a parent, unless that scrolls and can be scrolled to it;
- two neighbours that lie on each other;
- a root that sticks out of its window, or of the screen.

It finds no words that are painted as one picture, and says nothing about lines of text to
type into, which scroll. What Qt lays out a turn of the event loop later has to be there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import combinations
from xml.etree import ElementTree as ET

from usero_desktop.qt import QtCore, QtGui, QtSvg, QtWidgets

SLACK = 1.5
"""Pixels that letters may reach beyond a rectangle: Qt measures in fractions of them."""

TYPED = (QtWidgets.QPlainTextEdit, QtWidgets.QTextEdit)
_UNSEEN = re.compile(r"[\s\u200b\u2066-\u2069]")
SVG = "{http://www.w3.org/2000/svg}"


@dataclass
class Words:
    """One run of words as it was drawn, and in what colour: "#rrggbb"."""

    text: str
    box: QtCore.QRectF
    ink: str = ""
    opacity: float = 1.0


def faults(root):
    """Return what is wrong with `root` and all that can be seen in it, one sentence each."""
    found = _outside(root)
    for widget in [root, *_visible(root)]:
        found += _badly_placed(widget, root) if widget is not root else []
        found += _covered(widget)
        if isinstance(widget, QtWidgets.QMenu):
            found += _menu(widget)
        elif not _is_typed_in(widget):
            found += _unreadable(widget)
    return found


def _visible(widget):
    for child in widget.children():
        if isinstance(child, QtWidgets.QWidget) and child.isVisible() and not child.isWindow():
            yield child
            yield from _visible(child)


def _name(widget):
    words = widget.accessibleName() or (widget.text() if hasattr(widget, "text") else "")
    return f"{widget.objectName() or type(widget).__name__} ({words[:40]!r})"


def _rect(rect):
    return "{}x{} at {},{}".format(*(round(n) for n in (
        rect.width(), rect.height(), rect.x(), rect.y()
    )))  # fmt: skip


# ------------------------------------------------------------ places


def _outside(root):
    if root.isWindow():
        room = root.screen().availableGeometry()
        if not room.contains(root.frameGeometry()):
            return [f"{_name(root)} is not all on the screen: {_rect(root.frameGeometry())}"]
        return []
    parent = root.parentWidget()
    if not parent.rect().contains(root.geometry()):
        return [f"{_name(root)} is not all in its window: {_rect(root.geometry())}"]
    return []


def _badly_placed(widget, root):
    if widget.width() <= 0 or widget.height() <= 0:
        return [f"{_name(widget)} has no size"]
    least = widget.minimumSizeHint()
    # A label that wraps guesses its own from a width that it has not.
    wraps = isinstance(widget, QtWidgets.QLabel) and widget.wordWrap()
    if not wraps and least.boundedTo(widget.size()) != least:
        return [f"{_name(widget)}, {_rect(widget.rect())}, needs {least.width()}x{least.height()}"]
    parent = widget.parentWidget()
    if parent.rect().contains(widget.geometry()):
        return []
    if _scrolls(parent, widget):
        return []
    place = _rect(widget.geometry())
    return [f"{_name(widget)} sticks out of {_name(parent)}, {_rect(parent.rect())}: {place}"]


def _scrolls(port, content):
    """Whether `port` shows a part of `content` and can be scrolled to all of the rest."""
    above = port
    bars = []
    while above is not None and not bars:
        bars = [
            bar for bar in above.findChildren(QtWidgets.QScrollBar)
            if bar.isVisible() and bar.orientation() == QtCore.Qt.Orientation.Vertical
            and not content.isAncestorOf(bar)
        ]  # fmt: skip
        above = None if above.isWindow() else above.parentWidget()
    if content.x() < 0 or content.geometry().right() > port.rect().right():
        return False
    beyond = content.height() - port.height()
    return any(
        bar.maximum() - bar.minimum() >= beyond and content.y() == -bar.value() for bar in bars
    )


ON_TOP = {"usero_remove_screenshot", "usero_playback_begin", "usero_playback_end"}
"""The cross on the corner of a picture, which is a button itself; the handles on a time line."""


def _covered(parent):
    shown = [
        child for child in parent.children()
        if isinstance(child, QtWidgets.QWidget) and child.isVisible() and not child.isWindow()
        and child.objectName() not in ON_TOP
    ]  # fmt: skip
    return [
        f"{_name(one)} and {_name(other)} lie on each other: "
        f"{_rect(one.geometry())}, {_rect(other.geometry())}"
        for one, other in combinations(shown, 2)
        if one.geometry().intersects(other.geometry())
        and not _is_shade(one)
        and not _is_shade(other)
    ]


def _is_typed_in(widget):
    if isinstance(widget, QtWidgets.QLineEdit):
        return bool(widget.text())
    return isinstance(widget, TYPED) or isinstance(widget.parentWidget(), TYPED)


def _is_shade(widget):
    return widget.testAttribute(QtCore.Qt.WidgetAttribute.WA_TransparentForMouseEvents)


# ------------------------------------------------------------ words


def _unreadable(widget):
    runs = drawn_words(widget)
    inside = QtCore.QRectF(widget.rect()).adjusted(-SLACK, -SLACK, SLACK, SLACK)
    found = [
        f"{_name(widget)}, {_rect(widget.rect())}, cuts {words.text!r}: {_rect(words.box)}"
        for words in runs
        if not inside.contains(words.box)
    ]
    wanted, drawn = _letters(_wanted(widget)), _letters("".join(run.text for run in runs))
    if wanted and len(drawn) < len(wanted):
        found.append(f"{_name(widget)} shows only {''.join(run.text for run in runs)!r}")
    return found


def _menu(menu):
    found = []
    for action in menu.actions():
        place = menu.actionGeometry(action)
        if not menu.rect().contains(place):
            found.append(f"{_name(menu)} cuts {action.text()!r}: {_rect(place)}")
    runs = drawn_words(menu)
    inside = QtCore.QRectF(menu.rect())
    found += [f"{_name(menu)} cuts {run.text!r}" for run in runs if not inside.contains(run.box)]
    wanted = _letters("".join(action.text() for action in menu.actions()))
    drawn = _letters("".join(run.text for run in runs))
    return found + ([] if len(drawn) >= len(wanted) else [f"{_name(menu)} shows only {drawn!r}"])


def _wanted(widget):
    """What is to be read on it, as far as one can ask."""
    if _is_shade(widget):
        return ""  # a shadow, or what is there for a screen reader alone
    if isinstance(widget, QtWidgets.QLineEdit):
        return widget.placeholderText()
    if isinstance(widget, QtWidgets.QProgressBar) and not widget.isTextVisible():
        return ""
    return widget.text() if hasattr(widget, "text") and callable(widget.text) else ""


def _letters(text):
    """`text` without what a line break may swallow, or an elision put there."""
    return re.sub(r"[\s\u200b\u00ad\u2026\u2066-\u2069&]", "", text)


def drawn_words(widget):
    """Return the runs of words that `widget` draws itself, each with its rectangle in it."""
    store = QtCore.QBuffer()
    generator = QtSvg.QSvgGenerator()
    generator.setOutputDevice(store)
    generator.setResolution(widget.logicalDpiX())
    painter = QtGui.QPainter(generator)
    itself = QtWidgets.QWidget.RenderFlag(0)
    widget.render(painter, QtCore.QPoint(), QtGui.QRegion(), itself)
    painter.end()
    # A character that XML does not allow, of a font's own place, is of no matter here.
    source = re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "?",
                    bytes(store.data().data()).decode("utf-8", "replace"))  # fmt: skip
    return [
        Words(item.text, _box(item, _transform(group)), item.get("fill"), _opacity(group, item))
        for group in ET.fromstring(source).iter(f"{SVG}g")
        for item in group.findall(f"{SVG}text")
        if _UNSEEN.sub("", item.text or "")
    ]


def _opacity(group, item):
    return float(group.get("opacity", 1)) * float(item.get("fill-opacity", 1))


def _transform(group):
    numbers = re.findall(r"-?[\d.]+(?:e-?\d+)?", group.get("transform", ""))
    return QtGui.QTransform(*(float(number) for number in numbers[:4]), *(
        float(number) for number in numbers[4:]
    )) if len(numbers) == 6 else QtGui.QTransform()  # fmt: skip


def _box(item, transform):
    font = QtGui.QFont(item.get("font-family"))
    font.setPixelSize(round(float(item.get("font-size"))))
    font.setWeight(QtGui.QFont.Weight(int(item.get("font-weight"))))
    fm = QtGui.QFontMetricsF(font)
    text = item.text.rstrip()
    x, y = float(item.get("x")), float(item.get("y"))
    box = QtCore.QRectF(x, y - fm.ascent(), fm.horizontalAdvance(text), fm.height())
    return transform.mapRect(box)
