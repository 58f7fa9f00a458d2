"""What the user wishes of the desktop is heard: over a real, private bus, and from Qt itself."""

from __future__ import annotations

import json
import subprocess
import sys
import textwrap
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest
from identity.buses import private_bus
from screens import start_xvfb, x11_environment
from services import stood_in
from ui.process import environment

from usero_desktop.qt import QtGui
from usero_desktop.ui.process.desktop import DesktopWatch, Wishes

STAND_IN = Path(__file__).parent / "settings_portal.py"
APPEARANCE = "org.freedesktop.appearance"

pytestmark = [
    pytest.mark.keyring,  # it needs a private bus, too
    pytest.mark.skipif(sys.platform != "linux", reason="the portal is a Linux matter"),
]


class Portal:
    def __init__(self, process):
        self._process = process

    def put(self, *setting):
        self._process.stdin.write(json.dumps(setting) + "\n")
        self.settle()

    def settle(self):
        """Wait until it has done all it was told."""
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline() == "done\n"


@contextmanager
def portal_on(address, *how):
    with stood_in(STAND_IN, address, *how) as process:
        yield Portal(process)


@pytest.fixture
def bus(monkeypatch):
    with private_bus() as made:
        address = made.environment["DBUS_SESSION_BUS_ADDRESS"]
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        yield address


@pytest.fixture
def portal(bus):
    with portal_on(bus) as made:
        yield made


def watching():
    return [thread for thread in threading.enumerate() if thread.name == "usero-desktop"]


@pytest.fixture
def watch():
    """Start a watch that fills a list, and see its thread end with it."""
    watches = []

    def watch_():
        heard = []
        watches.append(DesktopWatch(heard.append))
        return heard

    watch_.made = watches
    yield watch_
    for one in watches:
        one.end()
    for thread in watching():
        thread.join(20)
    assert watching() == []


@pytest.mark.parametrize(
    "settings, wishes",
    [
        ([["org.gnome.desktop.interface", "enable-animations", False]], Wishes(still=True)),
        ([["org.gnome.desktop.interface", "enable-animations", True]], Wishes()),
        ([["org.kde.kdeglobals.KDE", "AnimationDurationFactor", "0"]], Wishes(still=True)),
        ([["org.kde.kdeglobals.KDE", "AnimationDurationFactor", "1.0"]], Wishes()),
        ([[APPEARANCE, "reduced-motion", 1]], Wishes(still=True)),
        ([[APPEARANCE, "contrast", 1]], Wishes(contrast=True)),
        ([[APPEARANCE, "contrast", 0]], Wishes()),
        ([["org.gnome.desktop.a11y.interface", "high-contrast", True]], Wishes(contrast=True)),
        ([[APPEARANCE, "contrast", 1], [APPEARANCE, "reduced-motion", 1]], Wishes(True, True)),
        ([], Wishes()),
    ],
)
def test_what_is_set_on_the_desktop_is_heard(qtbot, portal, watch, settings, wishes):
    for setting in settings:
        portal.put(*setting)
    heard = watch()

    qtbot.waitUntil(lambda: bool(heard), timeout=20_000)
    assert heard == [wishes]


def test_what_changes_on_the_desktop_is_heard_and_what_does_not_concern_us_is_not(
    qtbot, portal, watch
):
    heard = watch()
    qtbot.waitUntil(lambda: heard == [Wishes()], timeout=20_000)
    portal.put(APPEARANCE, "accent-color", 3)
    portal.put(APPEARANCE, "contrast", 1)
    portal.put(APPEARANCE, "contrast", 1)
    portal.put(APPEARANCE, "reduced-motion", 1)
    portal.put(APPEARANCE, "contrast", 0)

    wanted = [Wishes(), Wishes(contrast=True), Wishes(True, True), Wishes(still=True)]
    qtbot.waitUntil(lambda: heard == wanted, timeout=20_000)


def test_a_portal_that_never_answers_says_nothing_and_keeps_nobody(qtbot, bus, watch):
    with portal_on(bus, "deaf"):
        heard = watch()
        qtbot.waitUntil(lambda: watch.made[0]._line._bus is not None, timeout=20_000)
        watch.made[0].end()
        qtbot.waitUntil(lambda: watching() == [], timeout=20_000)
        assert heard == []


@pytest.mark.parametrize("address", ["unix:path=/nowhere", "", "nonsense"])
def test_without_a_session_bus_or_a_portal_nobody_waits(qtbot, monkeypatch, watch, address):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    monkeypatch.setenv("XDG_RUNTIME_DIR", "/nowhere")
    heard = watch()

    qtbot.waitUntil(lambda: watching() == [], timeout=20_000)
    assert heard == []


