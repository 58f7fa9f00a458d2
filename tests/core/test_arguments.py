"""What submit() is given is looked at before anything is done with it."""

from collections import UserDict
from pathlib import Path

import pytest

from usero_desktop.core.arguments import check_kinds
from usero_desktop.errors import InvalidFeedback
from usero_desktop.model.kind import shown
from usero_desktop.model.picture import Picture
from usero_desktop.model.written import Written

PICTURE = Picture(b"\x89PNG", "image/png", 4, 3)


class Rude:
    def __repr__(self):
        raise RuntimeError("not for messages")


@pytest.mark.parametrize(
    "given, field, sentence",
    [
        ({"comment": 5}, "comment", "comment must be a text or None, not 5."),
        ({"comment": b"hi"}, "comment", "comment must be a text or None, not b'hi'."),
        ({"user_email": ["a@b.co"]}, "email", "user_email must be a text or None, not ['a@b.co']."),
        ({"metadata": [1]}, "metadata", "metadata must be a mapping or None, not [1]."),
        ({"metadata": "plan"}, "metadata", "metadata must be a mapping or None, not 'plan'."),
        ({"context": 5}, "context", "context must be a mapping or None, not 5."),
        ({"page_url": UserDict()}, "page_url", "page_url must be a text or None, not UserDict."),
        ({"page_title": 5}, "page_title", "page_title must be a text or None, not 5."),
        ({"environment": 5}, "environment", "environment must be a text or None, not 5."),
        ({"environment": Rude()}, "environment", "environment must be a text or None, not Rude."),
        (
            {"screenshots": "a.png"},
            "screenshots",
            "screenshots must be a list of pictures, not 'a.png'.",
        ),
        (
            {"screenshots": None},
            "screenshots",
            "screenshots must be a list of pictures, not None.",
        ),
        (
            {"screenshots": [PICTURE, 5]},
            "screenshots",
            "screenshots[1] must be a file's path or bytes, a PIL image or a Picture, not 5.",
        ),
        (
            {"screenshots": [""]},
            "screenshots",
            "screenshots[0] must be a file's path or bytes, a PIL image or a Picture, not ''.",
        ),
    ],
)
def test_a_value_of_the_wrong_kind_is_answered_with_its_name_what_is_wanted_and_itself(
    feedback_for, tmp_path, given, field, sentence
):
    with pytest.raises(InvalidFeedback) as caught:
        feedback_for().submit(rating=4, **given)
    assert str(caught.value) == sentence
    assert list(caught.value.problems) == [field]
    assert list(tmp_path.iterdir()) == []


def test_everything_that_is_offered_is_taken():
    from PIL import Image

    pictures = [PICTURE, "a.png", Path("a.png"), b"", Image.new("RGB", (1, 1))]
    check_kinds(Written(screenshots=pictures, metadata=UserDict(a=1)))
    check_kinds(Written(screenshots=tuple(pictures), comment="", page_url=None))


def test_a_page_that_the_hosts_callable_answers_is_used_only_where_it_is_a_text(feedback_for):
    feedback = feedback_for(page_url=lambda: 5, page_title=lambda: b"x", app_name="Ledger")
    submission_id = feedback.submit(rating=4).submission_id
    kept = feedback._lanes.disk.outbox().find(submission_id).submission
    assert (kept.page_url, kept.page_title) == ("app://ledger/", "Ledger")


@pytest.mark.parametrize(
    "value, text",
    [
        (None, "None"),
        (1.5, "1.5"),
        ((1, "a"), "(1, 'a')"),
        ([], "[]"),
        ("x" * 39, "str"),
        ([Rude()], "list"),
        ([1] * 9, "list"),
        ({}, "dict"),
        (10**50, "int"),
    ],
)
def test_a_message_shows_what_is_short_and_plain(value, text):
    assert shown(value) == text
