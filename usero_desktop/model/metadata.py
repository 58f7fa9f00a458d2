"""Metadata within its budget: automatic keys give way before the host's, the report never."""

from __future__ import annotations

import json
import math
from itertools import islice
from typing import TYPE_CHECKING, Final

from usero_desktop.model import limits
from usero_desktop.model.text import without_lone_surrogates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from usero_desktop.model.submission import JsonValue

MAX_DEPTH = 20
"""Nesting beyond this is replaced by its text: real metadata is flat, cycles are not."""

MAX_NODES = limits.METADATA_BUDGET
"""Values beyond this are not looked into: each takes a byte at least, so it cannot fit."""

SPELLED_OUT_FROM, SPELLED_OUT_TO = 1e16, 1e21
"""Numbers that JavaScript writes in full, and Python with an exponent."""

TRUNCATED_KEY = "_truncated"
REQUIRED_KEY = "submissionId"

NAMED_BYTES: Final = 1000
NAME_CHARACTERS: Final = 60
"""How much is said of what was dropped: not more than what it was dropped for."""


def compact_json(value: JsonValue) -> bytes:
    """`value` as the server counts it: UTF-8, no spaces, nothing escaped that need not be."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8")


def stringified_size(value: JsonValue) -> int:
    """Return the bytes that `value` takes at most where JavaScript writes it anew.

    The server counts what its own JSON.stringify makes of it, and that spells out numbers
    down to 0.000001, which are 1e-06 here: three characters more.
    """
    raw = compact_json(value)
    return len(raw) + 3 * (raw.count(b"e-05") + raw.count(b"e-06"))


def to_json(value: object) -> JsonValue:
    """`value` as plain JSON; what JSON does not know becomes its text. Never raises.

    Not-a-number and the infinities become None, lone surrogates are replaced, tuples and
    sets become lists, keys become text, and what fails when it is looked at becomes the name
    of its type. Nesting ends at `MAX_DEPTH` and the whole at `MAX_NODES`: a list that holds
    itself twice would double with every level.
    """
    return _Walk().plain(value, 0)


def merged_items(*mappings: Mapping[str, object] | None) -> dict[str, object]:
    """Return the items of `mappings`, the later win; one that cannot be read counts as empty."""
    merged: dict[str, object] = {}
    for mapping in mappings:
        try:
            items = islice(() if mapping is None else mapping.items(), MAX_NODES)
            merged.update({_text(key): value for key, value in items})
        except Exception:  # noqa: BLE001, S112 - a host's own mapping may do anything
            continue
    return merged


class _Walk:
    """One walk over a value, which counts what it has seen."""

    def __init__(self) -> None:
        self._seen = 0

    def plain(self, value: object, depth: int) -> JsonValue:
        try:
            return self._plain(value, depth)
        except Exception:  # noqa: BLE001 - a host's own classes may do anything
            return f"<{type(value).__name__}>"

    def _plain(self, value: object, depth: int) -> JsonValue:
        self._seen += 1
        match value:
            case None | bool():
                plain: JsonValue = value
            case int():
                plain = int(value) if abs(value) < 1 << 1024 else None
            case float():
                plain = _number(float(value))
            case str():
                plain = without_lone_surrogates(value)
            case dict() | list() | tuple() | set() | frozenset() if self._is_too_much(depth):
                plain = "…"
            case dict():
                # More than that is too large whatever it holds, and may never end.
                items = islice(value.items(), MAX_NODES + 1)
                plain = {_text(key): self.plain(item, depth + 1) for key, item in items}
            case list() | tuple() | set() | frozenset():
                plain = [self.plain(item, depth + 1) for item in islice(value, MAX_NODES + 1)]
            case _:
                plain = _text(value)
        return plain

    def _is_too_much(self, depth: int) -> bool:
        return depth >= MAX_DEPTH or self._seen > MAX_NODES


def _number(value: float) -> JsonValue:
    if not math.isfinite(value):
        return None
    # Here these are written 1e+16, by JavaScript in full: let both count the same.
    return int(value) if SPELLED_OUT_FROM <= abs(value) < SPELLED_OUT_TO else value


def _text(value: object) -> str:
    try:
        return without_lone_surrogates(str(value))
    except Exception:  # noqa: BLE001 - a host's own __str__ may do anything
        return f"<{type(value).__name__}>"


def fit_metadata(
    automatic: Mapping[str, object],
    host: Mapping[str, object],
    *,
    added: Mapping[str, object] | None = None,
    budget: int = limits.METADATA_BUDGET,
    keep: Sequence[str] = (REQUIRED_KEY,),
) -> dict[str, JsonValue]:
    """Merge all: the host's keys win over automatic ones, what plugins `added` over both.

    The whole is at most `budget` bytes of compact UTF-8 JSON. When it is too much, automatic
    keys go first, the largest first, then what was added, then the host's, each the largest
    first; keys in `keep` stay. What was dropped is listed under ``_truncated``, by
    name as far as that takes no more than `NAMED_BYTES`. Never raises.
    """
    merged: dict[str, JsonValue] = {}
    layer: dict[str, int] = {}
    for rank, items in ((0, automatic), (2, host), (1, added)):
        for key, value in merged_items(items).items():
            if rank == 0 or key not in {*keep, TRUNCATED_KEY}:  # those are ours to say
                merged[key], layer[key] = to_json(value), rank
    sizes = {key: stringified_size({key: value}) - 1 for key, value in merged.items()}
    room = budget - 1 - sum(sizes.values())
    if room >= 0:
        return merged

    queue = sorted((k for k in merged if k not in keep), key=lambda k: (layer[k], -sizes[k]))
    dropped: list[str] = []
    for key in queue:
        del merged[key]
        room += sizes[key]
        dropped.append(key)
        if room < 0:
            continue
        note: dict[str, JsonValue] = {TRUNCATED_KEY: _named(dropped)}
        if stringified_size(note) - 1 <= room:
            return {**merged, **note}
    return merged


def _named(keys: Sequence[str]) -> list[JsonValue]:
    """Return the first of `keys`, shortened, and how many more there are."""
    named: list[JsonValue] = []
    room = NAMED_BYTES
    for at, key in enumerate(keys):
        short = key if len(key) <= NAME_CHARACTERS else f"{key[:NAME_CHARACTERS]}…"
        room -= len(compact_json(short)) + 1
        if room < 0:
            return [*named, f"… {len(keys) - at} more"]
        named.append(short)
    return named
