"""What waits is tried as soon as the system says that the machine is online."""

from __future__ import annotations

import os
import select
import subprocess
import sys
import textwrap
from contextlib import contextmanager
from pathlib import Path

import pytest
from processes import running
from servers import accepted, free_port, serving
from services import stood_in
from ui.form import Form
from ui.process import environment

STAND_IN = Path(__file__).parent / "network_manager.py"
LIMIT = 40

pytestmark = [
    pytest.mark.keyring,  # it needs a private bus, too
    pytest.mark.skipif(sys.platform != "linux", reason="a system bus is a Linux matter"),
]

HOST = """
    import sys, time
    import usero_desktop as usero
    from usero_desktop.qt import QtCore, QtWidgets

    from usero_desktop.outbox import worker

    # The schedule alone would bring it in an hour.
    worker.retry_delay = lambda *_, **__: 3_600.0
    app = QtWidgets.QApplication([])
    window = QtWidgets.QMainWindow()
    window.resize(1000, 760)
    window.show()
    widget = usero.attach(
        window, "client_demo", data_dir=sys.argv[1], base_url=sys.argv[2], reduced_motion=True
    )

    def network():
        return [name for name in sys.modules if name.endswith(".QtNetwork")]

    def waits(ticket):
        def watch():
            online = widget._backstage.session.online
            if online is not None and online.is_watching:
                looking.stop()
                print("watching", flush=True)
        looking = QtCore.QTimer(widget)
        looking.timeout.connect(watch)
        looking.start(20)
        QtCore.QTimer.singleShot(3_000, look)

    def look():
        # Three seconds, not the 25 that Qt waits for a service that does not answer.
        stood_still = time.monotonic() - began > 15
        print("stood still" if stood_still else "alive", len(network()), flush=True)

    began = time.monotonic()

    widget.queued.connect(waits)
    widget.delivered.connect(lambda receipt: (print("delivered", flush=True), app.quit()))
    QtCore.QTimer.singleShot(30_000, lambda: app.exit(3))
    widget.open()
    print("before", len(network()), flush=True)
    panel = window.findChild(QtWidgets.QWidget, "usero_panel")
    panel.findChild(QtWidgets.QPlainTextEdit, "usero_comment").setPlainText("from a tunnel")
    panel.findChild(QtWidgets.QPushButton, "usero_send").click()
    status = app.exec()
    sys.exit(status)
"""


@contextmanager
def bus(tmp_path):
    """A private bus that is a program's system bus; yields its address."""
    address = f"unix:path={tmp_path}/bus"
    command = ["dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address={address}"]
    with started([*command, "--print-address"]) as daemon:
        assert daemon.stdout.readline().startswith("unix:")
        yield address


def started(command, env=os.environ, **options):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": None}
    return running(command, env, text=True, **(pipes | options))


def network_manager(address, *how):
    return stood_in(STAND_IN, address, *how)


def host(tmp_path, port, **variables):
    command = [sys.executable, "-W", "error", "-c", textwrap.dedent(HOST)]
    url = f"http://127.0.0.1:{port}"
    return started(
        [*command, str(tmp_path / "data"), url], env=environment(**variables),
        stderr=subprocess.PIPE,
    )  # fmt: skip


@pytest.mark.promise("B10")
def test_a_report_goes_out_when_networkmanager_says_online(tmp_path, figure):
    port = free_port()
    with (
        bus(tmp_path) as address,
        network_manager(address) as manager,
        host(tmp_path, port, DBUS_SYSTEM_BUS_ADDRESS=address) as program,
    ):
        assert program.stdout.readline() == "before 0\n", "nothing is loaded before"
        assert program.stdout.readline() == "watching\n", program.stderr.read()
        with serving(accepted, port=port) as server:
            manager.stdin.write("online\n")
            manager.stdin.flush()
            request = server.arrived.get(timeout=LIMIT)
            said = program.stdout.read()
            assert program.wait(LIMIT) == 0, program.stderr.read()

    assert request.json["comment"] == "from a tunnel"
    assert "delivered" in said
    figure("offline, then online as NetworkManager says it on a bus: delivered")


@pytest.mark.bites("B10")
def test_without_the_word_of_the_system_it_waits(tmp_path):
    port = free_port()
    with (
        bus(tmp_path) as address,
        network_manager(address) as manager,
        host(tmp_path, port, DBUS_SYSTEM_BUS_ADDRESS=address) as program,
    ):
        assert program.stdout.readline() == "before 0\n"
        assert program.stdout.readline() == "watching\n"
        with serving(accepted, port=port) as server:
            manager.stdin.write("offline\n")
            manager.stdin.flush()
            assert program.stdout.readline() == "alive 1\n"
            assert server.connections == 0


@pytest.mark.promise("B10")
def test_a_network_service_that_does_not_answer_keeps_nothing_waiting(tmp_path):
    with (
        bus(tmp_path) as address,
        network_manager(address, "deaf"),
        host(tmp_path, free_port(), DBUS_SYSTEM_BUS_ADDRESS=address) as program,
    ):
        assert program.stdout.readline() == "before 0\n"
        assert program.stdout.readline() == "alive 0\n", program.stderr.read()


@pytest.mark.bites("B10")
def test_qt_itself_would_stand_still_before_such_a_service(tmp_path):
    source = """
        from usero_desktop.qt import QtCore, QtNetwork
        app = QtCore.QCoreApplication([])
        print("asking", flush=True)
        QtNetwork.QNetworkInformation.loadBackendByName("networkmanager")
        print("answered", flush=True)
    """
    command = [sys.executable, "-c", textwrap.dedent(source)]
    with (
        bus(tmp_path) as address,
        network_manager(address, "deaf"),
        started(command, env=environment(DBUS_SYSTEM_BUS_ADDRESS=address)) as program,
    ):
        assert program.stdout.readline() == "asking\n"
        ready, _, _ = select.select([program.stdout], [], [], 3)
    assert not ready


@pytest.mark.promise("B10")
def test_without_a_system_bus_there_is_the_schedule(tmp_path):
    nowhere = f"unix:path={tmp_path}/none"
    with host(tmp_path, free_port(), DBUS_SYSTEM_BUS_ADDRESS=nowhere) as program:
        assert program.stdout.readline() == "before 0\n"
        lines = [program.stdout.readline(), ""]
        if lines[0] == "watching\n":  # Qt has a backend that needs no bus
            lines[1] = program.stdout.readline()
    assert "alive 1\n" in lines


def test_who_is_online_loads_nothing_for_it(qtbot, window, attach, inbox):
    widget = attach(window)
    widget.open()
    form = Form(qtbot, window)
    form.type("From the office.")
    form.send()
    form.wait_for("Thank you!")

    assert widget._backstage.session.online is None
