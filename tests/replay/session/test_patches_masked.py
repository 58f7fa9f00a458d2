"""Nothing that is masked is in any picture of a recording: decoded, looked at pixel by pixel."""

from __future__ import annotations

import pytest
from replay.drawn import Drawn, Pace, colours

from usero_desktop.qt import QtCore, QtGui, QtWidgets
from usero_desktop.ui.masking.rules import Rules

SECRET = (255, 0, 255)


class Secretive(QtWidgets.QWidget):
    """Shows the secret colour all over."""

    def paintEvent(self, _event):
        painter = QtGui.QPainter(self)
        painter.fillRect(self.rect(), QtGui.QColor(*SECRET))
        painter.end()


@pytest.fixture
def pictures(qtbot):
    """Return all pictures that were told of a widget."""
    made = []

    def record(widget, *, scale=1.0, rules=None, children=True):
        pace = Pace()
        pace.scale = scale
        told = Drawn(qtbot, rules or Rules(["secret*"]), children=children, pace=pace)
        made.append(told)
        told.show(widget)
        told.settle()
        return [image for _, image in told.composed().pictures.values()]

    yield record
    for one in made:
        one.close()


@pytest.fixture
def board(qtbot):
    """A window with something secret in it that is marked by `mark`."""
    window = QtWidgets.QWidget()
    window.resize(300, 200)
    window.secret = Secretive(window)
    window.secret.setGeometry(40, 30, 120, 80)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitExposed(window)
    return window


def near(images):
    """Whether anything looks like the secret, mixed with what is beside it or not."""
    assert images
    seen = {colour for image in images for colour in colours(image)}
    return {one for one in seen if one[0] > 140 and one[2] > 140 and one[1] < 110}


MARKS = {
    "by a property": lambda widget: widget.setProperty("usero_mask", True),
    "blocked": lambda widget: widget.setProperty("usero_block", True),
    "by its name": lambda widget: widget.setObjectName("secret-plan"),
    "with its parent": lambda widget: widget.parentWidget().setProperty("usero_mask", True),
}


@pytest.mark.parametrize("scale", [1.0, 0.5])
@pytest.mark.parametrize("mark", MARKS.values(), ids=MARKS.keys())
def test_what_is_masked_in_it_is_in_no_picture(board, pictures, mark, scale):
    assert near(pictures(board, scale=scale))  # it would be seen
    mark(board.secret)
    assert not near(pictures(board, scale=scale))


def test_one_that_lies_in_what_is_masked_is_all_mask(board, pictures):
    inner = Secretive(board.secret)
    inner.setGeometry(10, 10, 30, 30)
    inner.show()
    board.setProperty("usero_mask", True)
    assert not near(pictures(inner))


def test_what_a_scene_shows_is_masked_in_a_view_that_is_no_window(board, pictures):
    scene = QtWidgets.QGraphicsScene(board)
    proxy = scene.addWidget(Secretive())
    proxy.setGeometry(QtCore.QRectF(10, 10, 50, 40))
    view = QtWidgets.QGraphicsView(scene, board)
    view.setGeometry(0, 0, 200, 150)
    view.show()
    viewport = view.viewport()
    assert near(pictures(viewport))
    proxy.widget().setProperty("usero_mask", True)
    assert not near(pictures(viewport))
    assert not near(pictures(view))
    scene.clear()


def test_of_a_widget_without_its_children_what_they_show_is_not_there(board, pictures):
    assert not near(pictures(board, children=False))


def test_our_own_panel_is_blocked_where_a_recording_says_so(board, pictures):
    class Recording(Rules):
        covers_ours = True

    board.secret.setProperty("usero_own", True)
    assert not near(pictures(board, rules=Recording()))
