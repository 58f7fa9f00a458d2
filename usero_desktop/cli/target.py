"""About which program a report is and where it goes: options, then environment, then settings."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from usero_desktop.errors import ConfigError
from usero_desktop.paths import ENVIRONMENT_VARIABLE, shown_path

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from usero_desktop.settings.values import Loaded, Program

CLIENT_VARIABLE: Final = "USERO_CLIENT_ID"
SERVER_VARIABLE: Final = "USERO_BASE_URL"

ORDER: Final = (
    f"What no option says is taken from the environment ({CLIENT_VARIABLE}, {SERVER_VARIABLE}, "
    f"{ENVIRONMENT_VARIABLE}), then from the settings file."
)
"""For the help of commands that have these options."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is known of it; None where nobody has said anything."""

    client_id: str | None = None
    base_url: str | None = None
    environment: str | None = None
    app_name: str | None = None
    app_version: str | None = None
    data_dir: str | None = None
    allow_insecure: bool = False


def add_options(parser: argparse.ArgumentParser, *, about: bool = False) -> None:
    """Add the options that name a target; `about` those that say more of the program, too."""
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument("--client-id", metavar="ID", help="the project's client id")
    whose.add_argument(
        "--program", metavar="NAME", help="a program of the settings file, by name or client id"
    )
    add = parser.add_argument
    add("--base-url", metavar="URL", help="the server, where it is not usero.io")
    if about:
        add("--environment", metavar="NAME", help="leave out for the project's default")
        add("--app-name", metavar="NAME", help="what the program is called")
        add("--app-version", metavar="VERSION", help="which version of it")
    add("--data-dir", metavar="DIR", help="where reports are kept until they are delivered")
    add("--allow-insecure", action="store_true", help="take http:// beyond this machine")


def add_place(parser: argparse.ArgumentParser) -> None:
    """Add the options that name an outbox; all of them are meant without any."""
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument("--client-id", metavar="ID", help="of this project alone")
    whose.add_argument("--program", metavar="NAME", help="of this program of the settings alone")
    parser.add_argument("--data-dir", metavar="DIR", help="where reports are kept")


def place_of(chosen: argparse.Namespace, warn: Callable[[str], None]) -> str | None:
    """Return the client id whose outbox is meant, None for all; raises ConfigError."""
    if chosen.program is None:
        return chosen.client_id or None
    from usero_desktop import settings

    loaded = settings.load()
    for problem in loaded.problems:
        warn(problem.sentence)
    return _named(chosen.program, loaded).client_id


def target_of(chosen: argparse.Namespace, warn: Callable[[str], None]) -> Target:
    """Return what was chosen; raises ConfigError for a program that the settings do not have.

    `warn` is told what is wrong in the settings file, a sentence each.
    """
    client_id = chosen.client_id
    if client_id is None and chosen.program is None:
        client_id = os.environ.get(CLIENT_VARIABLE) or None
    program = _program(chosen.program, client_id, warn)
    base_url = chosen.base_url
    if base_url is None:
        base_url = os.environ.get(SERVER_VARIABLE) or None

    def of(name: str, otherwise: str | None) -> str | None:
        said: str | None = getattr(chosen, name, None)
        return (otherwise or None) if said is None else said

    if program is None:
        return Target(
            client_id, base_url, of("environment", None), of("app_name", None),
            of("app_version", None), chosen.data_dir, chosen.allow_insecure,
        )  # fmt: skip
    # What was allowed for one server is not allowed for another.
    is_theirs = base_url is None or base_url.rstrip("/") == program.base_url
    return Target(
        client_id=program.client_id,
        base_url=base_url or program.base_url,
        environment=of("environment", program.environment),
        app_name=of("app_name", program.name.strip()),
        app_version=of("app_version", program.version.strip()),
        data_dir=chosen.data_dir,
        allow_insecure=chosen.allow_insecure or (is_theirs and program.allow_insecure),
    )


def warn_on(command: str) -> Callable[[str], None]:
    """Return what says a sentence on standard error in the name of `command`."""
    return lambda sentence: print(f"usero-desktop {command}: {sentence}", file=sys.stderr)


def _program(
    name: str | None, client_id: str | None, warn: Callable[[str], None]
) -> Program | None:
    """Return the program of the settings that is meant, None where there is none."""
    from usero_desktop import settings

    loaded = settings.load()
    for problem in loaded.problems:
        warn(problem.sentence)
    if name is not None:
        return _named(name, loaded)
    if client_id is not None:
        return loaded.settings.named(client_id)
    return loaded.settings.program


def _named(name: str, loaded: Loaded) -> Program:
    programs = loaded.settings.programs
    found = [it for it in programs if it.client_id == name] or [
        it for it in programs if it.name.strip().casefold() == name.strip().casefold()
    ]
    if len(found) == 1:
        return found[0]
    place = shown_path(loaded.path)
    if found:
        ids = ", ".join(it.client_id for it in found)
        raise ConfigError(
            f"--program {name!r} is the name of several programs in {place}; name it by its "
            f"client id: {ids}.",
            code="cli_program",
        )
    known = ", ".join(it.title for it in programs)
    raise ConfigError(
        f"--program {name!r} is in none of the settings of {place}"
        + (f"; it has {known}." if known else ", which has no program."),
        code="cli_program",
    )
