from __future__ import annotations

import pytest

from usero_desktop.errors import ConfigError
from usero_desktop.theme import DARK, LIGHT, Theme

FIELDS = ("primary", "background", "text", "border", "shadow")


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(
    "value", ["bleu", "blue", "", "2563eb", "#2563e", "#2563eg", "#2563eb\n", " #2563eb", 0x2563EB]
)
def test_what_is_no_colour_is_refused_with_its_field_and_what_is_wanted(field, value):
    with pytest.raises(ConfigError) as caught:
        Theme(**{field: value})

    sentence = str(caught.value)
    assert sentence.startswith(f'{field} of a Theme must be a colour like "#2563eb"')
    assert sentence.endswith(f"not {value!r}." if isinstance(value, str) else "not int.")
    assert caught.value.code == "theme_color"


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("value", [None, "#2563eb", "#2563EB", "#0a7"])
def test_a_colour_is_taken_as_it_is_written(field, value):
    assert getattr(Theme(**{field: value}), field) == value


def test_only_the_shadow_is_seen_through():
    assert Theme(shadow="#73000000").shadow == "#73000000"
    with pytest.raises(ConfigError, match="primary of a Theme must be"):
        Theme(primary="#73000000")


def test_a_value_that_is_long_or_not_a_text_is_named_by_its_type():
    class Host:
        def __repr__(self):
            raise ZeroDivisionError

    with pytest.raises(ConfigError, match="not Host"):
        Theme(text=Host())
    with pytest.raises(ConfigError, match="not str"):
        Theme(text="#" * 1000)


@pytest.mark.parametrize("base", [LIGHT, DARK])
def test_a_theme_changes_what_it_names_and_leaves_the_rest(base):
    mixed = Theme(primary="#0a7").over(base)

    assert mixed.primary == "#0a7"
    assert (mixed.background, mixed.shadow) == (base.background, base.shadow)
