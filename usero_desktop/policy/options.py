"""What a policy makes of the options of a program."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from usero_desktop.policy import Policy

_FORBIDDEN: Final[dict[str, dict[str, object]]] = {
    "screenshots": {"show_screenshot_option": False},
    "identity": {
        "show_email_option": False,
        "remember_email": False,
        "user": None,
        "get_user": None,
        "identify_now": False,
    },
    # The keyring is a place on this computer, too.
    "outbox": {"keep_drafts": False, "keep_history": False, "remember_email": False},
}
"""The options that go with what is forbidden, and the value that each has then."""


def forced(policy: Policy) -> dict[str, object]:
    """Return the options that no program decides under `policy`, each with its value."""
    found: dict[str, object] = {}
    for name in policy.forbidden:
        found |= _FORBIDDEN.get(name, {})
    return found
