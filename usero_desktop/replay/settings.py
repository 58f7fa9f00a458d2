"""What a recording is made by: checked when made, so that one that exists is valid."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from usero_desktop.errors import ConfigError
from usero_desktop.model.kind import SWITCH, Kind, one_of, shown

if TYPE_CHECKING:
    from usero_desktop.qt import QtWidgets

Mode: TypeAlias = Literal["hybrid", "pixels"]
Consent: TypeAlias = Literal["always", "ask", "never"]
Hidden: TypeAlias = Literal["mask", "block"]
Judge: TypeAlias = "Callable[[QtWidgets.QWidget], Hidden | None]"
"""A host's own function that says of a widget whether it is to be hidden, and how."""

MASK: Final = "mask"
BLOCK: Final = "block"

SAMPLING: Final = {"mousemove": 50, "scroll": 100}
"""Milliseconds from one position of the mouse to the next at the least, and from one look at
what has changed, a scrolled area for one."""

LONGEST_SECONDS: Final = 600.0
LEAST_BYTES: Final = 1_024


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _are_names(value: object) -> bool:
    return (
        isinstance(value, Sequence)
        and not isinstance(value, str | bytes | bytearray)
        and all(isinstance(name, str) for name in value)
    )


def _are_samples(value: object) -> bool:
    return isinstance(value, Mapping) and all(
        name in SAMPLING and _is_number(ms) and 0 < ms <= 60_000  # noqa: PLR2004 - a minute
        for name, ms in value.items()
    )


_SECONDS: Final = Kind(
    lambda v: _is_number(v) and 1 <= v <= LONGEST_SECONDS,  # type: ignore[operator]
    f"a number of seconds from 1 to {LONGEST_SECONDS:.0f}",
)
_DELAY: Final = Kind(
    lambda v: isinstance(v, int) and not isinstance(v, bool) and 0 <= v < 2**31,
    "a whole number of milliseconds",
)
_SHARE: Final = Kind(lambda v: _is_number(v) and 0 <= v <= 1, "a number from 0 to 1")  # type: ignore[operator]
_RATE: Final = Kind(
    lambda v: isinstance(v, int) and not isinstance(v, bool) and v >= LEAST_BYTES,
    f"a whole number of bytes from {LEAST_BYTES} on",
)
_NAMES: Final = Kind(_are_names, "a list of texts")
_NAMES_OR_JUDGE: Final = Kind(
    lambda v: callable(v) or _are_names(v), "a list of texts or a function"
)
_SAMPLES: Final = Kind(
    _are_samples, 'a mapping of "mousemove" and "scroll" to milliseconds above 0'
)


def _rule(kind: Kind) -> dict[str, Kind]:
    return {"kind": kind}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a session is recorded; `SessionReplay` says what each is. Raises ConfigError."""

    buffer_seconds: float = field(default=30, metadata=_rule(_SECONDS))
    start_after_ms: int = field(default=0, metadata=_rule(_DELAY))
    sample_rate: float = field(default=1.0, metadata=_rule(_SHARE))
    mode: Mode = field(default="hybrid", metadata=_rule(one_of("hybrid", "pixels")))
    mask_all_inputs: bool = field(default=True, metadata=_rule(SWITCH))
    mask_all_text: bool = field(default=False, metadata=_rule(SWITCH))
    mask: Sequence[str] | Judge = field(default=(), metadata=_rule(_NAMES_OR_JUDGE))
    block: Sequence[str] = field(default=(), metadata=_rule(_NAMES))
    sampling: Mapping[str, float] = field(
        default_factory=lambda: SAMPLING, metadata=_rule(_SAMPLES)
    )
    consent: Consent = field(default="always", metadata=_rule(one_of("always", "ask", "never")))
    max_bytes_per_second: int = field(default=16_384, metadata=_rule(_RATE))
    stream: bool = field(default=False, metadata=_rule(SWITCH))
    judges: tuple[Judge, ...] = ()
    """The functions of `mask`, where that is one, and of those this was joined with."""

    def __post_init__(self) -> None:
        for its in fields(self):
            kind: Kind | None = its.metadata.get("kind")
            value = getattr(self, its.name)
            if kind is not None and not kind.takes(value):
                raise _wrong(its.name, kind.wording, value)
        if self.stream and self.consent not in {"always", "never"}:
            wording = f"False with consent={self.consent!r}, which sends nothing before it is asked"
            raise _wrong("stream", wording, self.stream)
        mask = self.mask
        if callable(mask):
            object.__setattr__(self, "judges", (mask, *self.judges))
            object.__setattr__(self, "mask", ())
        else:
            object.__setattr__(self, "mask", tuple(mask))
        object.__setattr__(self, "block", tuple(self.block))
        object.__setattr__(self, "sampling", {**SAMPLING, **self.sampling})

    @property
    def masked_names(self) -> tuple[str, ...]:
        """The patterns of object names that are masked."""
        return () if callable(self.mask) else tuple(self.mask)

    def hiding_as(self, other: Settings) -> Settings:
        """Return these, hiding what `other` hides as well."""
        return replace(
            self,
            mask_all_inputs=self.mask_all_inputs or other.mask_all_inputs,
            mask_all_text=self.mask_all_text or other.mask_all_text,
            mask=tuple(dict.fromkeys((*self.masked_names, *other.masked_names))),
            block=tuple(dict.fromkeys((*self.block, *other.block))),
            judges=tuple(dict.fromkeys((*self.judges, *other.judges))),
        )


def _wrong(name: str, wording: str, value: object) -> ConfigError:
    found = shown(value)
    return ConfigError(
        f"{name} of SessionReplay must be {wording}, not {found}.",
        code="replay_option",
        name=name,
        expected=wording,
        found=found,
    )
