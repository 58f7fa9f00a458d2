"""A message is worded in the language of the panel, by the rules of the text it comes from."""

from __future__ import annotations

import logging

import pytest

from usero_desktop.i18n import Said, Texts, catalogs
from usero_desktop.i18n.said import both

NAME = "\u2068{}\u2069"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Catalogs of the test's own, with a small English one."""

    def clear():
        for cached in (catalogs.catalog, catalogs.languages, catalogs.tell_missing):
            cached.cache_clear()

    monkeypatch.setattr(catalogs, "folder", lambda: tmp_path)
    write(
        tmp_path, "en", '{"hello": "Hello", "count": {"one": "{n} thing", "other": "{n} things"}}'
    )
    clear()
    yield tmp_path
    clear()


def write(folder, language, text):
    (folder / f"{language}.json").write_text(text, encoding="utf-8")


def warnings(caplog):
    return [r.getMessage() for r in caplog.records if r.levelno == logging.WARNING]


def test_the_number_chooses_the_form():
    texts = Texts("ar")
    said = [texts("reports.pictures", n=n) for n in (1, 2, 3, 11, 100)]

    assert len(set(said)) == 5
    assert "3" in said[2]


def test_brazilians_count_nothing_as_one_and_see_the_number():
    assert Texts("pt-BR")("reports.pictures", n=0) == "0 captura de tela"


def test_what_a_catalog_lacks_is_english_counted_as_english_and_logged_once(folder, caplog):
    write(folder, "ar", '{"@@x-direction": "rtl", "other": "x"}')
    for _ in range(3):
        texts = Texts("ar")
        # Arabic would take the forms "zero" and "few" for these.
        assert [texts("count", n=n) for n in (0, 1, 3)] == ["0 things", "1 thing", "3 things"]
    assert texts("hello") == "Hello"
    assert texts.is_right_to_left

    [told] = warnings(caplog)
    assert "ar.json lacks hello, count" in told


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"hello": 3}',
        b'{"hello": null}',
        b'{"hello": ["Hallo"]}',
        b'{"hello": {"one": "Hallo"}}',
        b'{"hello": {"other": 1}}',
        b'{"hello": "Hall\xff"}',
        b"\xff\xfe{\x00}\x00",
        b"[" * 100_000,
    ],
)
def test_a_damaged_catalog_is_english_wholly_with_one_warning(folder, caplog, content):
    (folder / "de.json").write_bytes(content)
    for _ in range(3):
        texts = Texts("de")
        assert texts.language == "en"
        assert not texts.is_right_to_left
        assert texts("hello") == "Hello"

    [told] = warnings(caplog)
    assert "de.json cannot be read" in told


def test_a_catalog_that_may_not_be_read_is_english(folder, caplog):
    (folder / "de.json").mkdir()

    assert Texts("de")("hello") == "Hello"
    assert len(warnings(caplog)) == 1


def test_with_no_catalog_at_all_the_ids_are_shown_and_nothing_raises(folder, caplog):
    (folder / "en.json").write_text("oops")

    assert Texts("de")("hello") == "hello"
    assert len(warnings(caplog)) == 1


def test_an_unknown_message_is_shown_as_it_is_and_is_not_known():
    texts = Texts("de")

    assert texts("no.such") == "no.such"
    assert not texts.knows("no.such")
    assert texts.knows("panel.title")


def test_a_value_that_is_missing_leaves_the_text_as_it_is():
    assert Texts("en")("rating.accessible", n=3) == "{label}, {n} of {count}"


def test_a_value_is_never_taken_for_a_place():
    assert Texts("en")("error.said", words="{n.__class__} {0} {") == (
        "The server says: “{n.__class__} {0} {”"
    )


def test_from_right_to_left_what_is_put_in_is_isolated_and_numbers_are_not():
    assert NAME.format("a.png (1)") in Texts("ar")("error.picture_missing", name="a.png (1)")
    assert NAME.format("a.png") in Texts("he")("error.picture_missing", name="a.png")
    assert "\u2068" not in Texts("ar")("pictures.one", n=3)
    assert "\u2068" not in Texts("en")("error.picture_missing", name="\u05d0.png")
    assert Texts("ar")("error.said", words="").count("\u2068") == 0


def test_a_sentence_is_worded_by_whoever_shows_it():
    said = both(Said("panel.thanks"), Said("pictures.left_out", {"n": 1}))

    assert Texts("en").say(said) == (
        "Thank you! It arrived without one screenshot, which the server did not take or this "
        "computer could no longer read."
    )
    assert Texts("de").say(said).startswith("Vielen Dank! Bis auf einen Screenshot")
    # No space between two sentences there.
    assert Texts("ja").say(said).startswith("ありがとうございます\uff01フィードバックは")


def test_of_two_sentences_one_that_says_nothing_is_left_out():
    thanks = Said("panel.thanks")

    assert both(thanks, "") == both("", thanks) == thanks
    assert both("", "") == ""


def test_words_that_are_nobodys_to_translate_stay_and_an_unknown_sentence_has_its_own():
    texts = Texts("ar")

    assert texts.say("Looks like spam") == "Looks like spam"
    assert texts.say(Said("no.such", {"n": 1}, otherwise="In English.")) == "In English."


def test_what_the_host_says_wins_in_every_language_and_is_counted_in_the_locales():
    own = {"panel.thanks": "Cheers!", "reports.pictures": {"zero": "none", "other": "{n} shots"}}

    assert Texts("de", own)("panel.thanks") == "Cheers!"
    assert Texts("ar", own)("reports.pictures", n=0) == "none"
    assert Texts("en", own)("reports.pictures", n=0) == "0 shots"
    assert Texts("de", own)("panel.title") == "Feedback geben"
