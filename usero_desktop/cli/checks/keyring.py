"""The keyring, which remembers an email address."""

from __future__ import annotations

import sys
from typing import Final

from usero_desktop.cli.checks.finding import Check, Finding, State, Subject

SECONDS: Final = 10.0
"""Loading the library on a busy machine takes seconds; the round trip 0.1 s."""

UNLOCK: Final = "Unlock the keyring, or look at what keyring is set to."
MISSING: Final = (
    "To have it remembered, install a keyring that starts with your session: GNOME Keyring, "
    "KWallet, or KeePassXC with its Secret Service switched on."
    if sys.platform.startswith("linux")
    else ""
)


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
            MISSING if found.is_missing else UNLOCK,
            facts,
        ),
    )


KEYRING = Check(("keyring",), _look)
