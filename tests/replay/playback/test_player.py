"""A recording is watched and trimmed, by mouse and by keys, from either side."""

from __future__ import annotations

import pytest
from replay.likeness import ssim
from replay.playback.shown import painted, pillow
from rrweb.stories import START
from ui.clipping import faults

from usero_desktop.i18n import Texts
from usero_desktop.qt import BINDING, QtCore, QtGui, QtWidgets
from usero_desktop.rrweb import events
from usero_desktop.rrweb.events import Interaction, Position
from usero_desktop.rrweb.film import Film
from usero_desktop.rrweb.nodes import DESK, Element, page
from usero_desktop.rrweb.trimming import trim
from usero_desktop.ui.playback.player import Player
from usero_desktop.ui.style.colors import colors_of
from usero_desktop.ui.style.look import Look
from usero_desktop.ui.style.scale import Scale

Key = QtCore.Qt.Key
LEFT = QtCore.Qt.MouseButton.LeftButton
SECONDS = 10


def counting(seconds=SECONDS):
    """A bar that is wider each second, and a mouse that goes along with it."""
    bar = Element(20, "div", {"style": "left:0px;top:0px;width:0px;height:40px;background:#ff0000"})
    css = "html,body{background:#ffffff} .a *{position:absolute}"
    html = page(css, Element(DESK, "div", {"class": "a"}, (bar,)))
    told = [events.meta(START, href="app://x", width=200, height=100)]
    told.append(events.full_snapshot(START, html))
    for second in range(1, seconds + 1):
        at = START + second * 1000
        style = {20: {"style": {"width": f"{second * 10}px"}}}
        told.append(events.mutation(at, attributes=style))
        told.append(events.mouse_moves([Position(at, second * 10, 60)]))
    return told


@pytest.fixture
def player(qtbot, works):
    """Make one in a window; `language` and `seconds` are its own."""

    windows = []

    def make(language="en", *, seconds=SECONDS, dark=False, scale=1.0, recording=None):
        window = QtWidgets.QWidget()
        windows.append(window)
        window.resize(420, 400)
        rows = QtWidgets.QVBoxLayout(window)
        made = Player(window, pool=works.pool, bridge=works.bridge)
        rows.addWidget(made)
        made.show_look(Look(colors_of(None, dark=dark), Texts(language), Scale(scale)))
        made.show_film(Film(counting(seconds) if recording is None else recording))
        qtbot.addWidget(window)
        window.show()
        qtbot.waitExposed(window)
        made.heard = []
        made.trimmed.connect(lambda begin, end: made.heard.append((begin, end)))
        return made

    yield make
    for window in windows:
        window.close()


def seen(player):
    """How wide the bar is that the player shows, in pixels of the page."""
    image = pillow(player.view._page)
    reds = [x for x in range(image.width) if image.getpixel((x, 10)) == (255, 0, 0)]
    return round(len(reds) * 200 / image.width)


def texts(player):
    return [label.text() for label in player.findChildren(QtWidgets.QLabel)]


def test_it_stands_still_at_the_beginning_until_it_is_told_to_play(player, qtbot):
    made = player()
    assert (made.is_playing, made.at_ms, seen(made)) == (False, 0, 0)
    assert not made._timer.isActive()
    qtbot.keyClick(made.play_button, Key.Key_Space)
    qtbot.waitUntil(lambda: made.at_ms > 100)
    assert made.is_playing
    qtbot.mouseClick(made.play_button, LEFT)
    assert not made.is_playing
    assert not made._timer.isActive()


def test_it_plays_up_to_the_end_and_then_from_the_beginning(player, qtbot):
    made = player(seconds=2)
    made.timeline.line.go(1_800)
    made.play()
    qtbot.waitUntil(lambda: not made.is_playing)
    assert (made.at_ms, seen(made)) == (2_000, 20)
    made.play()
    assert made.is_playing
    assert made.at_ms < 1_000


@pytest.mark.parametrize("language", ["en", "ar"])
def test_keys_go_through_time_the_way_one_reads(player, qtbot, language):
    made = player(language)
    onward, back = Key.Key_Right, Key.Key_Left
    if language == "ar":
        onward, back = back, onward
    for focus in (made.timeline.line, made.play_button):
        moments = []
        for key in (Key.Key_Home, onward, onward, back, Key.Key_End):
            qtbot.keyClick(focus, key)
            moments.append((made.at_ms, seen(made)))
        assert moments == [(0, 0), (1_000, 10), (2_000, 20), (1_000, 10), (10_000, 100)]


