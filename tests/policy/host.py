"""A host that does its best to have everything sent, and tells what came of it.

Arguments: the server's address, a data folder and a picture.
"""

from __future__ import annotations

import json
import os
import sys

from pytestqt.qt_compat import qt_api
from pytestqt.qtbot import QtBot
from ui.form import flush_deletes, mime, striped
from ui.review import Review

import usero_desktop as usero
from usero_desktop.i18n import Texts
from usero_desktop.qt import QtWidgets
from usero_desktop.replay import SessionReplay, tape

qt_api.set_qt_api(os.environ["QT_API"])
url, data, picture = sys.argv[1:]
app = QtWidgets.QApplication([])
qtbot = QtBot(None)
window = QtWidgets.QMainWindow()
window.resize(1000, 760)
window.show()
qtbot.waitExposed(window)
errors, replay = [], SessionReplay()
replay.start()
widget = usero.attach(
    window,
    "client_demo",
    base_url=url,
    data_dir=data,
    locale="en",
    reduced_motion=True,
    user={"id": "u-77", "email": "zz@example.com"},
    get_user=lambda: {"id": "u-78"},
    identify_now=True,
    keep_drafts=True,
    plugins=[replay],
    on_error=lambda error: errors.append([type(error).__name__, str(error)]),
)
facts = {"inert": widget.is_inert, "errors": errors, "records": tape._tape is not None}
if facts["records"]:
    qtbot.waitUntil(lambda: tape.seconds() > 0, timeout=60_000)


def attached():
    widget.update(
        show_screenshot_option=True, show_email_option=True, keep_drafts=True, remember_email=True
    )
    widget.identify({"id": "u-79"})
    widget.open()
    page = Review(qtbot, window)
    qtbot.waitUntil(lambda: page.has("comment"))
    page.type("Everything that I know.")
    page.choose(3)
    facts["rows"] = [name for name in ("add_screenshot", "share_email") if page.has(name)]
    facts["dropped"] = page.drop(mime(image=striped())) or page.drop_files(picture)
    app.clipboard().setImage(striped())
    page.comment.paste()
    qtbot.wait(0)
    form = widget._backstage.working().controller
    facts["pictures"] = len(form.state.draft.pictures) + form.state.adding
    facts["film"] = form.state.film is not None
    page.click(page.part("more"))
    menu = app.activePopupWidget()
    facts["menu"] = [its.objectName() for its in menu.actions()]
    menu.close()
    flush_deletes()
    page.look()
    facts["set"] = page.section("policy") if page.has("review_policy") else []
    facts["goes"] = page.section("goes")
    page.send()
    qtbot.waitUntil(lambda: form.state.notice is not None, timeout=60_000)
    facts["said"] = Texts("en").say(form.state.notice.text)


if not widget.is_inert:
    attached()
widget.destroy()
replay.stop()
flush_deletes()
sys.stdout.write(json.dumps(facts))
