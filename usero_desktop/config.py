"""Every option of the widget and of the headless Feedback, its default and its rule.

One frozen `Options` holds them all; an Options that exists is valid. The options are the
web widget's in snake_case, with what a desktop program needs beside them. A new one is a line
in `Options`, and one in `OptionValues` for who checks types.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias, TypedDict, TypeVar

from usero_desktop import policy
from usero_desktop.errors import ConfigError, UseroError
from usero_desktop.model import limits
from usero_desktop.model.address import check_base_url
from usero_desktop.model.client_id import check_client_id
from usero_desktop.model.environment import check_environment
from usero_desktop.model.kind import MAPPING, SWITCH, TEXT, Kind, one_of, shown
from usero_desktop.model.unset import UNSET, Unset
from usero_desktop.theme import Theme

if TYPE_CHECKING:
    # Every class costs a start something, and most hosts use none of these.
    from typing import Self, Unpack

    from usero_desktop.model.submission import SentReport
    from usero_desktop.model.user import User
    from usero_desktop.plugin import Named

Value = TypeVar("Value")
Maybe: TypeAlias = Value | Unset | None

Position: TypeAlias = Literal["right", "left"]
LauncherType: TypeAlias = Literal["tab", "button", "none"]
ThemeChoice: TypeAlias = Theme | Mapping[str, str] | Literal["light", "dark", "host"]
PageText: TypeAlias = str | Callable[[], str | None]
SubmitHook: TypeAlias = Callable[["SentReport"], object]
OwnTexts: TypeAlias = Mapping[str, str | Mapping[str, str]]
UserSource: TypeAlias = Callable[[], "User | Mapping[str, object] | None"]
ErrorHook: TypeAlias = Callable[[UseroError], object]
PluginList: TypeAlias = Sequence["Named"]
PlainHook: TypeAlias = Callable[[], object]


class Rule(NamedTuple):
    """What an option may be, and what becomes of it in `updated`.

    `is_fixed` ones stay what they were for the life of a widget. None stands for the default,
    unless `none_counts`: then it is a value like any other.
    """

    kind: Kind
    is_fixed: bool = False
    none_counts: bool = False


def rule(kind: Kind, *, fixed: bool = False, none_counts: bool = False) -> dict[str, Rule]:
    """Return the metadata of an option's field."""
    return {"rule": Rule(kind, fixed, none_counts)}


_SWITCH: Final = rule(SWITCH)
_ASKED: Final = rule(SWITCH.or_none())
_TEXT: Final = rule(TEXT.or_none())
_HOOK: Final = rule(Kind(callable, "a callable").or_none())
_PAGE: Final = rule(
    Kind(lambda v: isinstance(v, str) or callable(v), "a text, a callable").or_none()
)
_FOLDER: Final = rule(
    Kind(lambda v: isinstance(v, str | os.PathLike), "a folder's path").or_none(), fixed=True
)
_COUNT: Final = rule(
    Kind(lambda v: isinstance(v, int) and not isinstance(v, bool) and v > 0, "a number above 0"),
    fixed=True,
)
_THEMES: Final = ("light", "dark", "host")
_THEME: Final = rule(
    Kind(
        lambda v: isinstance(v, Theme | Mapping) or (isinstance(v, str) and v in _THEMES),
        'a Theme, a mapping of its colours, "light", "dark" or "host"',
    ).or_none()
)
_PLUGINS: Final = rule(
    Kind(
        lambda v: isinstance(v, Sequence) and not isinstance(v, str | bytes | bytearray),
        "a list of plugins",
    )
)
_NAMES: Final = rule(
    Kind(
        lambda v: (
            isinstance(v, Sequence)
            and not isinstance(v, str | bytes | bytearray)
            and all(isinstance(name, str) for name in v)
        ),
        "a list of texts",
    )
)
_USER: Final = rule(
    Kind(
        lambda v: v is UNSET or v is None or isinstance(v, Mapping) or _is_user(v),
        "a User, a mapping of its fields or None",
    ),
    none_counts=True,
)