@pytest.mark.parametrize("language", ["en", "he"])
def test_the_handles_are_moved_by_half_a_second_and_show_where_they_are(player, qtbot, language):
    made = player(language)
    onward, back = (Key.Key_Right, Key.Key_Left)[:: 1 if language == "en" else -1]
    for _ in range(3):
        qtbot.keyClick(made.timeline.begin, onward)
    assert (made.kept, made.at_ms, seen(made)) == ((1_500, 10_000), 1_500, 10)
    qtbot.keyClick(made.timeline.end, back)
    assert (made.kept, made.at_ms) == ((1_500, 9_500), 9_500)
    assert made.heard == [(500, 10_000), (1_000, 10_000), (1_500, 10_000), (1_500, 9_500)]
    qtbot.keyClick(made.timeline.begin, Key.Key_End)
    assert made.kept == (8_500, 9_500)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_the_mouse_goes_to_a_moment_and_drags_the_handles(player, qtbot, language):
    made = player(language)
    line, end = made.timeline.line, made.timeline.end
    middle = QtCore.QPoint(line.width() // 2, line.height() // 2)
    qtbot.mouseClick(line, LEFT, pos=middle)
    assert made.at_ms == pytest.approx(5_000, abs=100)
    qtbot.mousePress(end, LEFT, pos=end.rect().center())
    qtbot.mouseMove(end, end.mapFrom(made.timeline, middle))
    qtbot.mouseRelease(end, LEFT, pos=end.rect().center())
    assert made.kept[0] == 0
    assert end.geometry().center().x() == pytest.approx(middle.x(), abs=2)
    before = made.kept
    assert before[1] == pytest.approx(5_000, abs=400)
    qtbot.mouseMove(end, QtCore.QPoint(90, 5))
    assert made.kept == before  # it was let go of


def test_only_what_is_kept_is_played(player, qtbot):
    made = player()
    made.timeline.begin.go(4_000)
    made.timeline.end.go(5_000)
    assert made.at_ms == 5_000
    made.play()
    assert 4_000 <= made.at_ms < 5_000
    qtbot.waitUntil(lambda: not made.is_playing)
    assert made.at_ms == 5_000


def test_a_hand_on_a_handle_ends_the_playing(player):
    made = player()
    made.play()
    made.timeline.begin.go(3_000)
    assert (made.is_playing, made.at_ms) == (False, 3_000)


def test_who_hears_it_is_told_which_end_it_is_and_when(player):
    made = player("de")
    made.timeline.begin.go(2_500)
    made.timeline.end.go(9_000)
    line = made.timeline
    assert [part.accessibleName() for part in (line.begin, line.line, line.end)] == [
        "Anfang des Gesendeten, 0:02 von 0:10",
        "Gezeigter Moment, 0:09 von 0:10",
        "Ende des Gesendeten, 0:09 von 0:10",
    ]
    assert texts(made) == ["0:09 von 0:10", "0:02 bis 0:09 wird gesendet"]
    assert made.play_button.accessibleName() == "Abspielen"
    made.play()
    assert made.play_button.accessibleName() == "Anhalten"
    assert made.view.accessibleName() == "Was die Aufnahme zeigt"


def heard_value(part):
    """What a screen reader says of a slider beside its name."""
    if BINDING != "PySide6":  # PyQt6 does not wrap the interface; it asks the same
        return part.minimum(), part.value(), part.maximum()
    value = QtGui.QAccessible.queryAccessibleInterface(part).valueInterface()
    return value.minimumValue(), value.currentValue(), value.maximumValue()


def test_who_hears_it_is_told_whole_seconds_and_may_set_them(player):
    made = player(recording=[*counting(), events.mutation(START + 10_400)])
    begin, line, end = made.timeline.begin, made.timeline.line, made.timeline.end
    assert [heard_value(part) for part in (begin, line, end)] == [
        (0, 0, 9), (0, 0, 10), (1, 10, 10),
    ]  # fmt: skip
    begin.go(2_600)
    assert (heard_value(begin), heard_value(end)) == ((0, 2, 9), (3, 10, 10))
    begin.setValue(4)  # as a screen reader does
    end.setValue(8)
    assert made.kept == (4_000, 8_000)
    end.setValue(10)
    assert made.kept == (4_000, 10_400), "the last second is not a whole one"
    line.setValue(6)
    assert (made.at_ms, seen(made)) == (6_000, 60)


def test_what_is_at_the_same_moment_is_not_said_again(player):
    made = player()
    said = []
    made.timeline.line.valueChanged.connect(said.append)
    for at in range(0, 3_000, 50):
        made.timeline.show_moment(at)
    assert said == [1, 2]


def test_tab_goes_through_it_in_the_order_of_time(player, qtbot):
    made = player()
    made.play_button.setFocus()
    order = []
    for _ in range(3):
        qtbot.keyClick(made.window().focusWidget(), Key.Key_Tab)
        order.append(made.window().focusWidget().objectName())
    assert order == ["usero_playback_begin", "usero_playback_line", "usero_playback_end"]


def test_it_stops_when_it_is_out_of_sight(player):
    made = player()
    made.play()
    made.hide()
    assert not made._timer.isActive()


def test_what_is_shorter_than_a_second_is_not_trimmed_and_nothing_is_not_played(player):
    short = player(seconds=0, recording=[*counting(0), events.mutation(START + 700)])
    assert not short.timeline.begin.isVisible()
    assert short.play_button.isEnabled()
    empty = player(recording=[])
    assert (empty.kept, empty.play_button.isEnabled()) == ((0, 0), False)
    empty.play()
    assert not empty.is_playing
    empty.grab()


def test_what_is_trimmed_off_is_what_was_seen_to_be(player, qtbot, works):
    made = player()
    made.timeline.begin.go(3_000)
    made.timeline.end.go(7_500)
    cut = trim(counting(), *made.kept)
    again = player(recording=cut)
    assert (again.at_ms, seen(again), again.view.length_ms) == (0, 30, 4_000)
    again.timeline.line.go(4_000)
    assert seen(again) == 70
    assert ssim(painted(qtbot, works, cut), painted(qtbot, works, counting(7))) == 1.0


def test_the_mouse_and_its_presses_are_seen(player):
    pressed = events.interaction(START + 5_000, Interaction.DOWN, x=150, y=80)
    made = player(recording=sorted([*counting(), pressed], key=lambda one: one.timestamp_ms))
    looks = {}
    for at in (4_000, 5_000, 5_200, 5_900):
        made.timeline.line.go(at)
        looks[at] = pillow(made.view.grab().toImage()).tobytes()
    assert len(set(looks.values())) == len(looks)


@pytest.mark.parametrize("language", ["de", "fr", "ar"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_all_of_its_words_have_room(player, qtbot, language, scale):
    made = player(language, dark=scale == 1.0, scale=scale)
    made.window().resize(round(400 * scale), made.window().heightForWidth(round(400 * scale)))
    made.play_button.setFocus(QtCore.Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: faults(made) == [])
