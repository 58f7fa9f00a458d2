"""Tables and times, with letters of any width."""

import pytest

from usero_desktop.cli.columns import cut, lasting, plain, table, width


@pytest.mark.parametrize(
    "text, columns, shown",
    [
        ("short", 5, "short"),
        ("longer", 5, "long…"),
        ("two words", 5, "two…"),
        ("日本語の文", 7, "日本語…"),
        ("e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301e\u0301"),
    ],
)
def test_a_text_is_cut_to_the_columns_that_it_takes(text, columns, shown):
    assert cut(text, columns) == shown
    assert width(shown) <= columns


def test_columns_begin_one_below_the_other_also_behind_wide_letters():
    lines = table(("A", "B", "C"), [("日本", "x", "end"), ("a", "yyy", "")], None)
    assert lines == ["A     B    C", "日本  x    end", "a     yyy"]


def test_the_last_column_has_what_is_left_of_the_terminal():
    [_, line] = table(("A", "B"), [("first", "x" * 100)], 40)
    assert line == f"first  {'x' * 32}…"


def test_what_is_no_letter_is_a_space():
    assert plain("a\x1b[31m\nb\x9b\u202ec") == "a [31m b  c"


@pytest.mark.parametrize(
    "seconds, said",
    [(-3, "0 s"), (59.9, "59 s"), (60, "1 min"), (7_199, "1 h"), (86_400 * 3, "3 d")],
)
def test_a_time_is_said_in_its_largest_unit(seconds, said):
    assert lasting(seconds) == said
