"""What to say where a system does not let us start at login."""

from __future__ import annotations

from usero_desktop.errors import UseroError


def homeless() -> UseroError:
    """Return what to say where the user has no folder that an entry could be in."""
    return UseroError(
        "Start at login needs a home folder, and this user has none.", code="autostart_homeless"
    )


def unwritable(shown: str, error: OSError) -> UseroError:
    """Return what to say where the entry cannot be changed that is `shown` by that name."""
    reason = error.strerror or type(error).__name__
    return UseroError(
        f"Start at login could not be changed: {shown}: {reason}.",
        code="autostart_unwritable",
        path=shown,
        reason=reason,
    )


def unspeakable(shown: str) -> UseroError:
    """Return what to say where an entry cannot hold the program's path, `shown` as it can be."""
    return UseroError(
        f"Start at login cannot name this program: {shown}. Move it to a folder with a plain,"
        " short name.",
        code="autostart_unspeakable",
        path=shown,
    )
