from __future__ import annotations

from types import MappingProxyType

import pytest

from usero_desktop.config import Options
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


@pytest.mark.parametrize("given", [{}, {"primary": "#0a7"}, {"primary": "#0a7", "text": None}])
def test_a_mapping_is_taken_for_a_theme(given):
    options = Options.create("client_demo", theme=MappingProxyType(given))

    assert options.theme == Theme(**given)
    assert hash(options.theme) == hash(Theme(**given))


@pytest.mark.parametrize(
    "given, sentence",
    [
        ({"primray": "#0a7"}, "A Theme has no 'primray'; did you mean primary?"),
        ({"Background": "#0a7"}, "A Theme has no 'Background'; did you mean background?"),
        (
            {"zzz": "#0a7"},
            "A Theme has no 'zzz'; its colours are primary, background, text, border, shadow.",
        ),
        ({3: "#0a7"}, "A Theme has no int; its colours are"),
        ({"text": "bleu"}, """text of a Theme must be a colour like "#2563eb", not 'bleu'."""),
        ({"text": ["#fff"]}, """text of a Theme must be a colour like "#2563eb", not list."""),
    ],
)
def test_a_wrong_mapping_is_answered_with_its_key(given, sentence):
    with pytest.raises(ConfigError) as caught:
        Options.create("client_demo", theme=given)

    assert str(caught.value).startswith(sentence)


@pytest.mark.parametrize("theme", ["light", "dark", "host", None, Theme()])
def test_a_theme_may_be_named(theme):
    assert Options.create("client_demo", theme=theme).theme == theme


def test_another_name_is_answered_with_those_there_are():
    with pytest.raises(ConfigError, match='"light", "dark", "host" or None, not \'blue\''):
        Options.create("client_demo", theme="blue")
