"""Ask a server that answers too much, and say what that cost: a process of its own.

    python swallow.py ours|plain SECONDS URL [URL of another answer …]

The first URL gives an ordinary answer and warms everything up. A line of JSON an answer: the
error's code, the bytes of memory it took meanwhile, and the seconds.
"""

from __future__ import annotations

import json
import re
import sys
import time
from pathlib import Path


def ours(url, seconds):
    from usero_desktop.api.client import UseroClient
    from usero_desktop.errors import ApiError

    client = UseroClient(url, feedback_seconds=seconds)
    try:
        return client.send_feedback(b"{}")
    except ApiError as error:
        return error.code
    finally:
        client.close()


def plain(url, seconds):
    """What a program does that gives this no thought."""
    import httpx

    try:
        return httpx.post(f"{url}/api/feedback", timeout=seconds, trust_env=False).json()
    except (httpx.HTTPError, ValueError) as error:
        return type(error).__name__


def memory(line):
    """`VmRSS`, what is held now, or `VmHWM`, the most that was held, in bytes.

    Not getrusage's: that begins with the most its parent ever held.
    """
    found = re.search(rf"{line}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found[1]) * 1024


def main():
    ask = {"ours": ours, "plain": plain}[sys.argv[1]]
    seconds = float(sys.argv[2])
    first, *others = sys.argv[3:]
    ask(first, seconds)
    for url in others:
        Path("/proc/self/clear_refs").write_text("5")  # the most begins anew
        before, started = memory("VmRSS"), time.monotonic()
        said = ask(url, seconds)
        took = time.monotonic() - started
        sys.stdout.write(json.dumps([said, memory("VmHWM") - before, took]) + "\n")


if __name__ == "__main__":
    main()
