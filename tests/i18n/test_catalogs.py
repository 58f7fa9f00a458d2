"""Every catalog says all that the English one says, in a way that can be filled in."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path

import pytest

from usero_desktop import assets
from usero_desktop.i18n.own import places
from usero_desktop.i18n.plurals import FORMS, form

FOLDER = assets.path("locales")
README = Path(__file__).resolve().parents[2] / "README.md"
LANGUAGES = {"ar", "de", "en", "es", "fr", "he", "it", "ja", "pt-BR", "zh-Hans"}
QUOTES = {
    "de": "„“", "fr": "«»", "ar": "«»", "he": "״״", "ja": "「」",
}  # fmt: skip


def quoted(language, text):
    """Return what stands between the quotation marks of that language."""
    left, right = QUOTES.get(language, "“”")
    return re.findall(rf"{left}\s*(.+?)\s*{right}", text)


def read(language):
    return json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))


def messages(language):
    return {key: value for key, value in read(language).items() if not key.startswith("@@")}


def texts(message):
    return [message] if isinstance(message, str) else list(message.values())


ENGLISH = messages("en")
OTHERS = sorted(LANGUAGES - {"en"})


def test_the_ten_languages_are_there_and_each_file_says_which_it_is():
    found = {file.stem for file in FOLDER.iterdir()}

    assert found == LANGUAGES
    assert {language: read(language)["@@locale"] for language in found} == {
        language: language for language in found
    }
    mirrored = {language for language in found if read(language).get("@@x-direction") == "rtl"}
    assert mirrored == {"ar", "he"}


@pytest.mark.parametrize("language", OTHERS)
def test_no_message_is_missing_and_none_is_said_that_english_does_not_know(language):
    found = messages(language)

    missing = {key: ENGLISH[key] for key in ENGLISH if key not in found}
    assert not missing, f"to be translated in resources/locales/{language}.json"
    assert set(found) <= set(ENGLISH)
    assert list(found) == list(ENGLISH), "in the order of en.json, so that files can be compared"


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_what_is_counted_has_every_form_of_the_language(language):
    counting = {form(language, n) for n in (*range(200), 1_000_000)}
    wanted = tuple(name for name in FORMS if name in counting)
    for key, message in messages(language).items():
        assert isinstance(message, str) == isinstance(ENGLISH[key], str), key
        if not isinstance(message, str):
            assert tuple(message) == wanted, key


@pytest.mark.parametrize("language", OTHERS)
def test_the_places_are_those_of_the_english_text(language):
    for key, message in messages(language).items():
        counted = frozenset() if isinstance(message, str) else frozenset({"n"})
        assert places(message) | counted == places(ENGLISH[key]) | counted, key


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_where_one_form_stands_for_several_numbers_the_number_is_in_it(language):
    numbers = {}
    for n in (*range(200), 1_000_000, 2_000_000):
        numbers.setdefault(form(language, n), []).append(n)
    for key, message in messages(language).items():
        for name, text in {} if isinstance(message, str) else message.items():
            if len(numbers[name]) > 1:
                assert "{n}" in text, f"{key}, {name}"


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_a_sentence_that_names_a_button_names_it_as_it_is_called(language):
    found = messages(language)
    assert quoted(language, found["pictures.or_window"]) == [found["pictures.window"]]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_what_went_wrong_with_the_screen_names_no_button_that_is_not_everywhere(language):
    found = messages(language)
    about = [key for key in found if key.startswith(("error.screen_", "error.portal_"))]
    assert len(about) >= 12
    of_a_menu = {found[key] for key in ("pictures.window", "pictures.screen")}
    for key in about:
        assert of_a_menu.isdisjoint(quoted(language, found[key])), key


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_no_text_is_empty_untidy_or_left_in_english(language):
    same = {"said.both", "said.and", "said.field", "rating.accessible", "pictures.size",
            "reports.name", "email.placeholder"}  # fmt: skip
    for key, message in messages(language).items():
        for text in texts(message):
            assert text.strip() == text != "", key
            assert "  " not in text, key
            assert "..." not in text or language == "en", key
            is_long = len(text) > 24
            if language != "en" and is_long and key not in same:
                assert text not in texts(ENGLISH[key]), key


@pytest.mark.parametrize("language", ["ar", "he"])
def test_what_is_read_from_the_right_begins_with_a_letter_that_says_so(language):
    """Qt chooses the side by it, and what is filled in is isolated and says nothing."""
    for key, message in messages(language).items():
        for text in texts(message):
            kinds = map(unicodedata.bidirectional, re.sub(r"\{\w+\}", "", text))
            strong = [kind for kind in kinds if kind in {"L", "R", "AL"}]
            assert strong[:1] != ["L"] or key == "email.placeholder", key


def test_the_readme_says_which_catalogs_no_speaker_has_read():
    readme = README.read_text(encoding="utf-8")
    row = next(line for line in readme.splitlines() if line.startswith("| machine-made"))
    marked = {language for language in LANGUAGES if "@@x-machine-made" in read(language)}

    assert set(re.findall(r"`([\w-]+)`", row)) == marked
    assert "en" not in marked
