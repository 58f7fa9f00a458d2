"""A host whose windows, or whose whole process, end at some moment of the widget's life.

Arguments: a server's address, a data folder, "widget" or "alone" (the host without us), and
one or more teardowns `kind:moment:milliseconds`. Only the last may end the process; before it
is told for how long the others kept the event loop waiting.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import time
from importlib import import_module
from types import SimpleNamespace
from weakref import ref

from usero_desktop.qt import BINDING, QtCore, QtWidgets, is_alive
from usero_desktop.ui.form import drafts

from host import moments
from host.probe import Probe
from host.stalls import ALONE
from host.story import Story, host_window, spin

url, data, guest, *plan = sys.argv[1:]
app = QtWidgets.QApplication([])


def delete_at_once(thing):
    if BINDING == "PyQt6":
        import_module("PyQt6.sip").delete(thing)
    else:
        import_module("shiboken6").delete(thing)


# ------------------------------------------------------------ what happens then


def deleted_later(host):
    host.window.deleteLater()


def deleted_at_once(host):
    delete_at_once(host.window)


def deleted_on_close(host):
    host.window.setAttribute(QtCore.Qt.WidgetAttribute.WA_DeleteOnClose)
    host.window.close()


def destroyed_twice(host):
    if host.widget is not None:
        host.widget.destroy()
        host.widget.destroy()
        spin(1)
        host.widget.destroy()


def handle_deleted(host):
    if host.widget is not None:
        delete_at_once(host.widget)


def panel_deleted(host):
    for part in host.window.findChildren(QtWidgets.QWidget, "usero_panel"):
        delete_at_once(part)


def window_cleared(host):
    """As a host does that builds its window anew: all that is in it goes, ours too."""
    for part in host.window.findChildren(QtWidgets.QWidget):
        part.deleteLater()


def children_deleted(host):
    only = QtCore.Qt.FindChildOption.FindDirectChildrenOnly
    for part in host.window.findChildren(QtCore.QObject, options=only):
        if not isinstance(part, QtWidgets.QLayout):
            part.deleteLater()


def window_replaced(host):
    old, host.window = host.window, host_window()
    if guest == "widget":
        import usero_desktop

        host.widget = usero_desktop.attach(host.window, "client_demo", base_url=url, data_dir=data)
    old.close()
    old.deleteLater()


def forgotten(host):
    host.window.close()
    host.window = host.widget = host.story = None
    gc.collect()


def let_go(host):
    """A window that nobody else holds goes with its last name, not when garbage is collected."""
    gc.disable()
    try:
        gone = []
        host.window.destroyed.connect(lambda: gone.append(True))
        host.window = host.widget = host.story = None
        assert gone
    finally:
        gc.enable()


def forgotten_in_a_circle(host):
    """As with most windows: something in them, a slot say, knows the window."""
    host.window.itself = host.window
    forgotten(host)


def reparented(host):
    holder = QtWidgets.QMainWindow()
    holder.setCentralWidget(host.window)
    holder.show()
    spin(1)
    holder.deleteLater()


def blocks_at_its_end(host):
    """As with a widget that waits for something when its window goes."""
    host.window.destroyed.connect(lambda: time.sleep(0.25))
    host.window.deleteLater()


# ------------------------------------------------------------ how the whole process ends


def quits(_host):
    app.quit()


def exits(_host):
    app.exit(7)


def last_window_closes(host):
    app.setQuitOnLastWindowClosed(True)
    host.window.close()


def all_windows_close(_host):
    app.setQuitOnLastWindowClosed(True)
    app.closeAllWindows()


def system_exit_in_a_slot(_host):
    sys.exit(7)


def raises_in_a_slot(_host):
    QtCore.QTimer.singleShot(100, app.quit)
    raise RuntimeError("the host's own")


def is_killed(_host):
    os.kill(os.getpid(), signal.SIGTERM)


def is_interrupted(_host):
    QtCore.QTimer.singleShot(100, app.quit)
    os.kill(os.getpid(), signal.SIGINT)


def quits_without_its_window(host):
    delete_at_once(host.window)
    app.quit()


def quits_in_a_nested_loop(_host):
    QtCore.QTimer.singleShot(5, app.quit)
    spin(10_000)


def deletes_the_application(host):
    host.window.close()
    delete_at_once(host.window)
    app.quit()
    ending.append(lambda: delete_at_once(app))


def forgets_the_application_before_its_window(_host):
    """As where both are names in a function: they go in the order they were given."""
    app.quit()
    ending.append(lambda: globals().pop("app"))


def tell_what_is_left(_application):
    """Say what of ours is in the windows that the application leaves behind."""
    for host in kept:
        if host.window is not None and is_alive(host.window):
            left = host.window.findChildren(QtWidgets.QWidget, QtCore.QRegularExpression("^usero_"))
            print("left in the window:", len(left), flush=True)


def never_loops(_host):
    """exec() is not entered: see below."""


def never_loops_and_closes(host):
    host.window.close()


class Host:
    """What is torn down."""

    def __init__(self, moment):
        self.window = host_window()
        self.widget = self.story = None
        if guest == "widget":
            # What was written in the window before would be in this one.
            drafts.forget_all()
            self.story = Story(url, data, window=self.window)
            self.widget = self.story.widget
            moments.MOMENTS[moment](self.story)


def tear_down(kind, moment, milliseconds):
    host = Host(moment)
    kept.append(host)
    spin(int(milliseconds))
    globals()[kind](host)
    return host


def go():
    if plan[:-1]:
        tear_windows_down()
    tear_down(*plan[-1].split(":"))


def from_the_loop(job, host):
    """Do it in a slot of the loop that goes on: what is to be deleted later goes in that loop."""
    QtCore.QTimer.singleShot(0, lambda: job(host))
    spin(20)


def leave(host):
    if host.window is not None and is_alive(host.window):
        host.window.deleteLater()
    host.window = host.widget = host.story = None


def tear_windows_down():
    # What is imported at the first report is no end of a window, and a host's own collections
    # are to go over what came since, not over all modules.
    host = Host("sending")
    from_the_loop(leave, host)
    gc.collect()
    gc.freeze()
    probe = Probe(ALONE)
    probe.stop()
    # What Qt takes for the same by itself: a window that goes with the system's dialog open.
    alone = SimpleNamespace(window=host_window(), widget=None, story=None)
    QtWidgets.QFileDialog(alone.window).open()
    probe.start(ALONE)
    from_the_loop(reparented, alone)
    from_the_loop(leave, alone)
    for step in plan[:-1]:
        kind, moment, milliseconds = step.split(":")
        # What a hand does here in one go, the pictures it makes with it, is no single step.
        probe.stop()
        host = Host(moment)
        probe.start(step)
        spin(int(milliseconds))
        from_the_loop(globals()[kind], host)
        from_the_loop(leave, host)
        print("done", step, flush=True)
    print(json.dumps(probe.take()), flush=True)


kept, ending = [], []
# Who asks first is told last, so that ours have been told by then.
watched = ref(app, tell_what_is_left)
app.setQuitOnLastWindowClosed(False)
if plan[-1].startswith("never_loops"):
    go()
    sys.exit(0)
signal.signal(signal.SIGINT, signal.default_int_handler)
QtCore.QTimer.singleShot(0, go)
code = app.exec()
print("ended", code, flush=True)
for last in ending:
    last()
sys.exit(code)
