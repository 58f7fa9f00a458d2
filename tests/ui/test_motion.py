"""How things move, and that they stop where they should."""

from __future__ import annotations

from ui.form import Form

from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.ui.style.motion import Slide


def test_a_slide_goes_all_the_way_and_only_forward(qtbot):
    owner = QtCore.QObject()
    slide, seen = Slide(owner, 60), []
    slide.moved.connect(seen.append)
    with qtbot.waitSignal(slide.finished, timeout=20_000):
        slide.run(1.0)

    assert seen[0] > 0  # the first frame shows something
    assert seen == sorted(seen)
    assert seen[-1] == 1.0


def test_the_systems_word_ends_a_slide_that_is_under_way(qtbot, window, attach):
    widget = attach(window, reduced_motion=None)
    widget.open()
    widget._front.overlay.show_still(True)

    assert widget._front.overlay._slide.value == 1.0
    assert widget._front.overlay._is_still


class Movements(QtCore.QObject):
    """Counts how often a widget is moved while it can be seen."""

    def __init__(self, widget):
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, widget, event):
        self.count += event.type() == QtCore.QEvent.Type.Move and widget.isVisible()
        return False


def timers_that_go_on(window):
    """Timers that repeat: whatever moves by itself has one."""
    found = [*window.findChildren(QtCore.QTimer), *QtWidgets.QApplication.instance().children()]
    return [t for t in found if isinstance(t, QtCore.QTimer) and t.isActive()
            and not t.isSingleShot()]  # fmt: skip


def test_with_less_motion_the_panel_comes_and_goes_at_once(qtbot, window, attach):
    widget = attach(window, reduced_motion=True)
    widget.open()
    panel = Form(qtbot, window).panel
    widget.close()
    assert not panel.isVisible()

    moved = Movements(panel)
    widget.open()
    assert panel.geometry().right() < window.width()
    QtWidgets.QApplication.processEvents()
    # To its place, before it is painted.
    assert moved.count <= 1
    widget.close()
    assert not panel.isVisible()


def test_nothing_but_the_slide_moves_by_itself(qtbot, window, attach):
    widget = attach(window, reduced_motion=True)
    widget.open()
    form = Form(qtbot, window)
    assert timers_that_go_on(window) == []
    form.choose(4)
    form.attach_pictures(1)
    assert timers_that_go_on(window) == []
    form.wait_for_pictures(1)
    form.send()
    assert timers_that_go_on(window) == []
    form.wait_for("Thank you!")
    assert timers_that_go_on(window) == []
    widget.close()
    assert timers_that_go_on(window) == []

    widget.update(reduced_motion=False)
    widget.open()
    assert len(timers_that_go_on(window)) == 1
    qtbot.waitUntil(lambda: timers_that_go_on(window) == [])
