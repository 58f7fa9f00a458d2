"""Metadata within its budget: automatic keys give way before the host's, the report never."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

from usero_desktop.model import limits
from usero_desktop.model.text import without_lone_surrogates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from usero_desktop.model.submission import JsonValue

MAX_DEPTH = 20
"""Nesting beyond this is replaced by its text: real metadata is flat, cycles are not."""

MAX_NODES = limits.METADATA_BUDGET
"""Values beyond this are not looked into: each takes a byte at least, so it cannot fit."""

TRUNCATED_KEY = "_truncated"
REQUIRED_KEY = "submissionId"


def compact_json(value: JsonValue) -> bytes:
    """`value` as the server counts it: UTF-8, no spaces, nothing escaped that need not be."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.encode("utf-8")


def to_json(value: object) -> JsonValue:
    """`value` as plain JSON; what JSON does not know becomes its text.

    Not-a-number and the infinities become None, lone surrogates are replaced, tuples and
    sets become lists, keys become text. Nesting ends at `MAX_DEPTH` and the whole at
    `MAX_NODES`: a list that holds itself twice would double with every level.
    """
    return _Walk().plain(value, 0)


class _Walk:
    """One walk over a value, which counts what it has seen."""

    def __init__(self) -> None:
        self._seen = 0

    def plain(self, value: object, depth: int) -> JsonValue:
        self._seen += 1
        match value:
            case None | bool():
                plain: JsonValue = value
            case int():
                plain = int(value) if abs(value) < 1 << 1024 else None
            case float():
                plain = float(value) if math.isfinite(value) else None
            case str():
                plain = without_lone_surrogates(value)
            case dict() | list() | tuple() | set() | frozenset() if self._is_too_much(depth):
                plain = "…"
            case dict():
                plain = {_text(key): self.plain(item, depth + 1) for key, item in value.items()}
            case list() | tuple() | set() | frozenset():
                plain = [self.plain(item, depth + 1) for item in value]
            case _:
                plain = _text(value)
        return plain

    def _is_too_much(self, depth: int) -> bool:
        return depth >= MAX_DEPTH or self._seen > MAX_NODES


def _text(value: object) -> str:
    try:
        return without_lone_surrogates(str(value))
    except Exception:  # noqa: BLE001 - a host's own __str__ may do anything
        return f"<{type(value).__name__}>"


def fit_metadata(
    automatic: Mapping[str, object],
    host: Mapping[str, object],
    *,
    budget: int = limits.METADATA_BUDGET,
    keep: Sequence[str] = (REQUIRED_KEY,),
) -> dict[str, JsonValue]:
    """Merge both (the host's keys win) into at most `budget` bytes of compact UTF-8 JSON.

    When it is too much, automatic keys go first, the largest first, then the host's, the
    largest first; keys in `keep` stay. What was dropped is listed under ``_truncated``, as
    long as that list itself fits.
    """
    merged: dict[str, JsonValue] = {_text(k): to_json(v) for k, v in automatic.items()}
    theirs = {_text(k): to_json(v) for k, v in host.items()}
    ours = [key for key in merged if key not in theirs]
    merged.update({k: v for k, v in theirs.items() if k not in keep})
    if len(compact_json(merged)) <= budget:
        return merged

    def size(key: str) -> int:
        return len(compact_json(merged[key])) + len(key.encode())

    queue = sorted((k for k in ours if k not in keep), key=size, reverse=True)
    queue += sorted((k for k in theirs if k in merged and k not in keep), key=size, reverse=True)
    dropped: list[JsonValue] = []
    for key in queue:
        del merged[key]
        dropped.append(key)
        named: dict[str, JsonValue] = {**merged, TRUNCATED_KEY: list(dropped)}
        if len(compact_json(named)) <= budget:
            return named
    named = {**merged, TRUNCATED_KEY: len(dropped)}
    return named if len(compact_json(named)) <= budget else merged
