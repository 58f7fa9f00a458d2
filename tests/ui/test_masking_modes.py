"""On a real X server: in no mode of taking a picture is what is masked in any of its bytes."""

from __future__ import annotations

import io
import sys

import pytest
from capture.xclient import XClient
from PIL import Image
from screens import start_xvfb, x11_environment
from ui.planted import count
from ui.process import run_script
from ui.test_masking_screen import STAGE

from usero_desktop.inbox.config import InboxConfig
from usero_desktop.inbox.server import running

pytestmark = [
    pytest.mark.screen,
    pytest.mark.skipif(sys.platform != "linux", reason="an X server is a Linux matter"),
]

MODES = ("screen", "screen_2", "region", "window", "screen later", "window later")

STORY = """
import io
import usero_desktop as usero
from PIL import Image
from usero_desktop.ui.capture import countdown

url, folder, masks = sys.argv[1], sys.argv[2], sys.argv[3] == "masks"
countdown.SECOND_MS = 60

window = QtWidgets.QMainWindow()
window.setGeometry(340, 50, 900, 740)
secret = Block(window)
secret.setGeometry(20, 30, 301, 203)
field = dyed(QtWidgets.QLineEdit("hunter2", window))
field.setGeometry(20, 260, 201, 31)
table = QtWidgets.QTableView(window)
table.setGeometry(20, 320, 331, 203)
table.setModel(model(60, 6, secret=(2,), parent=table))
combo = dyed(QtWidgets.QComboBox(window))
combo.addItems([f"secret {n}" for n in range(9)])
dyed(combo.view())
combo.setGeometry(20, 560, 221, 29)
other = Block()
other.setGeometry(1300, 70, 201, 103)
shown(window)
shown(other)


def mark(masks):
    secret.setObjectName("secret_plan" if masks else "plan")
    echo = QtWidgets.QLineEdit.EchoMode
    field.setEchoMode(echo.Password if masks else echo.Normal)
    table.setProperty("usero_mask_columns", [2] if masks else None)
    combo.setProperty("usero_mask", masks)
    other.setProperty("usero_block", masks)


widget = usero.attach(window, "client_demo", base_url=url, data_dir=folder, mask=["secret_*"])
story = []
widget.delivered.connect(lambda *_: story.append("delivered"))


def part(name):
    return next(w for w in window.findChildren(QtWidgets.QWidget, name) if w.isVisible())


def chosen(name, *, later=False):
    part("usero_add_screenshot").click()
    menu = app.activePopupWidget()
    actions = {action.objectName(): action for action in menu.actions()}
    if later:
        actions["usero_picture_delay"].trigger()
    actions[f"usero_picture_{name}"].trigger()
    menu.close()


def pictures():
    return widget._backstage.session.controller.state.draft.pictures


def taken_as(mode):
    name, _, later = mode.partition(" ")
    had = len(pictures())
    mark(masks and not later)
    chosen(name, later=bool(later))
    if later:
        # Whoever counts for three seconds may fill in a form meanwhile, and open a list.
        mark(masks)
        combo.showPopup()
    if name == "region":
        spun(lambda: any(w.objectName() == "usero_region" for w in app.topLevelWidgets()))
        sheets = [w for w in app.topLevelWidgets() if w.objectName() == "usero_region"]
        print("sheet", sum(count(sheet.grab().toImage()) for sheet in sheets))
        for key in (QtCore.Qt.Key.Key_Tab, QtCore.Qt.Key.Key_Return):
            event = QtGui.QKeyEvent(
                QtCore.QEvent.Type.KeyPress, key, QtCore.Qt.KeyboardModifier.NoModifier
            )
            app.sendEvent(sheets[0], event)
    spun(lambda: len(pictures()) > had)
    combo.hidePopup()


for modes in (MODES[:3], MODES[3:]):
    widget.open()
    spun(lambda: window.rect().contains(part("usero_panel").geometry()))
    for mode in modes:
        taken_as(mode)
    spun(lambda: not widget._backstage.session.controller.state.adding)
    print("draft", *(count(Image.open(io.BytesIO(picture.data))) for picture in pictures()))
    thumbs = [
        w for w in part("usero_panel").findChildren(QtWidgets.QWidget)
        if w.accessibleName().startswith("Screenshot ") and w.isVisible()
    ]
    print("preview", *(count(thumb.pixmap().toImage()) for thumb in thumbs))
    widget._backstage.session.controller.write("words")
    part("usero_send").click()
    spun(lambda: story)
    story.clear()
    widget.close()
widget.destroy()
"""


def told(masks, folder):
    """Return what the program says by its first word, and the pixels in what arrived."""
    source = STAGE + f"MODES = {MODES!r}\n" + STORY
    with running(InboxConfig()) as inbox, start_xvfb(1700, 900) as display:
        with XClient(display) as client:
            client.split(("left", 0, 0, 900, 900), ("right", 900, 0, 800, 900))
        done = run_script(
            source, inbox.url, folder, masks, QT_QPA_PLATFORM="xcb", **x11_environment(display, {})
        )
        assert done.returncode == 0, done.stderr
        reports = sorted(inbox.store.entries(), key=lambda entry: entry.seq)
        shots = [shot for entry in reports for shot in entry.report.screenshots]
        files = [inbox.store.images.original(shot.url.rpartition("/")[2]) for shot in shots]
    said = {}
    for line in done.stdout.splitlines():
        name, *numbers = line.split()
        said.setdefault(name, []).extend(map(int, numbers))
    return said | {"upload": [count(Image.open(io.BytesIO(file))) for file in files]}


@pytest.mark.promise("I7")
def test_in_no_mode_is_it_in_the_draft_the_preview_or_the_upload(tmp_path, figure):
    none = [0] * len(MODES)

    said = told("masks", tmp_path)

    assert said == {"sheet": [0], "draft": none, "preview": none, "upload": none}
    figure(f"{len(MODES)} modes: 0 pixels in draft, preview and upload")


@pytest.mark.bites("I7")
def test_without_marks_each_mode_shows_it_everywhere(tmp_path):
    said = told("none", tmp_path)

    assert said["sheet"][0] > 1000
    for name in ("draft", "preview", "upload"):
        assert len(said[name]) == len(MODES)
        assert min(said[name]) > 100, (name, said[name])
