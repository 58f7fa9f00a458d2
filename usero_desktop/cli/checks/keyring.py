"""The keyring, which remembers an email address."""

from __future__ import annotations

from typing import Final

from usero_desktop.cli.checks.finding import Check, Finding, State, Subject

SECONDS: Final = 10.0
"""Loading the library on a busy machine takes seconds; the round trip 0.1 s."""


def _look(_subject: Subject) -> tuple[Finding, ...]:
    from usero_desktop.identity.trial import try_keyring

    found = try_keyring(SECONDS)
    facts = {"backend": found.backend}
    if not found.trouble:
        sentence = f"The keyring keeps and forgets what it is asked to ({found.backend})."
        return (Finding("keyring", State.OK, sentence, facts=facts),)
    return (
        Finding(
            "keyring",
            # Nothing needs one: the address has to be typed again, that is all.
            State.WARNING,
            f"{found.trouble} The email address is not remembered.",
            "" if found.is_missing else "Unlock the keyring, or look at what keyring is set to.",
            facts,
        ),
    )


KEYRING = Check(("keyring",), _look)
