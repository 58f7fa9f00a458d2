"""A locale finds its catalog however it is written."""

from __future__ import annotations

import pytest

from usero_desktop.i18n import Texts
from usero_desktop.i18n.tags import Tag, nearest, system_locale, tag


@pytest.mark.parametrize(
    "locale, language",
    [
        ("de", "de"),
        ("de_AT", "de"),
        ("de-CH-1996", "de"),
        ("DE_at.UTF-8@euro", "de"),
        ("pt", "pt-BR"),
        ("pt-BR", "pt-BR"),
        ("pt_PT.UTF-8", "pt-BR"),
        ("PT-br", "pt-BR"),
        ("es-419", "es"),
        ("iw", "he"),
        ("iw_IL", "he"),
        ("he-IL", "he"),
        ("ar_EG", "ar"),
        ("ar-u-nu-latn", "ar"),
        ("zh", "zh-Hans"),
        ("zh-CN", "zh-Hans"),
        ("zh_SG", "zh-Hans"),
        ("zh-Hans-HK", "zh-Hans"),
        ("zh-hans", "zh-Hans"),
        ("cmn-CN", "zh-Hans"),
        ("ja_JP.eucJP", "ja"),
        # Traditional characters have no catalog, and the simplified ones are no stand-in.
        ("zh-TW", "en"),
        ("zh_HK", "en"),
        ("zh-Hant-CN", "en"),
        ("en-GB", "en"),
        ("sv-SE", "en"),
        ("C", "en"),
        ("C.UTF-8", "en"),
        ("POSIX", "en"),
        ("", "en"),
        ("-", "en"),
        ("../../etc/passwd", "en"),
        ("de/../fr", "en"),
        ("d\u00e9", "en"),
        ("x" * 10_000, "en"),
    ],
)
def test_the_nearest_catalog_is_read(locale, language):
    assert Texts(locale).language == language


@pytest.mark.parametrize(
    "locale, written",
    [("de_AT.UTF-8", "de-AT"), ("sv", "sv"), ("zh_cn", "zh-Hans-CN"), ("C", "en"), ("iw", "he")],
)
def test_dates_are_written_in_the_way_of_the_locale_that_was_asked_for(locale, written):
    assert Texts(locale).locale == written


def test_a_catalog_for_a_region_of_its_own_wins_over_its_neighbour():
    catalogs = ("pt-BR", "pt-PT", "zh-Hans", "zh-Hant")

    assert nearest(Tag("pt", "", "PT"), catalogs) == "pt-PT"
    assert nearest(Tag("pt", "", "AO"), catalogs) == "pt-BR"
    assert nearest(tag("zh-TW"), catalogs) == "zh-Hant"


@pytest.mark.parametrize(
    "environment, locale",
    [
        ({"LANG": "de_DE.UTF-8"}, "de_DE.UTF-8"),
        ({"LANG": "de_DE", "LC_MESSAGES": "fr_FR"}, "fr_FR"),
        ({"LANG": "de_DE", "LC_MESSAGES": "fr_FR", "LC_ALL": "it_IT"}, "it_IT"),
        ({"LANG": "ja_JP", "LC_ALL": ""}, "ja_JP"),
    ],
)
def test_the_systems_locale_is_the_one_that_posix_says(environment, locale):
    assert system_locale(environment) == locale


def test_without_a_locale_the_words_are_in_the_systems_language(monkeypatch):
    monkeypatch.setenv("LC_ALL", "es_MX.UTF-8")

    assert Texts().language == "es"


def test_a_system_without_a_locale_reads_english(monkeypatch):
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("locale.getlocale", lambda: (None, None))

    assert system_locale() == ""
    assert Texts().language == "en"
