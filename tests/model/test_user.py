"""Who a host may say its user is."""

import pytest

from usero_desktop.errors import ConfigError
from usero_desktop.model.user import User


def test_all_that_the_api_takes_is_taken():
    traits = {"plan": "pro", "seats": 5, "share": 0.5, "trial": False, "team": None}
    user = User("user-1", email="mira@example.org", display_name="Mira", traits=traits)
    traits["plan"] = "free"
    assert user.traits["plan"] == "pro"
    assert User("user-1") == User("user-1")


@pytest.mark.parametrize(
    "facts, sentence",
    [
        ({"id": ""}, "id must be a text that is not empty, not ''"),
        ({"id": " "}, "id must be a text that is not empty, not ' '"),
        ({"id": 5}, "id must be a text that is not empty, not 5"),
        ({"email": 5}, "email must be a text or None, not 5"),
        ({"display_name": b"M"}, "display_name must be a text or None, not b'M'"),
        ({"traits": ["a"]}, "traits must be a mapping or None, not ['a']"),
        ({"traits": {1: "a"}}, "traits must be a mapping whose names are texts, not 1"),
        ({"traits": {"a": []}}, "traits['a'] must be a text, a number, True, False or None"),
        ({"traits": {"a": float("nan")}}, "traits['a'] must be a text, a number, True, False"),
    ],
)
def test_anything_else_is_named_with_what_is_wanted(facts, sentence):
    with pytest.raises(ConfigError) as caught:
        User(**{"id": "user-1", **facts})
    assert str(caught.value).startswith(f"The user's {sentence}")
    assert caught.value.code == "user_invalid"
