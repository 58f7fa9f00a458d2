"""``usero-desktop send``: a report from the command line, kept until it is delivered."""

from __future__ import annotations

import argparse
import logging
import sys
from typing import TYPE_CHECKING, Final

from usero_desktop.cli import pictures
from usero_desktop.cli.exits import (
    INTERRUPTED,
    KEPT,
    MEANING,
    SENT,
    WORDS,
    failed,
    sentence_of,
    status_of,
)
from usero_desktop.cli.following import Following
from usero_desktop.cli.progress import ProgressLine
from usero_desktop.cli.target import ORDER, add_options, target_of, warn_on
from usero_desktop.cli.wording import print_json
from usero_desktop.config import Options
from usero_desktop.core import allowed
from usero_desktop.core.feedback import Feedback
from usero_desktop.errors import OutboxError, Refused, UseroError

if TYPE_CHECKING:
    from usero_desktop.core.ticket import Ticket
    from usero_desktop.model.written import Screenshot

RATINGS: Final = ("1", "2", "3", "4")


def fill(parser: argparse.ArgumentParser) -> None:
    """Add the command's description and options."""
    parser.description = "Send a report. It is kept on this machine until the server has it."
    parser.epilog = f"Exit status: {MEANING}. {ORDER}"
    add_options(parser, about=True)
    add = parser.add_argument
    add("--rating", metavar="1..4", help="1 terrible, 2 bad, 3 good, 4 amazing")
    add("--comment", metavar="TEXT", help="what to say; - reads it from standard input")
    add("--email", metavar="ADDRESS", help="where to answer")
    add("--screenshot", metavar="FILE", action="append", default=[], help="up to three times")
    add(
        "--capture", metavar=("screen|region|monitor", "N"), action="append", nargs="+",
        default=[], help="take a picture now: of the screen, of a region that you choose, or of "
        "one monitor, from 1 on",
    )  # fmt: skip
    add("--metadata", metavar="KEY=VALUE", action="append", default=[], help="as often as needed")
    add("--wait", action="store_true", help="stay until the report is delivered or refused")
    add("--json", action="store_true", help="print the outcome as JSON")
    add(pictures.PICK, action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Send what the command line says and return the exit status."""
    # What is a warning in a program's log is said here in a sentence.
    logging.getLogger("usero_desktop").setLevel(logging.ERROR)
    if chosen.pick_region:
        from usero_desktop.cli.region import pick

        return pick()
    try:
        return _send(chosen)
    except UseroError as error:
        return failed("send", error, as_json=chosen.json)


def _send(chosen: argparse.Namespace) -> int:
    options = _options(chosen)
    rating, comment = _rating(chosen.rating), _comment(chosen.comment)
    shots = _screenshots(chosen, has_words=bool(rating or (comment or "").strip()))
    following = Following(ProgressLine())
    is_interrupted = False
    with Feedback.from_options(options) as feedback:
        feedback.subscribe(following.hear)
        ticket = feedback.submit(
            rating=rating, comment=comment, user_email=chosen.email, screenshots=shots
        )
        try:
            following.follow(ticket.submission_id, wait=chosen.wait)
        except KeyboardInterrupt:
            is_interrupted = True  # of the waiting: the report is safe, and that is said
    status = _report(ticket, as_json=chosen.json)
    return INTERRUPTED if is_interrupted and status == KEPT else status


def _options(chosen: argparse.Namespace) -> Options:
    target = target_of(chosen, warn_on("send"))
    given = {
        "base_url": target.base_url,
        "environment": target.environment,
        "app_name": target.app_name,
        "app_version": target.app_version,
        "data_dir": target.data_dir,
        "metadata": _metadata(chosen.metadata),
        "allow_insecure": target.allow_insecure,
    }
    set_options = {name: value for name, value in given.items() if value is not None}
    return Options.create(target.client_id, **set_options)  # type: ignore[arg-type]


def _rating(text: str | None) -> int | None:
    if text is None:
        return None
    if text not in RATINGS:
        raise UseroError(
            f"--rating must be 1, 2, 3 or 4, not {text!r}.", code="cli_rating", value=text
        )
    return int(text)


def _screenshots(chosen: argparse.Namespace, *, has_words: bool) -> list[Screenshot]:
    """Return the files, then the pictures that are taken now.

    None is taken for a report that will not be: somebody may have to choose a region for it.
    """
    files: list[str] = chosen.screenshot
    if "" in files:
        raise UseroError(
            "--screenshot '' names no file; give it the path of a picture.", code="cli_screenshot"
        )
    for words in chosen.capture:
        pictures.check_wish(words)
    if chosen.capture:
        allowed.check_screenshots()
    if not has_words:
        return [*files]
    return [*files, *(pictures.take(words) for words in chosen.capture)]


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


def _report(ticket: Ticket, *, as_json: bool) -> int:
    """Say how it ended, on standard output or as a complaint; return the exit status."""
    facts: dict[str, object] = {"submission_id": ticket.submission_id}
    try:
        receipt = ticket.result(timeout=0)
    except UseroError as error:
        status, sentence = status_of(error), sentence_of(error)
        if isinstance(error, OutboxError):
            sentence = f"{sentence} {sentence_of(ticket.not_kept or error)}"
        facts |= {"status": WORDS[status], "error": sentence}
        if isinstance(error, Refused):
            facts["issues"] = error.issues
    else:
        status, sentence = SENT, f"Sent: {receipt.feedback_id}"
        facts |= {"status": WORDS[SENT], "feedback_id": receipt.feedback_id}
        facts["pictures_left_out"] = receipt.pictures_left_out
        if receipt.pictures_left_out:
            warn_on("send")(
                f"{receipt.pictures_left_out} of the screenshots did not arrive: the server did "
                "not take them, or they could no longer be read here."
            )
    if as_json:
        print_json(facts)
    elif status == SENT:
        print(sentence)
    if status != SENT:
        warn_on("send")(sentence)
    return status
