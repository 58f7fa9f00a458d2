"""The program, which says as JSON what it has loaded at the panel's first frame, and after that.

python first_frame.py [the command line of usero-desktop]
"""

from __future__ import annotations

import gc
import json
import sys

from usero_desktop.app import run
from usero_desktop.cli.main import main
from usero_desktop.qt import QtCore, QtWidgets

LOOK_MS = 50


def told():
    focus = QtWidgets.QApplication.focusWidget()
    names = sorted(sys.modules)
    return {
        "modules": names,
        "cycles": gc.isenabled(),
        "focus": focus.objectName() if focus else "",
    }


class Watch(QtCore.QObject):
    def __init__(self, application):
        super().__init__(application)
        self.at_first = None
        application.installEventFilter(self)
        self._timer = QtCore.QTimer(self, interval=LOOK_MS)
        self._timer.timeout.connect(self.on_time)

    def eventFilter(self, watched, event):
        is_panel = (
            event.type() == QtCore.QEvent.Type.Paint and watched.objectName() == "usero_panel"
        )
        if is_panel and self.at_first is None:
            self.at_first = told()
            self._timer.start()
        return False

    def on_time(self):
        now = told()
        if now["cycles"] and "usero_desktop.ui.session.session" in now["modules"]:
            sys.stdout.write(json.dumps([self.at_first, now]))
            QtWidgets.QApplication.quit()


made = run._application


def watched():
    application = made()
    Watch(application)
    return application


if __name__ == "__main__":
    run._application = watched
    sys.exit(main(sys.argv[1:]))
