"""``usero-desktop send``: a report from the command line, kept until it is delivered."""

from __future__ import annotations

import json
import logging
import os
import queue
import sys
from time import monotonic
from typing import TYPE_CHECKING, Final

from usero_desktop.cli.wording import USAGE, complain, on_command_line
from usero_desktop.config import Options
from usero_desktop.core.events import Deferred, Delivered, Progress, Rejected, Sending
from usero_desktop.core.feedback import Feedback
from usero_desktop.errors import OutboxError, Refused, UseroError
from usero_desktop.paths import ENVIRONMENT_VARIABLE

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from usero_desktop.core.events import Event
    from usero_desktop.core.ticket import Ticket

SENT: Final = 0
REFUSED: Final = 65  # EX_DATAERR of sysexits.h
LOST: Final = 69  # EX_UNAVAILABLE of sysexits.h
KEPT: Final = 75  # EX_TEMPFAIL of sysexits.h

RATINGS: Final = ("1", "2", "3", "4")

FLAGS: Final = {
    name: f"--{name.replace('_', '-')}"
    for name in ("client_id", "base_url", "environment", "data_dir", "allow_insecure")
}

PATIENCE_SECONDS: Final = 10.0
"""Without --wait, how long the command stays for the server's answer."""


def fill(parser: argparse.ArgumentParser) -> None:
    """Add the command's description and options."""
    parser.description = "Send a report. It is kept on this machine until the server has it."
    parser.epilog = (
        f"Exit status: {SENT} sent, {KEPT} kept and sent later, {REFUSED} refused by the "
        f"server, {LOST} neither sent nor kept (this machine could not save it), {USAGE} wrong "
        "usage. Environment: USERO_CLIENT_ID, USERO_BASE_URL, "
        f"{ENVIRONMENT_VARIABLE}."
    )
    add = parser.add_argument
    add("--client-id", metavar="ID", default=os.environ.get("USERO_CLIENT_ID"))
    add("--base-url", metavar="URL", default=os.environ.get("USERO_BASE_URL") or None)
    add("--rating", metavar="1..4", help="1 terrible, 2 bad, 3 good, 4 amazing")
    add("--comment", metavar="TEXT", help="what to say; - reads it from standard input")
    add("--email", metavar="ADDRESS", help="where to answer")
    add("--screenshot", metavar="FILE", action="append", default=[], help="up to three times")
    add("--metadata", metavar="KEY=VALUE", action="append", default=[], help="as often as needed")
    add("--environment", metavar="NAME", help="leave out for the project's default")
    add("--app-name", metavar="NAME")
    add("--app-version", metavar="VERSION")
    add("--data-dir", metavar="DIR", help="where the report is kept until it is delivered")
    add("--allow-insecure", action="store_true", help="take http:// beyond this machine")
    add("--wait", action="store_true", help="stay until the report is delivered or refused")
    add("--json", action="store_true", help="print the outcome as JSON")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Send what the command line says and return the exit status."""
    # What is a warning in a program's log is said here in a sentence.
    logging.getLogger("usero_desktop").setLevel(logging.ERROR)
    try:
        options = _options(chosen)
        with Feedback.from_options(options) as feedback:
            events: queue.SimpleQueue[Event] = queue.SimpleQueue()
            feedback.subscribe(events.put)
            ticket = feedback.submit(
                rating=_rating(chosen.rating),
                comment=_comment(chosen.comment),
                user_email=chosen.email,
                screenshots=_screenshots(chosen.screenshot),
            )
            _follow(ticket, events, wait=chosen.wait)
        return _report(ticket, as_json=chosen.json)
    except UseroError as error:
        return complain("send", error, FLAGS)


def _options(chosen: argparse.Namespace) -> Options:
    given = {
        "base_url": chosen.base_url,
        "environment": chosen.environment,
        "app_name": chosen.app_name,
        "app_version": chosen.app_version,
        "data_dir": chosen.data_dir,
        "metadata": _metadata(chosen.metadata),
        "allow_insecure": chosen.allow_insecure,
    }
    set_options = {name: value for name, value in given.items() if value is not None}
    return Options.create(chosen.client_id, **set_options)


def _rating(text: str | None) -> int | None:
    if text is None:
        return None
    if text not in RATINGS:
        raise UseroError(
            f"--rating must be 1, 2, 3 or 4, not {text!r}.", code="cli_rating", value=text
        )
    return int(text)


def _screenshots(paths: list[str]) -> list[str]:
    if "" in paths:
        raise UseroError(
            "--screenshot '' names no file; give it the path of a picture.", code="cli_screenshot"
        )
    return paths


def _metadata(pairs: list[str]) -> dict[str, str] | None:
    found = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not (equals and key):
            raise UseroError(
                f"--metadata {pair!r} should look like KEY=VALUE.", code="cli_metadata", value=pair
            )
        found[key] = value
    return found or None


def _comment(text: str | None) -> str | None:
    if text != "-":
        return text
    # The bytes and not the text: a terminal's encoding must not decide what arrives.
    return sys.stdin.buffer.read().decode("utf-8", "replace")


def _follow(ticket: Ticket, events: queue.SimpleQueue[Event], *, wait: bool) -> None:
    """Stay until the end is known, or without `wait` until it is known to come later."""
    for event in _until(ticket, events, None if wait else PATIENCE_SECONDS):
        match event:
            case Progress(sent_bytes=sent, total_bytes=total) if wait and total:
                _say(f"Sending: {100 * sent // total} %")
            case Sending() if wait:
                _say("Sending…")
            case Deferred(error=error, retry_in_seconds=seconds):
                if not wait:
                    return
                _say(f"{_sentence(error)} Trying again in {seconds:.0f} s.")


def _until(
    ticket: Ticket, events: queue.SimpleQueue[Event], seconds: float | None
) -> Iterator[Event]:
    """Yield what happens to the ticket's report until it is over or `seconds` have passed."""
    deadline = None if seconds is None else monotonic() + seconds
    while True:
        left = None if deadline is None else max(0.0, deadline - monotonic())
        try:
            event = events.get(timeout=left)
        except queue.Empty:
            return
        if getattr(event, "submission_id", None) == ticket.submission_id:
            yield event
            if isinstance(event, Delivered | Rejected):
                return


