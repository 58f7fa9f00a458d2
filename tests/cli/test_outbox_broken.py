"""Outboxes that are damaged, newer than this, in use, or closed to us, at the command line."""

import json
import sqlite3
import sys
from contextlib import closing

from cli.said import files, sentence
from rights import run_as_ordinary

from usero_desktop.outbox import schema


def test_a_damaged_outbox_is_said_once_and_what_is_readable_is_there(usero, keep, tmp_path):
    keep("Readable")
    [path] = (tmp_path / "data").glob("outbox-*/reports.sqlite3")
    raw = bytearray(path.read_bytes())
    raw[:100] = b"\xff" * 100
    path.write_bytes(raw)
    done = usero("outbox", "list")
    assert done.returncode == 0
    assert "was damaged" in sentence(done)
    assert "(1 report)" in sentence(done)
    assert "Readable" in done.stdout.decode()
    assert [it for it in path.parent.iterdir() if ".corrupt-" in it.name]
    done = usero("outbox", "list")
    assert done.stderr == b""


def test_a_newer_versions_outbox_is_left_as_it_is_and_said(usero, keep, tmp_path):
    keep("From the future")
    [path] = (tmp_path / "data").glob("outbox-*/reports.sqlite3")
    with sqlite3.connect(path) as db:
        db.execute("UPDATE schema_version SET version = ?", (schema.VERSION + 1,))
        db.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    db.close()
    before = files(tmp_path / "data")
    for words in (("list",), ("retry", "--all"), ("delete", "--all", "--yes")):
        done = usero("outbox", *words)
        assert "was written by a newer version of usero-desktop" in sentence(done), words
    assert files(tmp_path / "data") == before


def test_an_outbox_that_another_program_holds_is_said_and_the_others_are_listed(
    usero, keep, tmp_path
):
    keep("Held")
    other = keep("Free", client_id="client_other")
    [path] = (tmp_path / "data").glob("outbox-client_demo/reports.sqlite3")
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("BEGIN EXCLUSIVE")
        done = usero("outbox", "list", "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 69
    assert "Another program is holding the outbox" in sentence(done)
    assert [it["submission_id"] for it in told["reports"]] == [other]
    assert told["troubles"] == [sentence(done).removeprefix("usero-desktop outbox list: ")]


def test_a_folder_that_may_not_be_looked_into_is_said(keep, home, tmp_path):
    keep("Closed")
    folder = tmp_path / "data"
    folder.chmod(0)
    try:
        for words in (("outbox", "list"), ("outbox", "retry", "--all"), ("history",)):
            command = [sys.executable, "-m", "usero_desktop", *words]
            done = run_as_ordinary(command, env=home)
            assert done.returncode == 69, words
            [line] = done.stderr.splitlines()
            assert "may not be looked into" in line
        command = [sys.executable, "-m", "usero_desktop", "doctor", "--offline", "--json"]
        done = run_as_ordinary(command, env=home)
    finally:
        folder.chmod(0o700)
    found = {check["name"]: check for check in json.loads(done.stdout)["checks"]}
    assert (done.returncode, found["outbox"]["state"]) == (1, "failed")
