"""A user whose last seconds go with a report, and who watches a recording and trims it."""

from __future__ import annotations

import base64
import io
from datetime import UTC, datetime

from host.story import Hand, Key, QTest, send_wheel, spin
from PIL import Image
from ui.form import LEFT

from usero_desktop.core.pool import Pool
from usero_desktop.i18n import Texts
from usero_desktop.model.recording import Recording
from usero_desktop.plugin import Footage, Plugin
from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.replay import SessionReplay, tape
from usero_desktop.rrweb import events
from usero_desktop.rrweb.chunks import pack
from usero_desktop.rrweb.film import Film
from usero_desktop.rrweb.nodes import DESK, Element, page
from usero_desktop.ui.playback.player import Player
from usero_desktop.ui.process.bridge import Bridge
from usero_desktop.ui.style.colors import colors_of
from usero_desktop.ui.style.look import Look
from usero_desktop.ui.style.scale import Scale

START, SECONDS = 1_700_000_000_000, 20


def options():
    """Return what the widget is attached with beside the usual."""
    return {"plugins": [Filmed(), SessionReplay()]}


class Filmed(Plugin):
    """Has a recording whatever fails in ours, and asks whether it is to go along."""

    name, needs_gui = "filmed", True

    def on_footage_asked(self, context):
        return Footage(SECONDS, lambda: taken)


def whole(story):
    """Send what happened along with a report, watch a recording, and end."""
    Hand.waitUntil(lambda: tape._tape is not None and tape._tape._running is not None)
    story.widget.open()
    include(story)
    story.submit()
    story.widget.update(mask=["anything"])
    watch(story)
    lose(story)
    story.widget.destroy()
    story.window.close()
    spin(50)


def lose(story):
    """Have so much happen at once that nothing of it can be kept, and more after that."""
    running = tape._tape._running
    while not running.reel.wants_snapshot:
        running.reel.take(events.custom(START, "much", {"text": "x" * 1_000_000}))
    story.window.line.insert("more")
    Hand.waitUntil(lambda: tape._tape._running is not running)


def include(story):
    """Tick a recording, watch it in the panel, cut off its beginning, and do without it."""
    form = story.form
    Hand.waitUntil(lambda: form.has("include_recording"))
    form.click(form.part("include_recording"))
    form.click(form.part("watch_recording"))
    Hand.waitUntil(lambda: form.has("player"))
    form.part("player", Player).timeline.begin.go(500)
    story.widget.update(theme="dark")
    film = lambda: story.widget._backstage.session.controller.state.film  # noqa: E731
    Hand.waitUntil(lambda: film().kept is not None and film().recording is not None)
    form.click(form.part("watch_include"))
    form.click(form.part("back"))


def watch(story):
    """Play a recording, go through it by mouse and keys, and cut its ends off."""
    pool, bridge = Pool(), Bridge(story.window)
    window = QtWidgets.QWidget()
    window.resize(420, 400)
    rows = QtWidgets.QVBoxLayout(window)
    player = Player(window, pool=pool, bridge=bridge)
    rows.addWidget(player)
    player.show_look(Look(colors_of(None, dark=False), Texts("en"), Scale(1.0)))
    player.show_film(Film(recording()))
    window.show()
    window.activateWindow()
    Hand.waitUntil(window.isActiveWindow)
    QTest.mouseClick(player.play_button, LEFT)
    Hand.waitUntil(lambda: player.at_ms > 0)
    player.play_button.setFocus()
    for key in (Key.Key_Space, Key.Key_Right, Key.Key_End, Key.Key_Home):
        QTest.keyClick(player.play_button, key)
    for part in (player.timeline.line, player.timeline.begin, player.timeline.end):
        part.setFocus()
        drag(part)
        QTest.keyClick(part, Key.Key_Right)
        send_wheel(part)
    player.play_button.setFocus()
    window.resize(500, 420)
    window.setLayoutDirection(QtCore.Qt.LayoutDirection.RightToLeft)
    player.setLayoutDirection(QtCore.Qt.LayoutDirection.RightToLeft)
    window.grab()
    for _ in range(5):  # what is folded in the pool is painted, and that asks for pictures there
        Hand.waitUntil(lambda: pool._unfinished == 0)
        spin(10)
    player.hide()
    window.close()
    pool.close(5)
    bridge.close()
    window.deleteLater()


def drag(part):
    """Take hold of a slider and move it a little."""
    middle = part.rect().center()
    QTest.mousePress(part, LEFT, pos=middle)
    QTest.mouseMove(part, middle + QtCore.QPoint(5, 0))
    QTest.mouseRelease(part, LEFT, pos=middle + QtCore.QPoint(5, 0))


def recording():
    """Return a bar that grows from second to second, and a picture beside it."""
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(file, "PNG")
    address = f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
    bar = Element(20, "div", {"style": "left:0px;top:0px;width:0px;height:40px;background:#f00"})
    picture = Element(
        21, "img", {"style": "left:50px;top:50px;width:8px;height:8px", "src": address}
    )
    html = page(".a *{position:absolute}", Element(DESK, "div", {"class": "a"}, (bar, picture)))
    told = [events.meta(START, href="app://x", width=200, height=100)]
    told.append(events.full_snapshot(START, html))
    for second in range(1, SECONDS + 1):
        style = {20: {"style": {"width": f"{second * 10}px"}}}
        told.append(events.mutation(START + second * 1000, attributes=style))
    return told


def taken():
    """Return it as it travels."""
    told = recording()
    began, ended = (
        datetime.fromtimestamp(one.timestamp_ms / 1000, UTC) for one in (told[0], told[-1])
    )
    return Recording("filmed", began, ended, 1_000, "app://x", "a test", pack(told))