def _is_user(value: object) -> bool:
    from usero_desktop.model.user import User  # for hosts that name one

    return isinstance(value, User)


_SIDE: Final = rule(one_of("right", "left"))
_LAUNCHER: Final = rule(one_of("tab", "button", "none").or_none())


@dataclass(frozen=True, slots=True)
class Options:
    """All settings, checked when made; ConfigError names what is wrong and how to mend it.

    `title`, `placeholder` and `launcher_label` None show the catalog's text; `texts` are the
    host's own in place of the catalog's, by message id. `theme` None follows the window,
    "host" takes its palette and its typeface, and one given as a mapping becomes a Theme.
    `environment` None is the project's default environment. `launcher_type` None is a tab, or
    nothing where the web widget's old `hide_trigger` says so (see `launcher`).
    `mask` names the widgets that no picture may show, by patterns of their object names.
    `keep_drafts` keeps what is written and not sent for the next start, `keep_history` remembers
    what was sent. `required_metadata` names the keys that the user cannot switch off.
    `scrub_metadata` takes what looks like a secret out of `metadata` and the page. `page_url`
    and `page_title` may be callables that are asked when feedback is sent; one that raises
    counts as None. `data_dir` is the folder of the outbox, `outbox_reports` and
    `outbox_bytes` are the most it holds: beyond that new reports are refused, none is thrown
    away. `reduced_motion` and `high_contrast` None ask the system. `user` is
    who is speaking, None nobody; left out, `get_user` is asked where there is one.
    `identify_now` has the server told at once, not with the first report. What the machine's
    administrator has decided (see `policy`) stands here in place of what was given.
    """

    client_id: str = field(metadata=rule(TEXT, fixed=True))
    position: Position = field(default="right", metadata=_SIDE)
    launcher_type: LauncherType | None = field(default=None, metadata=_LAUNCHER)
    hide_trigger: bool = field(default=False, metadata=_SWITCH)
    launcher_label: str | None = field(default=None, metadata=_TEXT)
    theme: ThemeChoice | None = field(default=None, metadata=_THEME)
    title: str | None = field(default=None, metadata=_TEXT)
    placeholder: str | None = field(default=None, metadata=_TEXT)
    show_email_option: bool = field(default=True, metadata=_SWITCH)
    show_screenshot_option: bool = field(default=True, metadata=_SWITCH)
    mask: Sequence[str] = field(default=(), metadata=_NAMES)
    remember_email: bool = field(default=True, metadata=_SWITCH)
    keep_drafts: bool = field(default=False, metadata=_SWITCH)
    keep_history: bool = field(default=True, metadata=rule(SWITCH, fixed=True))
    environment: str | None = field(default=None, metadata=_TEXT)
    base_url: str = field(default=limits.DEFAULT_BASE_URL, metadata=rule(TEXT, fixed=True))
    metadata: Mapping[str, object] | None = field(default=None, metadata=rule(MAPPING.or_none()))
    required_metadata: Sequence[str] = field(default=(), metadata=_NAMES)
    scrub_metadata: bool = field(default=True, metadata=_SWITCH)
    disable_page_context: bool = field(default=False, metadata=_SWITCH)
    plugins: PluginList = field(default=(), metadata=_PLUGINS)
    user: User | Mapping[str, object] | Unset | None = field(default=UNSET, metadata=_USER)
    get_user: UserSource | None = field(default=None, metadata=_HOOK)
    identify_now: bool = field(default=False, metadata=_SWITCH)
    on_submit: SubmitHook | None = field(default=None, metadata=_HOOK)
    on_error: ErrorHook | None = field(default=None, metadata=_HOOK)
    on_open: PlainHook | None = field(default=None, metadata=_HOOK)
    on_close: PlainHook | None = field(default=None, metadata=_HOOK)
    app_name: str | None = field(default=None, metadata=_TEXT)
    app_version: str | None = field(default=None, metadata=_TEXT)
    build: str | None = field(default=None, metadata=_TEXT)
    page_url: PageText | None = field(default=None, metadata=_PAGE)
    page_title: PageText | None = field(default=None, metadata=_PAGE)
    data_dir: str | os.PathLike[str] | None = field(default=None, metadata=_FOLDER)
    outbox_reports: int = field(default=limits.OUTBOX_REPORTS, metadata=_COUNT)
    outbox_bytes: int = field(default=limits.OUTBOX_BYTES, metadata=_COUNT)
    locale: str | None = field(default=None, metadata=_TEXT)
    texts: OwnTexts | None = field(default=None, metadata=rule(MAPPING.or_none()))
    allow_insecure: bool = field(default=False, metadata=_SWITCH)
    reduced_motion: bool | None = field(default=None, metadata=_ASKED)
    high_contrast: bool | None = field(default=None, metadata=_ASKED)

    def __post_init__(self) -> None:
        for name, its in RULES.items():
            value = getattr(self, name)
            if not its.kind.takes(value):
                raise _wrong_type(name, its.kind.wording, value)
        check_client_id(self.client_id)
        check_environment(self.environment)
        rules = policy.read()
        address = self.base_url if rules.base_url is None else rules.base_url
        address = check_base_url(address, allow_insecure=self.allow_insecure)
        object.__setattr__(self, "base_url", address)
        if isinstance(self.theme, Mapping):
            object.__setattr__(self, "theme", Theme.of(self.theme))
        # Written in one way, so that the same folder is equal to itself.
        object.__setattr__(self, "data_dir", Path(self.data_dir) if self.data_dir else None)
        object.__setattr__(self, "plugins", tuple(self.plugins))
        object.__setattr__(self, "mask", tuple(self.mask))
        object.__setattr__(self, "required_metadata", tuple(self.required_metadata))
        if isinstance(self.user, Mapping):
            from usero_desktop.model.user import user_of  # for hosts that name one

            object.__setattr__(self, "user", user_of(self.user))
        if self.metadata is not None:  # the host may go on changing its own dict
            object.__setattr__(self, "metadata", dict(self.metadata))
        if self.texts is not None:
            from usero_desktop.i18n.own import checked_texts  # for hosts that have such

            object.__setattr__(self, "texts", checked_texts(self.texts))
        if rules.forbidden:
            from usero_desktop.policy.options import forced

            for name, value in forced(rules).items():
                object.__setattr__(self, name, value)

    @classmethod
    def create(cls, client_id: str | None = None, **options: Unpack[OptionValues]) -> Self:
        """Check names, types and values and return the options; raises ConfigError.

        UNSET and None are as good as leaving an option out.
        """
        named = "" if client_id is None else client_id
        return cls(client_id=named, **_meant(options))  # type: ignore[arg-type]

    def updated(self, **changes: Unpack[OptionValues]) -> Self:
        """Return options with `changes` applied: UNSET leaves alone, None restores the default.

        A `get_user` that comes without a `user` takes the place of one that was given before.
        `FIXED` ones stay what they were; a change of one of them, an unknown name or a
        wrong value raises ConfigError.
        """
        wanted = _meant(changes)
        for name in FIXED:
            if name in wanted and not self._holds(name, wanted.pop(name)):
                raise _fixed(name)
        if wanted.get("get_user") is not None:
            wanted.setdefault("user", UNSET)
        return replace(self, **wanted)  # type: ignore[arg-type]

    def check_fixed(self, other: Options) -> None:
        """Raise ConfigError where `other` differs from these in one of `FIXED`."""
        for name in FIXED:
            if getattr(other, name) != getattr(self, name):
                raise _fixed(name)

    @property
    def launcher(self) -> LauncherType:
        """What opens the panel: `launcher_type` where it is set, else what `hide_trigger` says."""
        return self.launcher_type or ("none" if self.hide_trigger else "tab")

    def _holds(self, name: str, value: object) -> bool:
        """Whether `value`, once it is checked and written as here, is what `name` is already."""
        try:
            other = replace(self, **{name: value})  # type: ignore[arg-type]
        except ConfigError:
            return False
        return bool(getattr(other, name) == getattr(self, name))


