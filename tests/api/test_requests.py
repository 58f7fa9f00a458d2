"""What goes over the wire, and what never does."""

import getpass
import platform
import socket
from pathlib import Path

import pytest
from servers import free_port, serving

from usero_desktop.errors import Unreachable


def test_feedback_is_posted_as_json_with_our_own_name_and_nothing_personal(client_for):
    with serving() as server:
        assert client_for(server.url).send_feedback(b'{"clientId":"c"}') == "fb_1"
    [request] = server.requests
    assert (request.method, request.path) == ("POST", "/api/feedback")
    assert request.headers["content-type"] == "application/json"
    assert request.headers["accept-encoding"] == "identity"
    agent = request.headers["user-agent"]
    assert agent.startswith("usero-desktop/")
    assert platform.system() in agent
    for personal in (socket.gethostname(), getpass.getuser(), str(Path.home())):
        assert personal not in agent or len(personal) < 5
    assert set(request.headers) == {
        "host", "content-type", "content-length", "accept", "accept-encoding", "user-agent",
        "connection",
    }  # fmt: skip


def test_a_screenshot_is_one_named_part_with_its_type_and_the_client_id(client_for):
    with serving() as server:
        sent = []
        shot = client_for(server.url).upload_screenshot(
            "client_demo", b"\x89PNG" * 50_000, "image/png", "screenshot-1.png", on_sent=sent.append
        )
    assert shot.file_name == "screenshot-1.png"
    [request] = server.requests
    assert request.path == "/api/screenshots"
    assert request.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert b'name="screenshot"; filename="screenshot-1.png"' in request.body
    assert b"Content-Type: image/png" in request.body
    assert b'name="clientId"\r\n\r\nclient_demo' in request.body
    assert b"\x89PNG" * 50_000 in request.body
    assert sum(sent) >= 200_000
    assert len(sent) > 5


def test_a_path_in_the_base_url_is_kept(client_for):
    with serving() as server:
        client_for(f"{server.url}/usero/").send_feedback(b"{}")
    assert server.paths() == ["/usero/api/feedback"]


def test_a_name_that_cannot_be_written_for_a_look_up_is_said_in_words(client_for, monkeypatch):
    # As Python does with a label of more than 63 letters.
    def look_up(*_args, **_more):
        raise UnicodeEncodeError("idna", "secret", 0, 1, "label too long")

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    with pytest.raises(
        Unreachable, match=r"^usero\.example cannot be looked up.*base_url"
    ) as caught:
        client_for("https://usero.example").send_feedback(b"{}")
    assert caught.value.code == "unreachable_name"
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("address", ["https://a..b", "https://xn--", "https://[::1", "what", ""])
def test_an_address_that_is_none_is_unreachable_in_words(client_for, address):
    with pytest.raises(Unreachable, match="is not a web address"):
        client_for(address)


def test_a_server_that_is_not_there_is_named(client_for):
    port = free_port()
    with pytest.raises(Unreachable, match=f"127.0.0.1:{port} could not be reached") as caught:
        client_for(f"http://127.0.0.1:{port}").send_feedback(b"{}")
    assert caught.value.code == "unreachable"


@pytest.mark.promise("C5")
def test_plain_http_to_elsewhere_is_refused_before_anything_is_sent(client_for):
    with pytest.raises(Unreachable) as caught:
        client_for("http://192.0.2.1")
    assert caught.value.code == "base_url_insecure"
    assert client_for("http://192.0.2.1", allow_insecure=True) is not None
