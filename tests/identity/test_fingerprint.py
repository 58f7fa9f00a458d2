"""What is told to a server twice, and what is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from usero_desktop.identity.fingerprint import fingerprint
from usero_desktop.model.user import Person, User

ADA = Person("anonymous-1", User("u_1", "ada@example.com", "Ada", {"plan": "pro", "seats": 3}))


def test_the_order_of_the_traits_makes_no_difference():
    turned = replace(ADA.user, traits={"seats": 3, "plan": "pro"})
    assert fingerprint(replace(ADA, user=turned)) == fingerprint(ADA)


@pytest.mark.parametrize(
    "other",
    [
        replace(ADA, anonymous_id="anonymous-2"),
        replace(ADA, user=None),
        *(
            replace(ADA, user=replace(ADA.user, **change))
            for change in (
                {"id": "u_2"},
                {"email": None},
                {"display_name": "ada@example.com"},
                {"traits": None},
                {"traits": {"plan": "pro", "seats": "3"}},
                {"traits": {"plan": "pro", "seats": 3, "team": None}},
            )
        ),
    ],
)
def test_whatever_the_server_would_be_told_otherwise_is_another(other):
    assert fingerprint(other) != fingerprint(ADA)


def test_nothing_of_the_person_can_be_read_in_it():
    mark = fingerprint(ADA)
    assert len(mark) == 64
    assert not any(word in mark for word in ("ada", "u_1", "pro", "anonymous"))
