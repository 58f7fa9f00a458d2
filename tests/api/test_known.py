"""GET /api/feedback?clientId=…: does the server know a project?"""

import pytest
from servers import reply, serving

from usero_desktop.errors import Busy, Refused, Unreachable
from usero_desktop.inbox.server import running
from usero_desktop.settings import Program, is_known


def answering(client_for, answer):
    with serving(lambda *_: answer) as server:
        return client_for(server.url).is_known("client_demo")


def test_the_inbox_knows_its_client_and_no_other_and_keeps_nothing_of_the_question(client_for):
    with running() as inbox:
        client = client_for(inbox.url)
        assert client.is_known("client_demo") is True
        assert client.is_known("client_nobody") is False
        assert inbox.store.identities() == ()


def test_nothing_is_sent_but_the_id(client_for):
    with serving(lambda *_: reply(200, {"settings": {}})) as server:
        assert client_for(server.url).is_known("client ä&b=1") is True
    [request] = server.requests
    assert (request.method, request.body) == ("GET", b"")
    assert request.path == "/api/feedback?clientId=client+%C3%A4%26b%3D1"


@pytest.mark.parametrize("status", [400, 404])
def test_a_server_that_knows_no_such_project_says_so_in_words(client_for, status):
    assert answering(client_for, reply(status, {"error": "Invalid client ID"})) is False


@pytest.mark.parametrize("status", [404, 405, 501])
@pytest.mark.parametrize("body", [b"<h1>Not Found</h1>", {"error": "Not Found"}])
def test_a_server_that_does_not_know_the_question_has_not_said_no(client_for, status, body):
    with pytest.raises(Refused) as caught:
        answering(client_for, reply(status, body))
    assert caught.value.code == "client_untold"


@pytest.mark.parametrize(
    "status, body, kind, code",
    [
        (403, {"error": "Domain not allowed"}, Refused, "refused_domain"),
        (503, {"error": "Internal server error"}, Busy, "busy"),
        (200, b"<html>Hotel", Unreachable, "not_usero"),
        (200, {"settings": []}, Unreachable, "not_usero"),
        (200, {"error": "Invalid client ID"}, Unreachable, "not_usero"),
        (302, b"", Unreachable, "redirected"),
    ],
)
def test_what_says_neither_is_an_error_with_its_reason(client_for, status, body, kind, code):
    with pytest.raises(kind) as caught:
        answering(client_for, reply(status, body))
    assert caught.value.code == code


def test_a_configured_program_is_asked_for_at_its_own_server():
    with running() as inbox:
        assert is_known(Program("client_demo", base_url=inbox.url)) is True
        assert is_known(Program("client_nobody", base_url=inbox.url)) is False
    with pytest.raises(Unreachable):
        is_known(Program("client_demo", base_url=inbox.url))
