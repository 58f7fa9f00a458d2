"""What is advised after a server's no fits who can mend it: the user, or the program's makers."""

from __future__ import annotations

import pytest
from servers import reply, serving
from ui.form import Form
from ui.shelf import Shelf

import usero_desktop as usero
from usero_desktop.errors import Refused, UseroError
from usero_desktop.i18n import Texts
from usero_desktop.ui.wording import problems, quoted, sentence

CHANGE = "Change it and send it again."
MAKERS = "Please tell the makers of this program."
DAILY = "It will be tried again once a day."


def in_english(words):
    return Texts("en").say(words)


@pytest.mark.parametrize(
    "status, issues, advice",
    [
        (400, {"comment": ["Too long"]}, CHANGE),
        (400, {"userEmail": ["Invalid email"], "referrer": ["Not a URL"]}, CHANGE),
        (400, {"clientId": ["Unknown client"]}, MAKERS),
        (400, {"referrer": ["Not a URL"]}, MAKERS),
        (403, {}, MAKERS),
        (410, {}, MAKERS),
        (413, {}, MAKERS),
        (400, {}, "Send it again; if that does not help, please tell the makers of this program."),
    ],
)
def test_the_advice_fits_the_kind_of_refusal(status, issues, advice):
    refusal = Refused("", status=status, error="No", issues=issues)

    words = in_english(sentence(refusal))
    assert words.endswith(advice)
    assert (CHANGE in words) is (advice == CHANGE)


def test_a_name_of_the_wire_is_not_shown_where_our_words_say_it_all():
    unknown = Refused("", status=400, issues={"clientId": ["Unknown client"]})
    spam = Refused("", status=400, issues={"comment": ["Looks like an advertisement"]})

    assert quoted(unknown) == ""
    assert "Looks like an advertisement" in in_english(quoted(spam))


def test_a_field_without_a_complaint_is_neither_marked_nor_named():
    mail = {"userEmail": ("Invalid email",)}
    refusal, with_an_empty_one = (
        Refused("", status=400, issues=issues) for issues in (mail, {"comment": (), **mail})
    )

    assert problems(with_an_empty_one) == {"email": ("Invalid email",)}
    assert quoted(with_an_empty_one) == quoted(refusal)


@pytest.mark.parametrize(
    "status, body, is_daily",
    [
        (404, {"error": "Invalid client ID"}, True),
        (403, {"error": "Domain not allowed"}, True),
        (400, {"error": "Invalid data provided", "issues": {"comment": ["Spam"]}}, False),
    ],
)
def test_what_is_tried_once_a_day_says_so_and_nothing_else_does(
    qtbot, window, attach, tmp_path, status, body, is_daily
):
    data = tmp_path / "data"
    with (
        serving(lambda *_: reply(status, body)) as server,
        usero.Feedback("client_demo", base_url=server.url, data_dir=data) as feedback,
        pytest.raises(UseroError),
    ):
        feedback.submit(comment="Words.").result(30)
    attach(window, data_dir=data, base_url=server.url).open()
    form = Form(qtbot, window)
    form.wait_for("1 report could not be sent.")
    words = Shelf(form, qtbot).show().words()

    assert any(DAILY in line for line in words) is is_daily
    assert any(CHANGE in line for line in words) is not is_daily