def test_a_bus_without_a_portal_is_left(qtbot, bus, watch):
    heard = watch()

    qtbot.waitUntil(lambda: watching() == [], timeout=20_000)
    assert heard == []


def test_the_panel_follows_the_desktop_while_it_is_open(qtbot, portal, window, attach):
    widget = attach(window, reduced_motion=None)
    widget.open()
    qtbot.waitUntil(lambda: widget._backstage.session is not None, timeout=20_000)
    assert not widget._front.look.colors.strong
    portal.put(APPEARANCE, "contrast", 1)
    portal.put(APPEARANCE, "reduced-motion", 1)

    qtbot.waitUntil(lambda: widget._front.look.colors.strong, timeout=20_000)
    qtbot.waitUntil(lambda: widget._front.overlay._is_still, timeout=20_000)
    assert widget._front.look.colors.border == QtGui.QColor("#000000")
    portal.put(APPEARANCE, "contrast", 0)
    qtbot.waitUntil(lambda: not widget._front.look.colors.strong, timeout=20_000)
    widget.destroy()
    qtbot.waitUntil(lambda: watching() == [], timeout=20_000)


def test_what_the_host_has_decided_is_not_asked_for(qtbot, portal, window, attach):
    portal.put(APPEARANCE, "contrast", 1)
    widget = attach(window, reduced_motion=True, high_contrast=False)
    widget.open()
    qtbot.waitUntil(lambda: widget._backstage.session is not None, timeout=20_000)
    assert watching() == []

    widget.update(high_contrast=None)
    qtbot.waitUntil(lambda: widget._front.look.colors.strong, timeout=20_000)
    widget.update(high_contrast=False)
    assert not widget._front.look.colors.strong


HOST = """
    import sys
    import usero_desktop as usero
    from usero_desktop.qt import QtCore, QtGui, QtWidgets

    app = QtWidgets.QApplication([])
    window = QtWidgets.QMainWindow()
    window.resize(1000, 760)
    window.show()
    widget = usero.attach(window, "client_demo", data_dir=sys.argv[1])

    def until(condition):
        loop, clock = QtCore.QEventLoop(), QtCore.QTimer()
        clock.timeout.connect(lambda: condition() and loop.quit())
        clock.start(20)
        loop.exec()

    def strong():
        widget._front.look_again()  # PyQt6 has no signal for it; opening does the same
        return widget._front.look.colors.strong

    print("plain" if not widget._front.look.colors.strong else "strong", flush=True)
    sys.stdin.readline()
    until(strong)
    print("strong", widget._backstage.session is None, flush=True)
    sys.stdin.readline()
    until(lambda: not strong())
    hints = app.styleHints()
    hints.setColorScheme(QtCore.Qt.ColorScheme.Dark)
    until(lambda: widget._front.look.colors.dark)
    print("dark", hints.colorScheme().name, flush=True)
    widget.update(theme="light")
    print(widget._front.look.colors.dark, flush=True)
    widget.update(theme=None)
    print(widget._front.look.colors.dark, flush=True)
    hints.setColorScheme(QtCore.Qt.ColorScheme.Light)
    until(lambda: not widget._front.look.colors.dark)
    print("light", flush=True)
"""


@pytest.mark.screen
@pytest.mark.timeout(100)
def test_contrast_and_colour_scheme_of_gnome_reach_a_closed_widget_through_qt(tmp_path, bus):
    with start_xvfb(wm="") as display, portal_on(bus) as portal:
        variables = x11_environment(display, environment()) | {
            "QT_QPA_PLATFORM": "xcb", "XDG_CURRENT_DESKTOP": "GNOME", "NO_AT_BRIDGE": "1",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "0",
        }  # fmt: skip
        command = [sys.executable, "-c", textwrap.dedent(HOST), str(tmp_path / "data")]
        with subprocess.Popen(
            command, env=variables, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as program:
            said = lambda: program.stdout.readline().split()  # noqa: E731
            tell = lambda: (program.stdin.write("\n"), program.stdin.flush())  # noqa: E731
            assert said() == ["plain"]
            portal.put(APPEARANCE, "contrast", 1)
            tell()
            assert said() == ["strong", "True"], "nothing of ours was asked for it"
            portal.put(APPEARANCE, "contrast", 0)
            tell()
            assert said() == ["dark", "Dark"]
            assert said() == ["False"], "an explicit theme does not follow"
            assert said() == ["True"], "None follows again"
            assert said() == ["light"]
            assert program.wait(20) == 0
