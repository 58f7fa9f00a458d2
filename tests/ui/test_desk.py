"""What was begun is laid below, comes back as it was left, and only that."""

from __future__ import annotations

import pytest

from usero_desktop.model.draft import Draft
from usero_desktop.ui.form.desk import Desk
from usero_desktop.ui.form.original import Original

ONE = Original("sub_one", Draft(comment="One.", email="mira@example.org"))
OTHER = Original("sub_other", Draft(comment="Other."))


def test_a_report_comes_back_as_it_was_changed():
    desk, changed = Desk(), Draft(comment="One, changed.")
    assert desk.lay(ONE, Draft()) == ONE.draft
    assert desk.lay(OTHER, changed) == OTHER.draft

    assert desk.lay(ONE, OTHER.draft) == changed
    assert desk.original is ONE
    assert desk.in_hand == {"sub_one"}, "the other was left as it is"


def test_the_report_in_the_form_stays_as_it_is_changed():
    desk, changed = Desk(), Draft(comment="One, changed.")
    desk.lay(ONE, Draft())

    assert desk.lay(ONE, changed) == changed
    assert not desk.has_more


@pytest.mark.parametrize("untouched", [Draft(), Draft(email="mira@example.org")])
def test_an_untouched_form_is_nothing_to_come_back_to(untouched):
    desk = Desk()
    desk.lay(ONE, untouched)

    assert not desk.has_more
    assert desk.lift(email=untouched.email) == untouched


def test_a_report_that_was_not_changed_is_nothing_to_come_back_to():
    desk = Desk()
    desk.lay(ONE, Draft())
    desk.lay(OTHER, ONE.draft)

    assert not desk.has_more
    assert desk.in_hand == {"sub_other"}


def test_what_was_begun_comes_back():
    desk, begun = Desk(), Draft(comment="Begun.")
    desk.lay(ONE, begun)

    assert desk.has_more
    assert desk.lift() == begun
    assert not desk.has_more
    assert desk.original is None
