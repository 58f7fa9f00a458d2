from __future__ import annotations

import json
import subprocess
import sys

import pytest

from usero_desktop.loading import REST_SECONDS, load_gently

PRELUDE = """
import json, sys, usero_desktop.{room} as room
from usero_desktop.loading import load_gently
"""


def in_a_new_process(room, code):
    done = subprocess.run(
        [sys.executable, "-c", PRELUDE.format(room=room) + code],
        capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    return json.loads(done.stdout)


@pytest.mark.parametrize("room", ["api", "outbox", "capture"])
def test_every_part_of_a_room_is_there(room):
    code = (
        "load_gently(room.PARTS, rest=lambda _: None)\n"
        "print(json.dumps([name for name in room.PARTS if name not in sys.modules]))"
    )

    assert in_a_new_process(room, code) == []


@pytest.mark.parametrize("room", ["api", "outbox", "capture"])
def test_loading_the_parts_of_a_room_brings_no_window_and_no_other_room(room):
    code = "load_gently(room.PARTS, rest=lambda _: None)\nprint(json.dumps(list(sys.modules)))"
    rooms = {
        name.split(".")[1]
        for name in in_a_new_process(room, code)
        if name.startswith("usero_desktop.")
    }

    assert not rooms & ({"ui", "qt", "inbox"} | ({"api", "outbox", "capture"} - {room}))


def test_each_module_is_followed_by_a_rest_and_one_that_is_here_by_none():
    rests = []
    sys.modules.pop("wave", None)
    load_gently(("json", "wave", "wave"), rest=rests.append)

    assert "wave" in sys.modules
    assert len(rests) == 1
    assert rests[0] >= REST_SECONDS


def test_a_module_that_is_not_there_is_left_to_whoever_needs_it():
    load_gently(("no_such_module_anywhere", "json"), rest=lambda _: None)


@pytest.mark.promise("H2")
def test_a_program_that_ends_waits_for_the_module_that_is_being_loaded_and_loads_no_more(tmp_path):
    (tmp_path / "slow_one.py").write_text("import time; time.sleep(0.3); print('loaded')")
    (tmp_path / "never.py").write_text("print('not this one')")
    code = f"""
import sys, threading, time
from usero_desktop.loading import load_gently
sys.path.insert(0, {str(tmp_path)!r})
names = ["slow_one", "never"]
threading.Thread(target=load_gently, args=(names,), daemon=True).start()
while "slow_one" not in sys.modules:
    time.sleep(0.001)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=60
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "loaded\n", "")
