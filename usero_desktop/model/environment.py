"""The name of a project's environment."""

from __future__ import annotations

from typing import Final

from usero_desktop.errors import ConfigError

PLACEHOLDERS: Final = ("", "default", "no-env")


def check_environment(name: str | None) -> None:
    """Raise ConfigError for a name that stands for the default environment.

    The API keeps feedback by the name it is sent: a placeholder makes an environment of its
    own, and nobody looks there. The default environment is the one without a name.
    """
    if name is not None and name.strip().lower() in PLACEHOLDERS:
        raise ConfigError(
            f"environment {name!r} would make a separate environment of that name; leave the "
            "option out to use the project's default environment.",
            code="environment_placeholder",
            value=name,
        )
