"""A home folder on a Windows share: SQLite's addresses know no host."""

import sqlite3
from contextlib import closing
from pathlib import PurePosixPath, PureWindowsPath

import pytest

from usero_desktop.outbox.place import uri_of


@pytest.mark.parametrize(
    "path, address",
    [
        (PureWindowsPath(r"\\server\share\a b\x.db"), "file:////server/share/a%20b/x.db?mode=rw"),
        (PureWindowsPath(r"C:\a#b\x.db"), "file:///C:/a%23b/x.db?mode=rw"),
        (PurePosixPath("/home/a?b/x.db"), "file:///home/a%3Fb/x.db?mode=rw"),
    ],
)
def test_a_path_becomes_an_address_without_a_host(path, address):
    assert uri_of(path, "mode=rw") == address


def test_sqlite_opens_what_stands_behind_an_empty_host_and_no_other(tmp_path):
    share = PureWindowsPath("//" + str(tmp_path / "x.db").lstrip("/"))  # as one on a share
    with closing(sqlite3.connect(uri_of(share, "mode=rwc"), uri=True)) as db:
        db.execute("CREATE TABLE made (here)")
    assert (tmp_path / "x.db").exists()
    with pytest.raises(sqlite3.OperationalError, match="authority"):
        sqlite3.connect(f"{share.as_uri()}?mode=rwc", uri=True)
