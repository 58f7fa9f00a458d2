"""Servers that answer too early, or break off in the middle."""

import socket
import struct
import threading

import pytest
from servers import accepted, listening, reply, serving

from usero_desktop.errors import Refused, Unreachable

LARGE = bytes(9_000_000)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
GOOD = b'{"success":true,"feedbackId":"fb_1"}'


def reset(connection):
    """Close as a machine that fell over: with a RST in place of an orderly end."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def read_head(connection):
    head = b""
    while b"\r\n\r\n" not in head:
        head += connection.recv(4096)


def upload(client, data=LARGE):
    return client.upload_screenshot("client_demo", data, "image/png", "s.png")


def refuses_and_closes(connection):
    read_head(connection)
    connection.sendall(reply(413, b"<html>413 Request Entity Too Large</html>"))


def refuses_and_listens_on(connection):
    """As nginx does: it goes on reading for a while, so that the answer is not lost."""
    refuses_and_closes(connection)
    while connection.recv(65536):
        pass


def refuses_and_resets(connection):
    refuses_and_closes(connection)
    connection.recv(65536)
    reset(connection)


@pytest.mark.promise("C3")
@pytest.mark.parametrize(
    "server_does", [refuses_and_closes, refuses_and_listens_on, refuses_and_resets]
)
def test_a_413_that_comes_while_the_picture_is_sent_is_heard(client_for, server_does):
    with listening(server_does) as server, pytest.raises(Refused) as caught:
        upload(client_for(server.url))
    assert (caught.value.status, caught.value.code) == (413, "refused_picture")


def answering(raw, then):
    def answer(_request, connection):
        connection.sendall(raw)
        then(connection)

    return answer


BROKEN = {
    "closed before a byte": (b"", socket.socket.close),
    "reset before a byte": (b"", reset),
    "closed in the status line": (b"HTTP/1.1 20", socket.socket.close),
    "closed in the headers": (HEAD, socket.socket.close),
    "reset in the headers": (HEAD, reset),
    "closed in the body": (HEAD + b"Content-Length: 999\r\n\r\n" + GOOD, socket.socket.close),
    "reset in the body": (HEAD + b"Content-Length: 999\r\n\r\n" + GOOD, reset),
    "closed in a chunk": (
        HEAD + b"Transfer-Encoding: chunked\r\n\r\nff\r\n" + GOOD, socket.socket.close,
    ),
    "closed before the last chunk": (
        HEAD + b"Transfer-Encoding: chunked\r\n\r\n24\r\n" + GOOD + b"\r\n", socket.socket.close,
    ),
    "closed after an interim reply": (b"HTTP/1.1 100 Continue\r\n\r\n", socket.socket.close),
}  # fmt: skip


@pytest.mark.promise("C3")
@pytest.mark.parametrize("name", BROKEN)
def test_half_an_answer_is_none_and_the_next_request_fares_well(client_for, figure, name):
    answers = [answering(*BROKEN[name]), accepted]

    def answer(request, connection):
        return answers.pop(0)(request, connection)

    with serving(answer) as server:
        client = client_for(server.url)
        with pytest.raises(Unreachable) as caught:
            client.send_feedback(b"{}")
        assert caught.value.code == "connection_broken"
        assert client.send_feedback(b"{}") == "fb_1"
    figure(f"{len(BROKEN)} ways to break off in an answer")


@pytest.mark.promise("C3")
def test_a_reset_after_the_whole_answer_takes_nothing_away(client_for):
    read = threading.Event()

    def then(connection):
        read.wait(10)
        reset(connection)

    with serving(answering(HEAD + b"Content-Length: 36\r\n\r\n" + GOOD, then)) as server:
        client = client_for(server.url)
        assert client.send_feedback(b"{}") == "fb_1"
        read.set()
