"""`UseroClient` by itself: the two requests for who wants no more, against a real inbox."""

from __future__ import annotations

import pytest
from PIL import Image

import usero_desktop as usero
from usero_desktop.inbox.config import InboxConfig
from usero_desktop.inbox.server import running


@pytest.fixture
def inbox(tmp_path):
    with running(InboxConfig(port=0, data_dir=tmp_path / "inbox")) as inbox:
        yield inbox


@pytest.fixture
def png(tmp_path):
    path = tmp_path / "main.png"
    Image.new("RGB", (4, 3), "red").save(path)
    return path.read_bytes()


def test_a_picture_and_a_report_with_it_are_two_calls(inbox, png):
    with usero.UseroClient(inbox.url) as client:
        shot = client.upload_screenshot("client_demo", png, "image/png", "main.png")
        feedback_id = client.send_feedback(
            {
                "clientId": "client_demo",
                "rating": 4,
                "comment": "By hand",
                "userEmail": None,
                "screenshots": [shot],
                "metadata": {"plan": "pro"},
            }
        )
    [entry] = inbox.store.entries()
    assert entry.feedback_id == feedback_id
    assert (entry.report.rating, entry.report.comment) == (4, "By hand")
    assert entry.report.user_email is None
    assert entry.report.metadata["plan"] == "pro"
    assert [(s.width, s.height) for s in entry.report.screenshots] == [(4, 3)]
    assert isinstance(shot, usero.UploadedScreenshot)


def test_the_servers_no_is_raised(inbox):
    with usero.UseroClient(inbox.url) as client, pytest.raises(usero.Refused) as caught:
        client.send_feedback({"clientId": "client_demo"})
    assert caught.value.status == 400


def test_what_is_no_json_is_raised_before_anything_is_sent(inbox):
    with usero.UseroClient(inbox.url) as client:
        for nonsense in (object(), float("nan")):
            body = {"clientId": "client_demo", "rating": 4, "metadata": {"x": nonsense}}
            with pytest.raises((TypeError, ValueError)):
                client.send_feedback(body)
    assert list(inbox.store.entries()) == []


@pytest.mark.parametrize("nonsense", [None, [1], "a report"])
def test_what_is_no_report_is_told_in_words(inbox, nonsense):
    with usero.UseroClient(inbox.url) as client, pytest.raises(TypeError, match="A report must be"):
        client.send_feedback(nonsense)


@pytest.mark.parametrize("nonsense", [None, 8787])
def test_an_address_of_another_type_is_told_in_words(nonsense):
    with pytest.raises(usero.Unreachable, match="base_url must be a text, not "):
        usero.UseroClient(nonsense)


def test_a_type_of_several_lines_is_not_sent(inbox, png):
    with usero.UseroClient(inbox.url) as client, pytest.raises(ValueError, match="mime must be"):
        client.upload_screenshot("client_demo", png, "image/png\r\nX-More: 1", "main.png")


def test_closed_it_sends_no_more(inbox):
    with usero.UseroClient(inbox.url) as client:
        pass
    with pytest.raises(usero.Unreachable):
        client.send_feedback({"clientId": "client_demo", "rating": 4})


def test_by_itself_it_speaks_to_hosted_usero():
    with usero.UseroClient() as client:
        assert client._base == "https://usero.io"
