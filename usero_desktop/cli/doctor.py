"""``usero-desktop doctor``: what is needed here, tried for real."""

from __future__ import annotations

import argparse
import logging
import shutil
import sys
import textwrap
from typing import TYPE_CHECKING, Final

import usero_desktop
from usero_desktop import policy
from usero_desktop.cli.checks.finding import State, Subject
from usero_desktop.cli.checks.instance import INSTANCE
from usero_desktop.cli.checks.keyring import KEYRING
from usero_desktop.cli.checks.network import CLIENT, PROXY, SERVER, TRUST
from usero_desktop.cli.checks.program import PROGRAM
from usero_desktop.cli.checks.rules import POLICY, SETTINGS
from usero_desktop.cli.checks.running import run_all
from usero_desktop.cli.checks.screen import PORTAL, SCREEN
from usero_desktop.cli.checks.storage import OUTBOX
from usero_desktop.cli.checks.window import PROBE, WINDOW, probe
from usero_desktop.cli.exits import failed
from usero_desktop.cli.target import ORDER, add_options, target_of
from usero_desktop.cli.wording import print_json
from usero_desktop.errors import UseroError
from usero_desktop.model import limits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usero_desktop.cli.checks.finding import Check, Finding

CHECKS: Final[tuple[Check, ...]] = (
    PROGRAM, WINDOW, INSTANCE, SCREEN, PORTAL, KEYRING, OUTBOX, SETTINGS, POLICY,
    TRUST, PROXY, SERVER, CLIENT,
)  # fmt: skip

TITLES: Final = {
    "program": "Program", "python": "Python", "qt": "Qt", "window": "Display", "tray": "Tray",
    "instance": "Instance", "capture_screen": "Screen", "capture_portal": "Portal",
    "keyring": "Keyring", "outbox": "Outbox", "settings": "Settings", "policy": "Policy",
    "trust": "Certificates", "proxy": "Proxy", "server": "Server", "client": "Client id",
}  # fmt: skip

SECONDS: Final = 30.0
"""The most that all of it takes."""

FAILED: Final = 1
WIDEST: Final = 100
"""Columns; longer lines are hard to read."""


def fill(parser: argparse.ArgumentParser) -> None:
    """Add the command's description and options."""
    parser.description = (
        "Try what is needed to write and send reports on this machine, and say what is wrong and "
        "what to do. A picture of the screen is taken and let go of; on Wayland the desktop may "
        "ask you first. A word is kept in the keyring for a moment. The server is asked whether "
        "it is there and knows the client id, and told nothing else of yours."
    )
    parser.epilog = (
        f"Exit status: 0 where all that is needed works, {FAILED} where something failed. {ORDER}"
    )
    add = parser.add_argument
    add("--json", action="store_true", help="print what was found as JSON")
    add("--offline", action="store_true", help="ask no server")
    add_options(parser)
    add(PROBE, action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Try everything, print what was found and return the exit status."""
    if chosen.probe:
        return probe()
    # What is wrong is said below.
    logging.getLogger("usero_desktop").setLevel(logging.CRITICAL)
    try:
        subject = _subject(chosen)
    except UseroError as error:
        return failed("doctor", error, as_json=chosen.json)
    findings = run_all(CHECKS, subject, SECONDS)
    is_well = all(it.state is not State.FAILED for it in findings)
    if chosen.json:
        print_json(_facts(findings, is_well=is_well))
    else:
        width = min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST)
        for finding in findings:
            print(_shown(finding, width))
    sys.stdout.flush()
    return 0 if is_well else FAILED


def _subject(chosen: argparse.Namespace) -> Subject:
    # What is wrong in the settings is a finding of its own.
    target = target_of(chosen, warn=lambda _: None)
    pinned = policy.read().base_url
    return Subject(
        client_id=target.client_id or "",
        base_url=pinned or target.base_url or limits.DEFAULT_BASE_URL,
        data_dir=target.data_dir,
        allow_insecure=target.allow_insecure,
        offline=chosen.offline,
    )


def _facts(findings: Sequence[Finding], *, is_well: bool) -> dict[str, object]:
    return {
        "ok": is_well,
        "version": usero_desktop.__version__,
        "checks": [
            {
                "name": it.name,
                "state": it.state,
                "sentence": it.sentence,
                "advice": it.advice,
                "facts": it.facts,
            }
            for it in findings
        ],
    }


def _shown(finding: Finding, width: int) -> str:
    """Return a finding as a person reads it: in columns, what to do on lines of its own."""
    head = f"{finding.state:<8} {TITLES[finding.name]:<13}"
    indent = " " * len(head)
    lines = textwrap.wrap(
        finding.sentence,
        max(width, len(head) + 20),
        initial_indent=head,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    if finding.advice:
        lines += textwrap.wrap(
            f"> {finding.advice}",
            max(width, len(head) + 20),
            initial_indent=indent,
            subsequent_indent=f"{indent}  ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    return "\n".join(lines)