class OptionValues(TypedDict, total=False):
    """What attach(), Feedback() and update() take by name: the options but for `client_id`.

    UNSET leaves an option as it is (at first: its default), None restores its default.
    `api_url` is the headless web client's name for `base_url`, which wins where both are set.
    """

    position: Maybe[Position]
    launcher_type: Maybe[LauncherType]
    hide_trigger: Maybe[bool]
    launcher_label: Maybe[str]
    theme: Maybe[ThemeChoice]
    title: Maybe[str]
    placeholder: Maybe[str]
    show_email_option: Maybe[bool]
    show_screenshot_option: Maybe[bool]
    mask: Maybe[Sequence[str]]
    remember_email: Maybe[bool]
    keep_drafts: Maybe[bool]
    keep_history: Maybe[bool]
    environment: Maybe[str]
    base_url: Maybe[str]
    api_url: Maybe[str]
    metadata: Maybe[Mapping[str, object]]
    required_metadata: Maybe[Sequence[str]]
    scrub_metadata: Maybe[bool]
    disable_page_context: Maybe[bool]
    plugins: Maybe[PluginList]
    user: Maybe[User | Mapping[str, object]]
    get_user: Maybe[UserSource]
    identify_now: Maybe[bool]
    on_submit: Maybe[SubmitHook]
    on_error: Maybe[ErrorHook]
    on_open: Maybe[PlainHook]
    on_close: Maybe[PlainHook]
    app_name: Maybe[str]
    app_version: Maybe[str]
    build: Maybe[str]
    page_url: Maybe[PageText]
    page_title: Maybe[PageText]
    data_dir: Maybe[str | os.PathLike[str]]
    outbox_reports: Maybe[int]
    outbox_bytes: Maybe[int]
    locale: Maybe[str]
    texts: Maybe[OwnTexts]
    allow_insecure: Maybe[bool]
    reduced_motion: Maybe[bool]
    high_contrast: Maybe[bool]


