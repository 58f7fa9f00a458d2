"""Session buses of a test's own, and what answers on them: a real keyring, or one that is deaf."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from processes import running

from usero_desktop.identity.keychain import SERVICE, SHARED_ACCOUNT

HERE = Path(__file__).parent
LIMIT = 30
PASSWORD = "a password of this test's own"
SECRETS = "org.freedesktop.secrets"
PROMPTER = "org.gnome.keyring.SystemPrompter"
CONFIG = """\
<busconfig>
  <type>session</type>
  <listen>unix:path={socket}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


@dataclass(frozen=True)
class Bus:
    """A bus, and the home folder of the one who lives on it."""

    folder: Path
    environment: dict[str, str]


@contextmanager
def private_bus(home=None):
    """A session bus with nothing on it, which starts nothing that is asked for."""
    # Not below tmp_path: a socket's path may have 107 bytes.
    with ExitStack() as stack:
        folder = Path(tempfile.mkdtemp(prefix="usero-bus-"))
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        home = home or folder / "home"
        env = _environment(home, folder)
        config = folder / "bus.conf"
        config.write_text(CONFIG.format(socket=folder / "bus"))
        daemon = ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address"]
        process = stack.enter_context(running(daemon, env, text=True, stdout=subprocess.PIPE))
        with process.stdout as said:
            address = said.readline().strip()
        assert address, "the bus did not start"
        yield Bus(folder, env | {"DBUS_SESSION_BUS_ADDRESS": address})


def _environment(home, run):
    unwanted = ("DBUS_", "XDG_", "DISPLAY", "WAYLAND_", "GNOME_KEYRING", "PYTHON_KEYRING")
    env = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    folders = {"HOME": home, "XDG_RUNTIME_DIR": run}
    for name in ("CONFIG", "DATA", "STATE", "CACHE"):
        folders[f"XDG_{name}_HOME"] = home / name.lower()
    for folder in folders.values():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return env | {name: str(folder) for name, folder in folders.items()}


@contextmanager
def gnome_keyring(bus, *, locked=False):
    """A real keyring on `bus`; `locked`: one that was made before, and waits for its password."""
    command = ["gnome-keyring-daemon", "--foreground", "--components=secrets"]
    command += [f"--control-directory={bus.folder}", *([] if locked else ["--unlock"])]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.DEVNULL}
    with running(command, bus.environment, text=True, **pipes) as process:
        process.stdin.write("" if locked else PASSWORD)
        process.stdin.close()
        subprocess.run(
            [sys.executable, HERE / "owner.py", SECRETS],
            env=bus.environment, check=True, timeout=LIMIT,
        )  # fmt: skip
        yield


@contextmanager
def deaf_service(bus, name=SECRETS):
    """What owns `name` on `bus` and never answers; yields the list of the calls it gets."""
    command = [sys.executable, str(HERE / "deaf.py"), name]
    with running(command, bus.environment, text=True, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline().strip() == "deaf"
        calls: list[str] = []

        def read():
            for line in process.stdout:
                calls.append(line.strip())  # noqa: PERF401 - as they come, not all at the end

        reader = threading.Thread(target=read, daemon=True)
        reader.start()
        yield calls
    reader.join(LIMIT)
    process.stdout.close()


@contextmanager
def locked_keyring(home, *, holding):
    """A real keyring that is locked, with `holding` in it; yields its bus and the questions.

    The questions it wants to put to the user are counted, and nobody ever sees them.
    """
    with private_bus(home) as bus:
        with gnome_keyring(bus):
            keep(bus, holding)
        with gnome_keyring(bus, locked=True), deaf_service(bus, PROMPTER) as questions:
            yield bus, questions


def keep(bus, address, account=SHARED_ACCOUNT):
    """Put `address` into the keyring on `bus`, as any other program does it."""
    code = "import keyring, sys; keyring.set_password(*sys.argv[1:])"
    command = [sys.executable, "-c", code, SERVICE, account, address]
    subprocess.run(command, env=bus.environment, check=True, timeout=LIMIT)


def kept(bus, account):
    """What the keyring on `bus` holds, as any other program sees it, or None."""
    code = "import keyring, sys, json; print(json.dumps(keyring.get_password(*sys.argv[1:])))"
    command = [sys.executable, "-c", code, SERVICE, account]
    done = subprocess.run(
        command, env=bus.environment, check=True, timeout=LIMIT, capture_output=True, text=True
    )
    return json.loads(done.stdout)
