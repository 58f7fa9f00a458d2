"""However slow the disk, the keyring, the network and the pictures are: the window goes on."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import socket
import sys
from contextlib import ExitStack

import pytest
from faults.mounted import mounted_disk
from host.program import PROGRAMS, run_command
from host.stalls import ATTEMPTS, STALL_MS, late
from identity.buses import deaf_service, private_bus
from PIL import Image

FSYNC_SECONDS = 0.1
BLOCK_MS = 250
NONE_LATE = f"none was late each time (by {STALL_MS} ms, or 1.5 times Pillow's own where more)"
DEAF_RESOLVER = "127.0.0.77"

pytestmark = [pytest.mark.faults, pytest.mark.keyring, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def pictures(tmp_path_factory):
    """Three pictures of 7680 x 4320 pixels."""
    folder = tmp_path_factory.mktemp("pictures")
    noise = Image.effect_noise((1920, 1080), 90).convert("RGB").resize((7680, 4320))
    noise.save(folder / "1.jpg", quality=85)
    return [folder / "1.jpg", *(shutil.copy(folder / "1.jpg", folder / f"{n}.jpg") for n in (2, 3))]


@pytest.fixture
def slow(tmp_path):
    """A slow disk, a keyring that is silent, and a server that takes calls and says nothing."""
    with ExitStack() as stack:
        disk = stack.enter_context(mounted_disk(tmp_path / "disk", fsync_seconds=FSYNC_SECONDS))
        bus = stack.enter_context(private_bus())
        stack.enter_context(deaf_service(bus))
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        # Empty means the system's own keyring.
        variables = bus.environment | {"PYTHON_KEYRING_BACKEND": ""}
        yield disk.folder, variables, f"http://127.0.0.1:{listener.getsockname()[1]}"


@pytest.fixture
def dead_names(tmp_path):
    """Words before a command that give it a resolver which never answers."""
    if os.geteuid() != 0:
        pytest.skip("only root may mount")
    configuration = tmp_path / "resolv.conf"
    configuration.write_text(f"nameserver {DEAF_RESOLVER}\n", encoding="utf-8")
    mount = shlex.join(["mount", "--bind", str(configuration), "/etc/resolv.conf"])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as deaf:
        deaf.bind((DEAF_RESOLVER, 53))
        yield ["unshare", "-m", "sh", "-c", f'{mount} && exec "$@"', "sh"]


def stalls(slow, *arguments, url=None, before=(), attempts=ATTEMPTS):
    """Go through it until no step is late; return the last times, and what was late always."""
    folder, variables, hanging = slow
    always = None
    for attempt in range(attempts):
        data = folder / str(attempt)
        command = [*before, sys.executable, PROGRAMS / "stalls.py", url or hanging, data]
        done = run_command([*command, *arguments], **variables)
        assert done.returncode == 0, done.stderr
        told = json.loads(done.stdout)
        always = late(told) if always is None else always & late(told)
        if not always:
            break
    return told, always


@pytest.mark.promise("H7")
def test_pictures_of_8k_a_slow_disk_a_silent_keyring_and_a_hanging_server(slow, pictures, figure):
    steps, always_late = stalls(slow, 0, *pictures)

    assert always_late == set(), steps
    figure(f"{len(steps) - 1} steps with 3 pictures of 8K, 100 ms a sync: {NONE_LATE}")


@pytest.mark.promise("H7")
def test_names_that_never_resolve(slow, dead_names, figure):
    steps, always_late = stalls(slow, 0, url="https://usero.example.org", before=dead_names)

    assert always_late == set(), steps
    figure(f"{len(steps) - 1} steps with a deaf resolver: {NONE_LATE}")


@pytest.mark.bites("H7")
def test_a_quarter_of_a_second_at_each_key_is_seen_each_time(slow, figure):
    steps, always_late = stalls(slow, BLOCK_MS, attempts=2)

    assert "type" in always_late
    figure(f"{BLOCK_MS} ms blocked on purpose at a key, {steps['type']:.0f} ms seen")