RULES: Final[dict[str, Rule]] = {its.name: its.metadata["rule"] for its in fields(Options)}
FIXED: Final = tuple(name for name, its in RULES.items() if its.is_fixed)
"""Options that stay what they were for the life of a widget."""

ALIASES: Final = {"api_url": "base_url"}
"""Other names that the web knows an option by, and that are taken here as well."""

DEFAULTS: Final[dict[str, object]] = {its.name: its.default for its in fields(Options)[1:]}
_NEAR: Final = 0.72  # of 1: "tilte" is near title (0.8), "get_user" is not page_url (0.62)


def check_names(names: Iterable[str]) -> None:
    """Raise ConfigError for the first of `names` that no option has."""
    for name in names:
        if ALIASES.get(name, name) not in RULES:
            raise _unknown(name)


def _meant(given: Mapping[str, object]) -> dict[str, object]:
    """Return the options that `given` sets, by their own names; raises ConfigError."""
    check_names(given)
    wanted: dict[str, object] = {}
    for name in sorted(given, key=ALIASES.__contains__):  # our own names first: they win
        own, value = ALIASES.get(name, name), given[name]
        default = DEFAULTS.get(own)
        if value is UNSET or (own != name and wanted.get(own, default) != default):
            continue
        wanted[own] = default if value is None and not RULES[own].none_counts else value
    return wanted


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
    snake = ALIASES.get(snake, snake)
    close = [snake] if snake in RULES else get_close_matches(snake, RULES, n=1, cutoff=_NEAR)
    if close:
        return ConfigError(
            f"There is no option {name}; did you mean {close[0]}?",
            code="option_unknown_suggest",
            name=name,
            suggestion=close[0],
        )
    return ConfigError(
        f"There is no option {name}; the options are {', '.join(RULES)}.",
        code="option_unknown",
        name=name,
        options=", ".join(RULES),
    )
