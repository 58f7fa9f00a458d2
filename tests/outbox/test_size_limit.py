"""A limit on the size of files, as of a quota: words are kept, and a higher limit mends it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

PROGRAM = """
import json, os, resource, sys, uuid
from datetime import UTC, datetime
from pathlib import Path
from usero_desktop.errors import OutboxError
from usero_desktop.model.clock import SystemClock
from usero_desktop.model.picture import Picture
from usero_desktop.model.submission import Submission
from usero_desktop.outbox.store import Outbox

path = Path(sys.argv[1])
outbox = Outbox(path, SystemClock())

def put(size):
    pictures = tuple(Picture(os.urandom(size), "image/png", 3, 2) for _ in range(3 if size else 0))
    at = datetime.now(UTC)
    report = Submission(str(uuid.uuid4()), "c", "https://x", at, comment="a", pictures=pictures)
    try:
        outbox.put(report)
    except OutboxError as error:
        return error.code
    return "kept" if outbox.read(report.submission_id) == report else "garbled"

def limit(more):
    size = path.stat().st_size + more if more is not None else resource.RLIM_INFINITY
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

told = [put(1_000)]
limit(64_000)
told += [put(500_000), put(0), outbox.claim("me").attempts, put(500_000)]
limit(0)
told += [put(500_000), put(1_000)]
limit(None)
told += [put(500_000), len(outbox.list()), sorted(os.listdir(path.parent))]
print(json.dumps(told))
"""


@pytest.mark.promise("A4")
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_beyond_the_limit_words_are_kept_and_pictures_refused(path, figure):
    command = [sys.executable, "-c", PROGRAM, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    *told, names = json.loads(done.stdout)
    refused = "outbox_disk_full_pictures"
    assert told == ["kept", refused, "kept", 0, refused, refused, refused, "kept", 3]
    assert names == [f"reports.sqlite3{ending}" for ending in ("", "-journal", ".reserve")]
    figure("RLIMIT_FSIZE: 4 reports with pictures refused in words, words kept, 0 lost")
