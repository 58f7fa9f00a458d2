"""An id that nobody was given is told from one that somebody was."""

import pytest

from usero_desktop.errors import ConfigError
from usero_desktop.model.client_id import check_client_id, is_placeholder


@pytest.mark.parametrize(
    "text",
    [
        "client_",
        "client_id",
        "client-id",
        "clientId",
        "client_xxx",
        "client_xxxxx",
        "client_XXXXXXXX",
        "client_your_id",
        "client_your_client_id",
        "client_your_project",
        "YOUR_CLIENT_ID",
        "your-project",
        "yourClientId",
        "client_id_here",
        "CLIENT_ID_HERE",
        "client_REPLACE_ME",
        "client_changeme",
        "client_placeholder",
        "placeholder",
        "changeme",
        "change-me",
        "client_<id>",
        "<client id>",
        "{client_id}",
        "${CLIENT_ID}",
        "client_...",
        "client_…",
        "None",
        "null",
        "xxx",
        "___",
    ],
)
def test_a_placeholder_is_called_one_with_the_way_to_a_real_id(text):
    with pytest.raises(ConfigError, match="is a placeholder: take it from your project") as caught:
        check_client_id(text)
    assert caught.value.code == "client_id_placeholder"


@pytest.mark.parametrize(
    "text",
    [
        "client_demo",
        "client_x",
        "client_x1",
        "client_a1b2c3",
        "client_V1StGXR8_Z5jdHi6B-myT_",
        "acme",
        "abc",
        "42a",
        "yourtown",
        "change-the-world",
        "xxl-shop",
        "client_nonesuch",
        "hereford",
        "größe",
    ],
)
def test_an_id_that_could_be_somebodys_is_taken(text):
    check_client_id(text)
    assert not is_placeholder(text)


def test_a_whole_file_in_its_place_is_not_repeated_in_the_message():
    with pytest.raises(ConfigError) as caught:
        check_client_id("-----BEGIN " + "A" * 50_000 + " ")

    assert len(str(caught.value)) < 200
    assert "-----BEGIN AAA" in str(caught.value)
