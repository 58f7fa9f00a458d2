"""The line of every key, compared with what Python's own reader finds there."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usero_desktop.settings.places import places

TEXT = '''\
# [not] = "this"
plain = 1
"quoted.key" = 'x # y'
'lit' = """
inner = 1
\\""" still """""
a . b.c = [ 1,   # ] one
  [ 2, "]" ],
  { x = 1, "y" = { z = """
"""} },
]
day = 1979-05-27 07:32:00

[table]
one = 1
[ table . "sub.t" ]
two = 2

[[list]]
three = 3
[list.inner]
four = 4
[[list.more]]
five = 5
[[list]]
three = 6
[list.inner]
four = 7
'''

LINES = {
    ("plain",): 2,
    ("quoted.key",): 3,
    ("lit",): 4,
    ("a",): 7,
    ("a", "b", "c"): 7,
    ("a", "b", "c", 1): 8,
    ("a", "b", "c", 1, 1): 8,
    ("a", "b", "c", 2, "x"): 9,
    ("a", "b", "c", 2, "y", "z"): 9,
    ("day",): 12,
    ("table",): 14,
    ("table", "one"): 15,
    ("table", "sub.t"): 16,
    ("table", "sub.t", "two"): 17,
    ("list",): 19,
    ("list", 0, "three"): 20,
    ("list", 0, "inner", "four"): 22,
    ("list", 0, "more", 0, "five"): 24,
    ("list", 1): 25,
    ("list", 1, "three"): 26,
    ("list", 1, "inner", "four"): 28,
}


@pytest.mark.parametrize("key, line", LINES.items(), ids=str)
def test_each_key_is_found_in_its_line(key, line):
    tomllib.loads(TEXT)
    assert places(TEXT).line(key) == line


def paths(value, at=()):
    """Return the way to everything that Python's reader found."""
    yield at
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from paths(inner, (*at, name))
    elif isinstance(value, list):
        for position, inner in enumerate(value):
            yield from paths(inner, (*at, position))


def test_nothing_that_pythons_reader_finds_is_missed():
    found = places(TEXT)
    for key in paths(tomllib.loads(TEXT)):
        assert not key or key in found.offsets, key


pieces = st.sampled_from(
    [
        "a = 1\n", "b.c = 'x'\n", "[t]\n", "[t.u]\n", "[[l]]\n", "[[l.m]]\n", "d = [1, [2]]\n",
        "e = {f = 1, g.h = [{i = 2}]}\n", 's = """\n[x]\ny = 1"""\n', "# c = 1\n", "\n",
        "k = '''\n'''\n", '"q" = "\\" = 1"\n', "n = [\n  1, # ]\n  { o = [] },\n]\n", "p = [",
        "= 1\n", 'r = "', "[", "}\n",
    ]
)  # fmt: skip


@given(st.lists(pieces, max_size=12).map("".join))
def test_every_key_of_any_text_that_is_toml_is_found(text):
    found = places(text)
    try:
        read = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return
    for key in paths(read):
        assert not key or key in found.offsets, key
