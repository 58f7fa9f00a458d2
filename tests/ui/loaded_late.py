"""A host that opens the panel, and says as JSON what is loaded then, and once a report is kept.

python loaded_late.py FOLDER, with the base address of a server that refuses in BASE_URL.
"""

from __future__ import annotations

import json
import os
import sys
import time

import usero_desktop
from usero_desktop.qt import QtCore, QtWidgets

PATIENCE = 60.0


def wait_for(check):
    deadline = time.monotonic() + PATIENCE
    while not check():
        if time.monotonic() > deadline:
            raise TimeoutError(check)
        loop = QtCore.QEventLoop()
        QtCore.QTimer.singleShot(20, loop.quit)
        loop.exec()


def main():
    application = QtWidgets.QApplication(sys.argv[:1])
    window = QtWidgets.QMainWindow()
    window.show()
    widget = usero_desktop.attach(
        window, client_id="client_late", base_url=os.environ["BASE_URL"], data_dir=sys.argv[1]
    )
    widget.open()
    wait_for(lambda: widget._backstage.session is not None)
    opened = sorted(sys.modules)
    widget._backstage.session.feedback.submit(comment="Nobody takes this.")
    wait_for(lambda: widget._backstage.session.reports_state is not None)
    wait_for(lambda: widget._backstage.session.controller.state.remark)
    kept = sorted(sys.modules)
    widget.destroy()
    application.processEvents()
    sys.stdout.write(json.dumps([opened, kept]))


main()
