"""A host program, and a user who fills the form: what of it leaves, and what is logged?

    session.py headless|qt URL PHOTO LOG [more words, which nobody reads]

Prints who it believes to be, as JSON, so that a test knows that the planted names were there.
"""

from __future__ import annotations

import getpass
import json
import logging
import os
import pwd
import shutil
import socket
import sqlite3
import sys
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMENT = "zzcomment: the total is wrong"
EMAIL = "zzaddress@example.com"
PAGE = "https://zzlogin:zzpass@intranet.example/invoices/7?session=zzquery"
METADATA = {"plan": "pro", "started": "app --api-key=zzmetasecret --verbose"}
OPTIONS = {
    "app_name": "Ledger", "app_version": "2.1", "build": "77", "metadata": METADATA,
    "page_url": PAGE,
}  # fmt: skip
EXPORT = "report.zip"
NOBODY = "http://127.0.0.1:9"
SECONDS = 40


@contextmanager
def quarrel() -> Iterator[None]:
    """Say what goes wrong, as a host's own error dialog or log would."""
    import usero_desktop as usero

    try:
        yield
    except usero.UseroError as error:
        sys.stderr.write(f"{error} {error.values}\n")


def headless(url: str, photo: str) -> None:
    import usero_desktop as usero

    with usero.Feedback("client_demo", base_url=url, **OPTIONS) as feedback:
        ticket = feedback.submit(
            rating=4, comment=COMMENT, user_email=EMAIL, screenshots=[photo, photo, photo]
        )
        ticket.result(timeout=SECONDS)
        with quarrel():
            feedback.submit(rating=1, screenshots=[__file__])
    # The outbox cannot be there, and says so, and why.
    taken = Path.home() / "taken"
    taken.write_text("a file where a folder should be")
    with (
        quarrel(),
        usero.Feedback("client_demo", base_url=url, data_dir=taken) as feedback,
    ):
        feedback.submit(rating=2, comment=COMMENT).result(timeout=SECONDS)
    # One cannot be sent, and is handed on as a file.
    with usero.Feedback("client_demo", base_url=NOBODY, **OPTIONS) as feedback:
        kept = feedback.submit(rating=3, screenshots=[photo]).submission_id
        feedback.export(kept, Path.home() / EXPORT)
        with quarrel():
            feedback.export(kept, Path.home() / "no such folder" / EXPORT)
    for spoil in (damage, outdate):
        spoil(an_outbox(Path.home() / spoil.__name__))
        with (
            quarrel(),
            usero.Feedback(
                "client_demo", base_url=NOBODY, data_dir=Path.home() / spoil.__name__
            ) as feedback,
        ):
            feedback.submit(rating=2, comment=COMMENT)


def an_outbox(folder: Path) -> Path:
    """Leave a report in an outbox of its own, and return the file."""
    import usero_desktop as usero

    with usero.Feedback("client_demo", base_url=NOBODY, data_dir=folder) as feedback:
        feedback.submit(rating=3, comment=COMMENT)
    [file] = folder.rglob("reports.sqlite3")
    return file


def damage(file: Path) -> None:
    file.write_bytes(bytes(100) + file.read_bytes()[100:])


def outdate(file: Path) -> None:
    """Have a newer program written all of it, our own place beside it too."""
    from usero_desktop.outbox import schema

    with closing(sqlite3.connect(file)) as db:
        db.execute("UPDATE schema_version SET version = 99")
        db.execute("PRAGMA user_version = 99")
        db.commit()
    shutil.copy(file, f"{file}.side-{schema.VERSION}")


def qt(url: str, photo: str) -> None:
    import usero_desktop as usero
    from usero_desktop.qt import QtCore, QtGui, QtWidgets

    app = QtWidgets.QApplication(sys.argv)
    window = QtWidgets.QMainWindow()
    window.setWindowTitle(f"{photo} - Ledger")
    window.resize(1000, 800)
    window.show()
    widget = usero.attach(window, "client_demo", base_url=url, reduced_motion=True, **OPTIONS)
    widget.open()

    def part(name: str) -> QtWidgets.QWidget:
        return window.findChild(QtWidgets.QWidget, f"usero_{name}")

    part("rating_4").click()
    part("comment").insertPlainText(COMMENT)
    part("share_email").click()
    part("email").setText(EMAIL)
    data = QtCore.QMimeData()
    data.setUrls([QtCore.QUrl.fromLocalFile(photo)] * 3)
    copy, left = QtCore.Qt.DropAction.CopyAction, QtCore.Qt.MouseButton.LeftButton
    none, place = QtCore.Qt.KeyboardModifier.NoModifier, QtCore.QPoint(60, 60)
    enter = QtGui.QDragEnterEvent(place, copy, data, left, none)
    QtWidgets.QApplication.sendEvent(part("panel"), enter)
    drop = QtGui.QDropEvent(QtCore.QPointF(place), copy, data, left, none)
    QtWidgets.QApplication.sendEvent(part("panel"), drop)
    widget.delivered.connect(lambda _receipt: app.quit())
    widget.failed.connect(lambda error: sys.stderr.write(f"{error}\n"))
    late = QtCore.QTimer(singleShot=True, interval=SECONDS * 1000)
    late.timeout.connect(lambda: app.exit(3))
    late.start()
    part("send").click()
    code = app.exec()
    widget.destroy()
    if code:
        sys.exit(code)


def go_wrong() -> None:
    """Be the program that nobody should write: a test has to notice."""
    from usero_desktop.core import assemble

    facts = assemble.automatic_metadata

    def telling(options: object) -> dict[str, str]:
        logging.getLogger("usero_desktop").debug("Reading %s: %s", Path.home(), COMMENT)
        return {**facts(options), "who": getpass.getuser(), "argv": " ".join(sys.argv)}

    assemble.automatic_metadata = telling
    assemble.scrub_items = dict


def main() -> None:
    kind, url, photo, log = sys.argv[1:5]
    logging.basicConfig(filename=log, level=logging.DEBUG)
    if "--wrong" in sys.argv:
        go_wrong()
    {"headless": headless, "qt": qt}[kind](url, photo)
    names = {
        "user": getpass.getuser(), "account": pwd.getpwuid(os.getuid()).pw_name,
        "host": socket.gethostname(), "home": str(Path.home()),
    }  # fmt: skip
    sys.stdout.write(json.dumps(names))


if __name__ == "__main__":
    main()
