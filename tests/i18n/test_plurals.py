"""Each language counts as CLDR says: the samples of its chart of plural rules."""

from __future__ import annotations

import pytest

from usero_desktop.i18n.plurals import FORMS, form

MILLIONS = (1_000_000, 2_000_000, 3_000_000, 10_000_000)
MANY = (16, 100, 999, 1000, 10_000, 100_000, 1_000_001)
SAMPLES = {
    "en": {"one": (1,), "other": (0, 2, *MANY, *MILLIONS)},
    "de-AT": {"one": (1,), "other": (0, 2, *MANY, *MILLIONS)},
    "fr": {"one": (0, 1), "many": MILLIONS, "other": (2, *MANY)},
    "pt-BR": {"one": (0, 1), "many": MILLIONS, "other": (2, *MANY)},
    "es": {"one": (1,), "many": MILLIONS, "other": (0, 2, *MANY)},
    "it": {"one": (1,), "many": MILLIONS, "other": (0, 2, *MANY)},
    "ja": {"other": (0, 1, 2, *MANY, *MILLIONS)},
    "zh-Hans": {"other": (0, 1, 2, *MANY, *MILLIONS)},
    "he": {"one": (1,), "two": (2,), "other": (0, 3, 10, 20, *MANY, *MILLIONS)},
    "ar": {
        "zero": (0,),
        "one": (1,),
        "two": (2,),
        "few": (3, 10, 103, 110, 1003),
        "many": (11, 26, 99, 111, 1011),
        "other": (100, 102, 200, 402, 1000, 10_000, 100_000, 1_000_000),
    },
}


@pytest.mark.parametrize("language", SAMPLES)
def test_a_number_takes_the_form_that_cldr_gives_it(language):
    for name, numbers in SAMPLES[language].items():
        assert {form(language, n) for n in numbers} == {name}, name


@pytest.mark.parametrize("language", ["sv", "xx", ""])
def test_a_language_that_is_not_known_counts_as_english_does(language):
    assert [form(language, n) for n in (0, 1, 2)] == ["other", "one", "other"]


def test_every_form_that_a_rule_gives_is_one_that_there_is():
    assert {form(language, n) for language in SAMPLES for n in range(2_000)} <= set(FORMS)
