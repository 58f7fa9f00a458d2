"""What is global in the host is the same before and after us, whatever happens in between."""

from __future__ import annotations

import json

import pytest
from host.program import run

# What must change, and why.
CHANGES = {
    "atexit": "what is ours leaves before the interpreter ends, and so do the libraries we load",
}
# Nobody can undo these within a process, or there is no second value to give them here.
UNPLANTED = {
    "attributes", "effects", "event loop policy", "fonts", "httpx", "icons", "keyring", "limits",
    "nice", "stack size", "streams", "trace and profile", "wakeup", "window icon",
    # Written when the binding likes to.
    "files of settings",
}  # fmt: skip


def changes(inbox, tmp_path, *plant):
    config = tmp_path / "config"
    config.mkdir()
    done = run("guest", inbox.url, tmp_path / "data", *plant, XDG_CONFIG_HOME=str(config))
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    return told["looked at"], told["steps"], done.stderr


@pytest.mark.promise("H4")
def test_nothing_global_changes_from_the_import_to_the_end(inbox, tmp_path, figure):
    looked_at, steps, complaints = changes(inbox, tmp_path)

    assert list(steps)[::7] == ["import", "destroy"]
    assert steps["import"] == []
    assert {name for names in steps.values() for name in names} <= set(CHANGES)
    assert complaints == ""
    figure(f"{looked_at} settings after each of {len(steps)} steps, 0 changed but {[*CHANGES]}")


@pytest.mark.bites("H4")
def test_what_a_bad_guest_changes_is_seen(inbox, tmp_path, figure):
    looked_at, steps, _ = changes(inbox, tmp_path, "plant")
    found = set(steps["open"]) - set(steps["attach"])

    assert len(found | UNPLANTED) >= looked_at - 1
    figure(f"{len(found)} of {looked_at} settings changed on purpose, all seen")
