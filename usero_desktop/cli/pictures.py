"""What is said on a command line where no picture of the screen comes about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from usero_desktop.errors import UseroError

# The errors' own sentences are for the panel: they name entries of its menu.
SENTENCES: Final = {
    "screen_wayland": "This desktop (Wayland) offers no way to take a picture of the screen.",
    "screen_none": "There is no screen here to take a picture of: DISPLAY is not set.",
    "screen_silent": "The screen did not answer in time.",
    "screen_failed": "The system did not give a picture of the screen.",
    "screen_late": "The picture of the screen took too long.",
    "screen_black": (
        "The picture of the screen came out all black: the screen may be off, or locked."
    ),
    "screen_empty": "The picture of the screen came out empty, in one colour.",
    "screen_permission": (
        "macOS does not let this program take pictures of the screen. Allow it in System Settings "
        "> Privacy & Security > Screen & System Audio Recording, then run it again."
    ),
    "portal_silent": "The desktop did not answer in time.",
    "portal_no_region": "The desktop gave no region.",
    "portal_refused": "The desktop did not give a picture of the screen; allow it in its settings.",
    "portal_failed": "The desktop's picture of the screen could not be read.",
}


def sentence_of(error: UseroError) -> str:
    """Return what `error` means to somebody at a command line."""
    return SENTENCES.get(error.code, str(error))
