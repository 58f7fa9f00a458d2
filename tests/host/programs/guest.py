"""A host with settings of its own, and what of them has changed at each step of our life.

Arguments: the inbox's address, a data folder, and "plant" where everything is to be changed
on purpose while the panel is open.
"""

from __future__ import annotations

import decimal
import faulthandler
import functools
import gc
import importlib
import json
import locale
import logging
import mimetypes
import os
import random
import signal
import sqlite3
import sys
import threading
import warnings

# A host may have loaded all of these, and keyring chooses its backend when first asked.
import multiprocessing.connection

from host.snapshot import Image, changed, process_state, python_state, qt_state

url, data, *plant = sys.argv[1:]
BINDING = {"pyside6": "PySide6", "pyqt6": "PyQt6"}[os.environ["QT_API"]]
core, gui, widgets = (
    importlib.import_module(f"{BINDING}.Qt{part}") for part in ("Core", "Gui", "Widgets")
)


class Translator(core.QTranslator):
    def translate(self, context, *_):
        return "the host's word" if context == "probe" else None

    def isEmpty(self):
        return False


def set_up():
    """Have a setting of its own wherever there is one."""
    sys.excepthook = functools.partial(sys.__excepthook__)
    threading.excepthook = functools.partial(threading.__excepthook__)
    sys.unraisablehook = functools.partial(sys.__unraisablehook__)
    sys.setrecursionlimit(1234)
    sys.setswitchinterval(0.004)
    gc.set_threshold(800, 11, 12)
    decimal.getcontext().prec = 17
    random.seed(5)
    locale.setlocale(locale.LC_ALL, "C.UTF-8")
    logging.root.setLevel(logging.ERROR)
    multiprocessing.set_start_method("spawn")
    mimetypes.add_type("image/host", ".png")
    sqlite3.register_adapter(complex, str)
    os.umask(0o027)
    signal.signal(signal.SIGUSR1, lambda *_: None)
    Image.init()
    Image.MAX_IMAGE_PIXELS = 12_345
    app.setStyleSheet("QLineEdit { color: navy; }")
    app.setApplicationName("host")
    app.setOrganizationName("Hosts")
    app.setCursorFlashTime(0)
    app.setDoubleClickInterval(333)
    gui.QPixmapCache.setCacheLimit(4321)
    gui.QImageReader.setAllocationLimit(77)
    core.QLocale.setDefault(core.QLocale("da_DK"))
    core.QSettings.setDefaultFormat(core.QSettings.Format.IniFormat)
    core.QThreadPool.globalInstance().setMaxThreadCount(3)
    core.qInstallMessageHandler(hear)
    app.installTranslator(translator)
    app.clipboard().setText("the host's clipboard")


def hear(kind, _context, text):
    if "This plugin does not support" not in text:
        print(kind, text, file=sys.stderr)


def change_python():
    """What a bad guest might do to the interpreter."""
    sys.excepthook = threading.excepthook = sys.unraisablehook = print
    sys.displayhook = repr
    sys.argv.append("more")
    sys.path.append("/nowhere")
    sys.meta_path.append(None)
    sys.setrecursionlimit(2000)
    sys.setswitchinterval(0.003)
    gc.set_threshold(700, 10, 10)
    warnings.simplefilter("ignore")
    faulthandler.disable()
    random.random()
    decimal.getcontext().prec = 28
    locale.setlocale(locale.LC_ALL, "C")
    logging.basicConfig(force=True)
    logging.raiseExceptions = False
    multiprocessing.set_start_method("fork", force=True)
    mimetypes.add_type("image/other", ".png")
    sqlite3.register_adapter(bytearray, bytes)
    import socket
    import ssl

    socket.setdefaulttimeout(5)
    ssl.create_default_context = ssl._create_unverified_context
    Image.MAX_IMAGE_PIXELS = None


def change_process_and_qt():
    """What a bad guest might do to the process, and to Qt."""
    os.umask(0o077)
    os.chdir("/")
    os.environ["USERO"] = "1"
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR2})
    core.QSettings("Usero", "settings").setValue("x", 1)
    app.setStyleSheet("")
    app.setPalette(gui.QPalette(gui.QColor("red")))
    app.setFont(gui.QFont("monospace", 30))
    app.setQuitOnLastWindowClosed(False)
    app.setApplicationName("usero")
    app.setLayoutDirection(core.Qt.LayoutDirection.RightToLeft)
    app.setOverrideCursor(gui.QCursor(core.Qt.CursorShape.WaitCursor))
    app.setDoubleClickInterval(100)
    app.removeTranslator(translator)
    app.addLibraryPath("/tmp")
    core.QLocale.setDefault(core.QLocale("de_DE"))
    core.QSettings.setDefaultFormat(core.QSettings.Format.NativeFormat)
    gui.QImageReader.setAllocationLimit(0)
    gui.QPixmapCache.setCacheLimit(1)
    core.QThreadPool.globalInstance().setMaxThreadCount(9)
    gui.QFont.insertSubstitution("a", "b")
    app.clipboard().setText("ours")
    core.qInstallMessageHandler(lambda *_: None)
    window.setStyleSheet("* { color: red; }")


def look():
    return python_state() | process_state() | qt_state(BINDING, app, window)


app = widgets.QApplication([])
translator = Translator()
window = widgets.QMainWindow()
set_up()
window.resize(1000, 760)
window.line = widgets.QLineEdit(window)
window.setWindowTitle("host")
window.show()
app.processEvents()
steps, before = {}, look()


def step(name):
    steps[name] = changed(before, look())


import usero_desktop

step("import")
from host.story import Hand, Story, spin

story = Story(url, data, window=window, locale="en", theme="dark", remember_email=True)
step("attach")
story.widget.open()
spin(50)
if plant:
    change_python()
    change_process_and_qt()
step("open")
if not plant:
    story.form.add_picture("window")
    story.has_pictures(1)
    story.add_picture()
    story.has_pictures(2)
    app.clipboard().setText("the host's clipboard")
    step("pictures")
    story.form.click(story.form.share)
    story.form.email.insert("ada@example.com")
    story.submit()
    step("submit")
    with usero_desktop.Feedback(
        "client_demo", base_url="http://127.0.0.1:1", data_dir=f"{data}2"
    ) as other:
        ticket = other.submit(comment="later")
        Hand.waitUntil(lambda: ticket.state is usero_desktop.TicketState.DEFERRED)
    step("a server that is not there")
    story.widget.close()
    step("close")
    story.widget.destroy()
    spin(100)
    del story
    gc.collect()
    step("destroy")
print(json.dumps({"looked at": len(before), "steps": steps}))
sys.stdout.flush()
os._exit(0) if plant else None
