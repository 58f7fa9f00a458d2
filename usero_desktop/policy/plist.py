"""A policy as a property list, as macOS keeps what a configuration profile says."""

from __future__ import annotations

import plistlib
from typing import TYPE_CHECKING

from usero_desktop.policy.keys import WrongError

if TYPE_CHECKING:
    from collections.abc import Mapping


def values_of(content: bytes) -> Mapping[str, object]:
    """Return the values in a property list, XML or binary; raises WrongError."""
    try:
        values = plistlib.loads(content)
    except Exception as error:  # of what is malformed plistlib raises a dozen kinds, as it comes
        raise WrongError(
            f"This is not a property list ({type(error).__name__}); install the configuration "
            "profile anew."
        ) from error
    if not isinstance(values, dict):
        raise WrongError("This property list holds no dictionary of settings.")
    return {str(key): value for key, value in values.items()}
