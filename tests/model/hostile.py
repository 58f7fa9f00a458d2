"""Values that a host may put into metadata, by mistake or worse; each made anew."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime

from hypothesis import strategies as st


class Raises(Exception):
    pass


class NoText:
    def __str__(self):
        raise Raises


class OtherText:
    def __str__(self):
        return 5  # noqa: PLE0307 - as somebody's does


class Endless:
    def __str__(self):
        return str(self)


class Disguised:
    @property
    def __class__(self):
        raise Raises


class BadItems(dict):
    def items(self):
        raise Raises


class BadKeys(dict):
    def __iter__(self):
        raise Raises

    def keys(self):
        raise Raises


class EndlessItems(dict):
    def items(self):
        while True:
            yield "key", "value"


class EndlessList(list):
    def __iter__(self):
        while True:
            yield 1


class BadList(list):
    def __iter__(self):
        raise Raises


class BadNumber(int):
    def __abs__(self):
        raise Raises

    def __int__(self):
        raise Raises


class BadFloat(float):
    def __float__(self):
        raise Raises


class BadText(str):
    __slots__ = ()

    def encode(self, *_):
        raise Raises


def cycle():
    loop = {"list": []}
    loop["list"] += [loop, loop["list"], (loop,)]
    return loop


def nested(levels=100):
    deep = "bottom"
    for level in range(levels):
        deep = [deep] if level % 2 else {"deeper": deep}
    return deep


MAKERS = [
    NoText, OtherText, Endless, Disguised, cycle, nested,
    lambda: BadItems(a=1), lambda: BadKeys(a=1), EndlessItems, EndlessList,
    lambda: BadList([1]), lambda: BadNumber(3), lambda: BadFloat(3), lambda: BadText("x"),
    lambda: datetime(2026, 1, 2, tzinfo=UTC), lambda: 10**5000, lambda: -(10**400),
    lambda: float("1e400"), lambda: float("nan"), lambda: OrderedDict(a=(1, {2})),
    lambda: object, lambda: iter([1]), lambda: nested(50_000), lambda: memoryview(b"x"),
    lambda: "\ud800 \udfff", lambda: "\u202e\u05d0\u05d1\u200f" * 300,
    lambda: "\U0001f469\u200d\U0001f467" * 400,
    lambda: "x" * 3_000_000, lambda: NoText, lambda: ["x"] * 100_000,
    lambda: dict.fromkeys(range(30_000)),
]  # fmt: skip


@dataclass(frozen=True)
class Recipe:
    """One of MAKERS by its number: hypothesis itself would fall over what it makes."""

    number: int


def cooked(tree):
    """Return `tree` with each recipe followed."""
    if isinstance(tree, Recipe):
        return MAKERS[tree.number]()
    if isinstance(tree, dict):
        return {key: cooked(item) for key, item in tree.items()}
    return [cooked(item) for item in tree] if isinstance(tree, list) else tree


TEXT = st.text(st.characters(exclude_categories=()), max_size=300)  # surrogates too
NUMBER = st.integers() | st.floats() | st.floats(1e-7, 1e-4) | st.floats(1e15, 1e22)
LEAF = st.none() | st.booleans() | NUMBER | TEXT | st.binary(max_size=50) | st.datetimes()
KEY = TEXT | st.integers() | st.none() | st.floats() | st.tuples(TEXT)
ODD = st.integers(0, len(MAKERS) - 1).map(Recipe)
TREE = st.recursive(
    LEAF | ODD,
    lambda inner: st.lists(inner, max_size=8) | st.dictionaries(KEY, inner, max_size=8),
    max_leaves=12,
)
MAPPING = st.dictionaries(KEY, TREE, max_size=8)
