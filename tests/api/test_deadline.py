"""Every time limit is a total, whichever way the server drips."""

import socket
import threading
import time

import pytest
from servers import accepted, reply, serving

from usero_desktop.api.client import UseroClient
from usero_desktop.errors import Unreachable

LIMIT = 0.6
SLACK = 5.0  # a busy machine is slow, an unbounded wait would be minutes


@pytest.fixture
def client_for():
    made = []

    def make(url):
        made.append(UseroClient(url, feedback_seconds=LIMIT, screenshot_seconds=LIMIT))
        return made[-1]

    yield make
    for client in made:
        client.close()


def takes_the_limit_and_no_longer(call):
    started = time.monotonic()
    with pytest.raises(Unreachable) as caught:
        call()
    assert LIMIT * 0.9 <= time.monotonic() - started < SLACK
    return caught.value


def dripping(raw, stop):
    """Send `raw` one byte at a time, each well within any single read's patience."""

    def answer(_request, connection):
        for i in range(len(raw)):
            if stop.wait(0.05):
                return
            connection.sendall(raw[i : i + 1])

    return answer


@pytest.fixture
def stop():
    event = threading.Event()
    yield event
    event.set()


def test_a_reply_that_drips_its_headers_ends_at_the_deadline(client_for, stop):
    raw = b"HTTP/1.1 200 OK\r\n" + b"X-Slow: yes\r\n" * 1000
    with serving(dripping(raw, stop)) as server:
        error = takes_the_limit_and_no_longer(lambda: client_for(server.url).send_feedback(b"{}"))
    assert error.code == "too_slow"
    assert "did not answer within" in str(error)


def test_a_reply_that_drips_its_body_ends_at_the_deadline(client_for, stop):
    raw = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + b" " * 5000

    def answer(request, connection):
        connection.sendall(raw[:60])
        return dripping(raw[60:], stop)(request, connection)

    with serving(answer) as server:
        takes_the_limit_and_no_longer(lambda: client_for(server.url).send_feedback(b"{}"))


def test_a_server_that_accepts_and_hangs_ends_at_the_deadline(client_for, stop):
    with serving(lambda *_: stop.wait()) as server:
        takes_the_limit_and_no_longer(lambda: client_for(server.url).send_feedback(b"{}"))


def test_a_server_that_never_accepts_ends_at_the_deadline(client_for):
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        port = listener.getsockname()[1]
        fillers = [socket.socket() for _ in range(4)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", port))
        client = client_for(f"http://127.0.0.1:{port}")
        takes_the_limit_and_no_longer(lambda: client.send_feedback(b"{}"))
        for filler in fillers:
            filler.close()


def test_a_server_that_reads_in_drips_ends_at_the_deadline(client_for, stop):
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    listener.bind(("127.0.0.1", 0))
    listener.listen()

    def sip():
        connection, _ = listener.accept()
        with connection:
            while not stop.wait(0.05) and connection.recv(512):
                pass

    thread = threading.Thread(target=sip, daemon=True)
    thread.start()
    client = client_for(f"http://127.0.0.1:{listener.getsockname()[1]}")
    takes_the_limit_and_no_longer(
        lambda: client.upload_screenshot("client_demo", bytes(9_000_000), "image/png", "s.png")
    )
    stop.set()
    thread.join(5)
    listener.close()


def test_a_name_that_is_looked_up_for_ever_ends_at_the_deadline(client_for, monkeypatch, stop):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: stop.wait() and [])
    client = client_for("https://slow.example")
    error = takes_the_limit_and_no_longer(lambda: client.send_feedback(b"{}"))
    assert error.code == "unreachable_timeout"


def test_an_abort_on_another_thread_ends_a_hanging_request_at_once(stop):
    with serving(lambda *_: stop.wait()) as server:
        client = UseroClient(server.url)
        caught = []

        def send():
            try:
                client.send_feedback(b"{}")
            except Unreachable as error:
                caught.append(error)

        thread = threading.Thread(target=send)
        thread.start()
        server.arrived.get(timeout=10)
        client.abort()
        thread.join(10)
        assert not thread.is_alive()
        assert caught[0].code == "connection_broken"
        with pytest.raises(Unreachable):
            client.send_feedback(b"{}")
        client.close()


def test_a_broken_request_leaves_the_client_usable(client_for):
    answers = [None, accepted]

    def answer(request, connection):
        found = answers.pop(0)
        return found and found(request, connection)

    with serving(answer) as server:
        client = client_for(server.url)
        with pytest.raises(Unreachable) as caught:
            client.send_feedback(b"{}")
        assert caught.value.code == "connection_broken"
        assert client.send_feedback(b"{}") == "fb_1"


def test_requests_share_kept_alive_connections(client_for):
    with serving(lambda *_: reply(200, {"success": True, "feedbackId": "x"})) as server:
        client = client_for(server.url)
        for _ in range(5):
            client.send_feedback(b"{}")
        assert server.connections == 1
