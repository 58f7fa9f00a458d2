"""Ask a server that answers too much, and say what that cost: a process of its own.

    python swallow.py ours|plain SECONDS URL [URL of another answer …]

The first URL gives an ordinary answer and warms everything up. A line of JSON an answer: the
error's code, how far the most memory this process ever had grew, and how long it took.
"""

from __future__ import annotations

import json
import resource
import sys
import time


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


def most_memory():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main():
    ask = {"ours": ours, "plain": plain}[sys.argv[1]]
    seconds = float(sys.argv[2])
    first, *others = sys.argv[3:]
    ask(first, seconds)
    for url in others:
        before, started = most_memory(), time.monotonic()
        said = ask(url, seconds)
        took = time.monotonic() - started
        sys.stdout.write(json.dumps([said, most_memory() - before, took]) + "\n")


if __name__ == "__main__":
    main()
