"""Checks side by side, all of them within one deadline."""

from __future__ import annotations

import queue
import threading
from time import monotonic
from typing import TYPE_CHECKING

from usero_desktop.cli.checks.finding import Finding, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usero_desktop.cli.checks.finding import Check, Subject


def run_all(checks: Sequence[Check], subject: Subject, seconds: float) -> tuple[Finding, ...]:
    """Return what the checks find, in their order, after `seconds` at most.

    Each has a daemon thread of its own; one that does not answer is left behind and has failed.
    """
    answers: queue.SimpleQueue[tuple[Check, Sequence[Finding]]] = queue.SimpleQueue()

    def work(check: Check) -> None:
        try:
            found = check.look(subject)
        except Exception as error:  # noqa: BLE001 - what is wrong here is what this is for
            found = _all(check, f"This could not be looked at ({type(error).__name__}: {error}).")
        answers.put((check, found))

    for check in checks:
        name = f"usero-doctor-{check.names[0]}"
        threading.Thread(target=work, args=(check,), name=name, daemon=True).start()
    deadline = monotonic() + seconds
    found: dict[tuple[str, ...], Sequence[Finding]] = {}
    while len(found) < len(checks):
        try:
            check, findings = answers.get(timeout=max(0.0, deadline - monotonic()))
        except queue.Empty:
            break
        found[check.names] = findings
    late = f"There was no answer within {seconds:g} seconds."
    return tuple(
        finding for check in checks for finding in found.get(check.names) or _all(check, late)
    )


def _all(check: Check, sentence: str) -> tuple[Finding, ...]:
    return tuple(Finding(name, State.FAILED, sentence) for name in check.names)
