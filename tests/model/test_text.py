import pytest
from hypothesis import given
from hypothesis import strategies as st

from usero_desktop.model import limits
from usero_desktop.model.draft import Draft, problems
from usero_desktop.model.picture import Picture
from usero_desktop.model.text import (
    clip_utf16,
    looks_like_email,
    utf16_length,
    without_lone_surrogates,
)

anything = st.text(st.characters(exclude_categories=()))


@given(anything)
def test_a_length_is_what_javascript_counts(text):
    assert utf16_length(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2


@given(anything, st.integers(0, 20))
def test_clipping_keeps_the_longest_start_that_splits_nothing(text, units):
    clipped = clip_utf16(text, units)
    assert utf16_length(clipped) <= units
    if utf16_length(text) <= units:
        assert clipped == text
    else:
        has_halves = any("\ud800" <= letter <= "\udfff" for letter in text)
        assert utf16_length(clipped) >= units - 1 or has_halves


@given(anything)
def test_whatever_was_typed_can_be_written_as_utf8(text):
    without_lone_surrogates(text).encode("utf-8")


def comment_problem(comment):
    return problems(rating=4, comment=comment, user_email=None).get("comment")


def test_a_thousand_units_pass_and_one_more_does_not():
    assert comment_problem("x" * 1000) is None
    assert comment_problem("x" * 1001) == ("problem.comment_length",)
    assert comment_problem("😀" * 500) is None
    assert comment_problem("😀" * 500 + "x") == ("problem.comment_length",)
    assert comment_problem("  " + "x" * 1000 + "\n") is None


@pytest.mark.parametrize("rating", [0, 5, -1, True, 2.5, "4", []])
def test_a_rating_is_a_whole_number_from_one_to_four(rating):
    found = problems(rating=rating, comment="x", user_email=None)
    assert found == {"rating": ("problem.rating_range",)}


def test_a_rating_or_a_comment_is_needed():
    assert problems(rating=None, comment=" \n", user_email=None) == {
        "rating": ("problem.rating_or_comment",)
    }
    assert problems(rating=None, comment="x", user_email=None) == {}


@pytest.mark.parametrize("address", ["a@b.co", "first.last+tag@sub.example.com", "o'k@x-y.org"])
def test_addresses_pass(address):
    assert looks_like_email(address)


@pytest.mark.parametrize(
    "address",
    ["a", "a@", "@b.co", "a@b", "a b@c.de", "a@b..c", "a@.b.c", "a@b.c.", "a@@b.co", ".a@b.co",
     "a\n@b.co", "a..b@c.de", "a@-b.co", "a@b.co-"],
)  # fmt: skip
def test_what_is_no_address_does_not(address):
    assert not looks_like_email(address)
    assert problems(rating=1, comment="", user_email=address)["email"] == ("problem.email_invalid",)


def test_an_address_that_is_too_long_is_named_so():
    long = "a" * (limits.EMAIL_CHARACTERS - 4) + "@b.co"
    assert problems(rating=1, comment="", user_email=long)["email"] == ("problem.email_length",)


def test_a_draft_gains_and_loses_pictures_as_new_drafts():
    one, two = (Picture(bytes([i]), "image/png", 1, 1) for i in range(2))
    draft = Draft().with_picture(one).with_picture(two)
    assert draft.without_picture(0).pictures == (two,)
    assert not draft.is_empty
    assert Draft(comment=" ").is_empty
    assert Draft(email=" a@b.co ").user_email is None
    assert Draft(email=" a@b.co ", share_email=True).user_email == "a@b.co"