def _report(ticket: Ticket, *, as_json: bool) -> int:
    """Say how it ended, on standard output or as a complaint; return the exit status."""
    facts: dict[str, object] = {"submission_id": ticket.submission_id}
    try:
        receipt = ticket.result(timeout=0)
    except Refused as error:
        sentence, status = _sentence(error), REFUSED
        facts |= {"status": "refused", "error": sentence, "issues": error.issues}
    except OutboxError as error:
        sentence, status = f"{_sentence(error)} {_sentence(ticket.not_kept or error)}", LOST
        facts |= {"status": "lost", "error": sentence}
    except UseroError as error:
        sentence, status = _sentence(error), KEPT
        facts |= {"status": "kept", "error": sentence}
    else:
        facts |= {"status": "sent", "feedback_id": receipt.feedback_id}
        facts["pictures_left_out"] = receipt.pictures_left_out
        sentence, status = f"Sent: {receipt.feedback_id}", SENT
        if receipt.pictures_left_out:
            _say(
                f"usero-desktop send: {receipt.pictures_left_out} of the screenshots did not "
                "arrive: the server did not take them, or they could no longer be read here."
            )
    if as_json:
        print(json.dumps(facts))
    elif status == SENT:
        print(sentence)
    if status != SENT:
        print(f"usero-desktop send: {sentence}", file=sys.stderr)
    return status


def _sentence(error: UseroError) -> str:
    """Return the error in the words of a command line."""
    return on_command_line(str(error), FLAGS)


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
