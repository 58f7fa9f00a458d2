"""What the settings of the standalone program are, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from usero_desktop.i18n.tags import tag
from usero_desktop.model import limits
from usero_desktop.model.address import check_base_url
from usero_desktop.model.client_id import check_client_id
from usero_desktop.model.environment import check_environment
from usero_desktop.model.kind import TEXT, Kind, one_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ThemeName: TypeAlias = Literal["", "light", "dark"]


@dataclass(frozen=True, slots=True)
class Program:
    """A program that feedback is about. One that exists is valid; raises ConfigError.

    `name` and `version` are what its reports say it is called; `environment` None is the
    project's default one.
    """

    client_id: str
    name: str = ""
    version: str = ""
    base_url: str = limits.DEFAULT_BASE_URL
    environment: str | None = None
    allow_insecure: bool = False

    def __post_init__(self) -> None:
        check_client_id(self.client_id)
        check_environment(self.environment)
        address = check_base_url(self.base_url, allow_insecure=self.allow_insecure)
        object.__setattr__(self, "base_url", address)

    @property
    def title(self) -> str:
        """What a user knows the program by: its name, else its client id."""
        return self.name.strip() or self.client_id


class Settings(NamedTuple):
    """All that the user has set. An empty text is "not chosen": see the header of the file.

    Whether the program starts at login is not here, since the system's own entry is the truth;
    nor is an email address, which is in the keyring alone.
    """

    programs: tuple[Program, ...] = ()
    current: str = ""
    hotkey: str = ""
    offer_window_title: bool = False
    notify: bool = True
    locale: str = ""
    theme: ThemeName = ""

    @property
    def program(self) -> Program | None:
        """The program that feedback is about now: the one named by `current`, else the first."""
        first = self.programs[0] if self.programs else None
        return self.named(self.current) or first

    def named(self, client_id: str) -> Program | None:
        """Return the program of that client id, or None."""
        return next((p for p in self.programs if p.client_id == client_id), None)


class Problem(NamedTuple):
    """Something that is wrong in the file.

    `line` counts from 1 and is 0 where no line is meant, `key` is dotted (``programs.base_url``)
    and empty where none is. `sentence` says all of it in English; `code` and `values` are for
    the same in the user's language, without the place.
    """

    path: Path
    line: int
    key: str
    sentence: str
    code: str = ""
    values: Mapping[str, str | int] = {}  # nobody writes into it


class Loaded(NamedTuple):
    """What a file holds: settings, with a default in the place of all that is wrong there.

    Where not `is_readable`, the whole file could not be understood: the settings are all
    defaults, and `save` will not touch it.
    """

    settings: Settings
    problems: tuple[Problem, ...]
    path: Path
    is_readable: bool = True


_SWITCH: Final = Kind(lambda value: isinstance(value, bool), "true or false")
_LOCALE: Final = Kind(
    lambda value: isinstance(value, str) and (not value or tag(value) is not None),
    'a language such as "de" or "pt-BR", or ""',
)

KEYS: Final[Mapping[str, Kind]] = {
    "current": TEXT,
    "hotkey": TEXT,
    "offer_window_title": _SWITCH,
    "notify": _SWITCH,
    "locale": _LOCALE,
    "theme": one_of("light", "dark", ""),
}
"""The keys of the file beside its programs, and what each may be."""

PROGRAM_KEYS: Final[Mapping[str, Kind]] = {
    "client_id": TEXT,
    "name": TEXT,
    "version": TEXT,
    "base_url": TEXT,
    "environment": TEXT,
    "allow_insecure": _SWITCH,
}
"""The keys of a program, and what each may be."""
