"""Every option of the widget and of the headless Feedback, its default and its rule.

One frozen `Options` holds them all; an Options that exists is valid. The options are the
web widget's in snake_case, with what a desktop program needs beside them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from usero_desktop.errors import ConfigError
from usero_desktop.model import limits
from usero_desktop.model.address import check_base_url
from usero_desktop.model.client_id import check_client_id
from usero_desktop.model.kind import MAPPING, SWITCH, TEXT, Kind, one_of, shown
from usero_desktop.theme import Theme

if TYPE_CHECKING:
    from typing import Self


class Unset(Enum):
    """The type of UNSET, for annotations."""

    UNSET = "UNSET"

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET
"""Stands for "leave it as it is", where None has a meaning of its own."""

Hook: TypeAlias = Callable[..., object]
PageText: TypeAlias = str | Callable[[], str | None]


@dataclass(frozen=True, slots=True)
class Options:
    """All settings, checked when made; ConfigError names what is wrong and how to mend it.

    `title`, `placeholder` and `launcher_label` None show the catalog's text, `theme` None
    follows the system, `environment` None is the project's default environment.
    `scrub_metadata` takes what looks like a secret out of `metadata` and the page. `page_url`
    and `page_title` may be callables that are asked when feedback is sent; one that raises
    counts as None. `data_dir` is the folder of the outbox, `outbox_reports` and
    `outbox_bytes` are the most it holds: beyond that new reports are refused, none is thrown
    away. `reduced_motion` None asks the system.
    """

    client_id: str
    position: Literal["right", "left"] = "right"
    launcher_type: Literal["tab", "button", "none"] = "tab"
    launcher_label: str | None = None
    theme: Theme | Literal["light", "dark"] | None = None
    title: str | None = None
    placeholder: str | None = None
    show_email_option: bool = True
    show_screenshot_option: bool = True
    remember_email: bool = True
    environment: str | None = None
    base_url: str = limits.DEFAULT_BASE_URL
    metadata: Mapping[str, object] | None = None
    scrub_metadata: bool = True
    disable_page_context: bool = False
    on_submit: Hook | None = None
    on_error: Hook | None = None
    on_open: Hook | None = None
    on_close: Hook | None = None
    app_name: str | None = None
    app_version: str | None = None
    build: str | None = None
    page_url: PageText | None = None
    page_title: PageText | None = None
    data_dir: str | os.PathLike[str] | None = None
    outbox_reports: int = limits.OUTBOX_REPORTS
    outbox_bytes: int = limits.OUTBOX_BYTES
    locale: str | None = None
    allow_insecure: bool = False
    reduced_motion: bool | None = None

    def __post_init__(self) -> None:
        for name, expected in _KINDS.items():
            value = getattr(self, name)
            if not expected.takes(value):
                raise _wrong_type(name, expected.wording, value)
        check_client_id(self.client_id)
        check_environment(self.environment)
        address = check_base_url(self.base_url, allow_insecure=self.allow_insecure)
        object.__setattr__(self, "base_url", address)
        # Written in one way, so that the same folder is equal to itself.
        object.__setattr__(self, "data_dir", Path(self.data_dir) if self.data_dir else None)
        if self.metadata is not None:  # the host may go on changing its own dict
            object.__setattr__(self, "metadata", dict(self.metadata))

    @classmethod
    def create(cls, client_id: str | None = None, **options: object) -> Self:
        """Check names, types and values and return the options; raises ConfigError."""
        for name in options:
            if name not in _KINDS:
                raise _unknown(name)
        return cls(client_id=client_id or "", **options)  # type: ignore[arg-type]

    def updated(self, **changes: object) -> Self:
        """Return options with `changes` applied: UNSET leaves alone, None restores the default.

        `FIXED` ones stay what they were; a change of one of them, an unknown name or a
        wrong value raises ConfigError.
        """
        wanted: dict[str, object] = {}
        for name, value in changes.items():
            if name not in _KINDS:
                raise _unknown(name)
            if value is UNSET:
                continue
            meant = _DEFAULTS.get(name) if value is None else value
            if name not in FIXED:
                wanted[name] = meant
            elif not self._holds(name, meant):
                raise _fixed(name)
        return replace(self, **wanted)  # type: ignore[arg-type]

    def _holds(self, name: str, value: object) -> bool:
        """Whether `value`, once it is checked and written as here, is what `name` is already."""
        try:
            other = replace(self, **{name: value})  # type: ignore[arg-type]
        except ConfigError:
            return False
        return bool(getattr(other, name) == getattr(self, name))


def check_environment(name: str | None) -> None:
    """Raise ConfigError for a name that stands for the default environment.

    The API keeps feedback by the name it is sent: a placeholder makes an environment of its
    own, and nobody looks there. The default environment is the one without a name.
    """
    if name is not None and name.strip().lower() in _PLACEHOLDER_ENVIRONMENTS:
        raise ConfigError(
            f"environment {name!r} would make a separate environment of that name; leave the "
            "option out to use the project's default environment.",
            code="environment_placeholder",
            value=name,
        )


_BUILT_IN: Final = ("light", "dark")
FIXED: Final = ("client_id", "base_url", "data_dir", "outbox_reports", "outbox_bytes")
"""Options that stay what they were for the life of a widget."""

_PLACEHOLDER_ENVIRONMENTS: Final = ("", "default", "no-env")
_NEAR: Final = 0.72  # of 1: "tilte" is near title (0.8), "get_user" is not page_url (0.62)
_RENAMED: Final = {"api_url": "base_url", "hide_trigger": "launcher_type"}
_DEFAULTS: Final = {field.name: field.default for field in fields(Options)[1:]}


_HOOK = Kind(callable, "a callable").or_none()
_PAGE = Kind(lambda v: isinstance(v, str) or callable(v), "a text, a callable").or_none()
_COUNT = Kind(
    lambda v: isinstance(v, int) and not isinstance(v, bool) and v > 0, "a number above 0"
)

_KINDS: Final[dict[str, Kind]] = {
    "client_id": TEXT,
    "position": one_of("right", "left"),
    "launcher_type": one_of("tab", "button", "none"),
    "launcher_label": TEXT.or_none(),
    "theme": Kind(
        lambda v: v is None or isinstance(v, Theme) or (isinstance(v, str) and v in _BUILT_IN),
        'a Theme, "light", "dark" or None',
    ),
    "title": TEXT.or_none(),
    "placeholder": TEXT.or_none(),
    "show_email_option": SWITCH,
    "show_screenshot_option": SWITCH,
    "remember_email": SWITCH,
    "environment": TEXT.or_none(),
    "base_url": TEXT,
    "metadata": MAPPING.or_none(),
    "scrub_metadata": SWITCH,
    "disable_page_context": SWITCH,
    "on_submit": _HOOK,
    "on_error": _HOOK,
    "on_open": _HOOK,
    "on_close": _HOOK,
    "app_name": TEXT.or_none(),
    "app_version": TEXT.or_none(),
    "build": TEXT.or_none(),
    "page_url": _PAGE,
    "page_title": _PAGE,
    "data_dir": Kind(lambda v: isinstance(v, str | os.PathLike), "a folder's path").or_none(),
    "outbox_reports": _COUNT,
    "outbox_bytes": _COUNT,
    "locale": TEXT.or_none(),
    "allow_insecure": SWITCH,
    "reduced_motion": SWITCH.or_none(),
}


def _wrong_type(name: str, wording: str, value: object) -> ConfigError:
    found = shown(value)
    return ConfigError(
        f"{name} must be {wording}, not {found}.",
        code="option_type",
        name=name,
        expected=wording,
        found=found,
    )


def _fixed(name: str) -> ConfigError:
    return ConfigError(
        f"{name} cannot change once the widget is there; attach a new one instead.",
        code="option_fixed",
        name=name,
    )


def _unknown(name: str) -> ConfigError:
    from difflib import get_close_matches  # for a mistake only

    snake = re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
    snake = _RENAMED.get(snake, snake)
    close = [snake] if snake in _KINDS else get_close_matches(snake, _KINDS, n=1, cutoff=_NEAR)
    if close:
        return ConfigError(
            f"There is no option {name}; did you mean {close[0]}?",
            code="option_unknown_suggest",
            name=name,
            suggestion=close[0],
        )
    return ConfigError(
        f"There is no option {name}; the options are {', '.join(_KINDS)}.",
        code="option_unknown",
        name=name,
        options=", ".join(_KINDS),
    )
