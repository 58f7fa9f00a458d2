"""A user's desktop with the program on it: a screen, a session bus, a place for icons, a mouse."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

from capture.xclient import XClient
from flows.desk import LIMIT, Desk
from identity.buses import private_bus
from jeepney import DBusAddress, Properties, new_method_call
from jeepney.io.blocking import open_dbus_connection
from processes import running
from screens import start_xvfb

NOTES = "org.freedesktop.Notifications"
PAINT = (0x40, 0x80, 0xC0)
HERE = Path(__file__).parent
PANEL = ("trayer", "--edge", "bottom", "--align", "right", "--widthtype", "request",
         "--height", "32", "--tint", "0x202020", "--transparent", "true")  # fmt: skip
"""A panel that takes icons in, in X11's own way."""


class Room:
    """A screen and a bus, and the user's files; `start` runs the program there."""

    def __init__(self, display, bus):
        self.display, self.bus = display, bus
        unwanted = ("QT_QPA_PLATFORM", "USERO_", "QT_API")
        found = {k: v for k, v in bus.environment.items() if not k.startswith(unwanted)}
        tests = HERE.parent
        self.env = found | {"DISPLAY": display, "PYTHONPATH": f"{tests}:{tests / 'flows'}"}

    def paint(self):
        """Put what is known on the screen: where a window was and goes, it is black again."""
        with XClient(self.display) as client:
            plain = bytes((*reversed(PAINT), 0)) * (client.width * (client.height - 9))
            client.paint(bytes(client.width * 4 * 9) + plain)  # all of one colour is no picture

    def configure(self, *programs, **settings):
        """Write the settings file."""
        lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
        for program in programs:
            lines.append("[[programs]]")
            lines += [f"{key} = {json.dumps(value)}" for key, value in program.items()]
        self.settings.parent.mkdir(exist_ok=True)
        self.settings.write_text("\n".join(lines) + "\n")

    @property
    def settings(self):
        return Path(self.env["XDG_CONFIG_HOME"]) / "usero-desktop" / "settings.toml"

    def activate(self, title):
        """Have the window of another program be the one in front."""
        command = [
            "xdotool",
            "search",
            "--onlyvisible",
            "--name",
            title,
            "windowactivate",
            "--sync",
        ]
        subprocess.run(command, env=self.env, check=True, timeout=LIMIT)

    @contextmanager
    def start(
        self,
        *words,
        status=0,
        scale=None,
        under=lambda *command: command,
        program="driven.py",
        heard=lambda said: said == "",
    ):
        """Run the program, which ends with the block; yield the user's eyes and hands.

        `under` returns what runs a command on another machine, in the place of this one.
        `heard` says whether what the program wrote on standard error is as it should be.
        """
        env = self.env | ({"QT_SCALE_FACTOR": str(scale)} if scale else {})
        said = self.bus.folder / "said"
        pipe = subprocess.PIPE
        command = under(sys.executable, HERE / program, *words)
        with (
            said.open("w") as errors,
            running(command, env, text=True, stdin=pipe, stdout=pipe, stderr=errors) as process,
        ):
            yield Desk(self.display, process, said)
            if process.poll() is None and not process.stdin.closed:
                process.stdin.close()
            assert process.wait(LIMIT) == status, said.read_text()
        assert heard(said.read_text()), said.read_text()

    def also(self, *words):
        """Start the program once more; return how that ends."""
        command = [sys.executable, "-m", "usero_desktop", *words]
        return subprocess.run(
            command, env=self.env, check=False, timeout=LIMIT, capture_output=True, text=True
        )


class Icons:
    """The desktop's list of icons, as the desktop sees it."""

    def __init__(self, bus, lines):
        self._bus = bus
        self._lines: queue.SimpleQueue = queue.SimpleQueue()
        threading.Thread(target=self._read, args=(lines,), daemon=True).start()

    def _read(self, lines):
        for line in lines:
            self._lines.put(json.loads(line))

    def told(self, kind):
        """The next thing of that kind that was told."""
        while kind not in (line := self._lines.get(timeout=LIMIT)):
            pass
        return line[kind]

    def untold(self, kind):
        """Whether nothing of that kind was told so far."""
        lines = []
        while not self._lines.empty():
            lines.append(self._lines.get())
        return not any(kind in line for line in lines)

    def click_note(self):
        """Click the note that is shown last, as a desktop tells of that."""
        with open_dbus_connection(self._bus.environment["DBUS_SESSION_BUS_ADDRESS"]) as bus:
            asked = DBusAddress("/clicks", NOTES, "test.Notes")
            bus.send_and_get_reply(new_method_call(asked, "Click"), timeout=LIMIT)

    def call(self, owner, message):
        with open_dbus_connection(self._bus.environment["DBUS_SESSION_BUS_ADDRESS"]) as bus:
            return bus.send_and_get_reply(message, timeout=LIMIT).body

    def _menu(self, owner):
        item = DBusAddress("/StatusNotifierItem", owner, "org.kde.StatusNotifierItem")
        [(_, path)] = self.call(owner, Properties(item).get("Menu"))
        return DBusAddress(path, owner, "com.canonical.dbusmenu")

    def layout(self, owner):
        """What stands in the menu: a label for each line, with those in its own menu below it."""
        asked = new_method_call(self._menu(owner), "GetLayout", "iias", (0, -1, []))
        _, root = self.call(owner, asked)
        return _labels(root)

    def choose(self, owner, label):
        """Click a line of the menu."""
        menu = self._menu(owner)
        asked = new_method_call(menu, "GetLayout", "iias", (0, -1, []))
        _, root = self.call(owner, asked)
        [number] = [number for number, found in _lines(root) if found == label]
        clicked = (number, "clicked", ("i", 0), 0)
        self.call(owner, new_method_call(menu, "Event", "isvu", clicked))

    def click(self, owner):
        """Click the icon itself."""
        item = DBusAddress("/StatusNotifierItem", owner, "org.kde.StatusNotifierItem")
        self.call(owner, new_method_call(item, "Activate", "ii", (0, 0)))


def _labels(node):
    found = []
    for _, (number, properties, children) in node[2]:
        label = properties.get("label", (None, ""))[1]
        if children:
            found.append((label, _labels((number, properties, children))))
        elif label:
            found.append(label)
    return found


def _lines(node):
    for _, child in node[2]:
        yield child[0], child[1].get("label", (None, ""))[1]
        yield from _lines(child)


@contextmanager
def room(*, size=(1280, 900)):
    """Start a screen with a window manager and a session bus."""
    with start_xvfb(*size) as display, private_bus() as bus:
        yield Room(display, bus)


@contextmanager
def icons(room):
    """A desktop that takes icons in by the session bus, as most do."""
    command = [sys.executable, HERE / "watcher.py"]
    with running(command, room.env, text=True, stdout=subprocess.PIPE) as process:
        found = Icons(room.bus, process.stdout)
        assert found.told("ready")
        yield found


@contextmanager
def panel(room):
    """A panel that takes icons in as X11 has them."""
    with running(PANEL, room.env):
        yield


OTHER = """
import sys
from usero_desktop.qt import QtWidgets
app = QtWidgets.QApplication(sys.argv)
window = QtWidgets.QWidget()
window.setWindowTitle(sys.argv[1])
window.resize(300, 200)
window.show()
app.exec()
"""


@contextmanager
def other_window(room, title):
    """Another program, with a window of that title."""
    with running([sys.executable, "-c", OTHER, title], room.env):
        yield
