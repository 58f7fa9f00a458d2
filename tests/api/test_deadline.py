"""Every time limit is a total, whichever way the server drips."""

import socket
import threading
import time

import httpx
import pytest
from servers import accepted, listening, reply, serving

from usero_desktop.api.client import UseroClient
from usero_desktop.errors import Unreachable

LIMIT = 0.6
SLACK = 1.0
TRIES = 3  # a busy machine is late now and then; who has no limit is late every time


@pytest.fixture
def client_for():
    made = []

    def make(url):
        made.append(UseroClient(url, feedback_seconds=LIMIT, screenshot_seconds=LIMIT))
        return made[-1]

    yield make
    for client in made:
        client.close()


def takes_the_limit_and_no_longer(call, tries=TRIES):
    for _ in range(tries):
        started = time.monotonic()
        with pytest.raises(Unreachable) as caught:
            call()
        took = time.monotonic() - started
        assert took >= LIMIT * 0.9
        if took <= LIMIT + SLACK:
            return caught.value
    raise AssertionError(f"{tries} times more than {LIMIT + SLACK} s, the last time {took} s")


@pytest.mark.promise("C3")
def test_the_limits_are_half_a_minute_for_a_report_and_two_for_a_screenshot(figure):
    client = UseroClient("http://localhost")
    assert (client._feedback_seconds, client._screenshot_seconds) == (30.0, 120.0)
    client.close()
    figure("30 s for a report, 120 s for a screenshot; the tests below use shorter ones")


def upload(client):
    return client.upload_screenshot("client_demo", bytes(9_000_000), "image/png", "s.png")


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


@pytest.mark.promise("C3")
def test_a_reply_that_drips_its_headers_ends_at_the_deadline(client_for, stop):
    raw = b"HTTP/1.1 200 OK\r\n" + b"X-Slow: yes\r\n" * 1000
    with serving(dripping(raw, stop)) as server:
        error = takes_the_limit_and_no_longer(lambda: client_for(server.url).send_feedback(b"{}"))
    assert error.code == "too_slow"
    assert "did not answer within" in str(error)


@pytest.mark.promise("C3")
def test_a_reply_that_drips_its_body_ends_at_the_deadline(client_for, stop):
    raw = b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + b" " * 5000

    def answer(request, connection):
        connection.sendall(raw[:60])
        return dripping(raw[60:], stop)(request, connection)

    with serving(answer) as server:
        takes_the_limit_and_no_longer(lambda: client_for(server.url).send_feedback(b"{}"))


@pytest.mark.promise("C3")
def test_a_server_that_accepts_and_hangs_ends_at_the_deadline(client_for, stop):
    with serving(lambda *_: stop.wait()) as server:
        takes_the_limit_and_no_longer(lambda: client_for(server.url).send_feedback(b"{}"))


@pytest.mark.promise("C3")
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


@pytest.mark.promise("C3")
def test_a_server_that_reads_in_drips_ends_at_the_deadline(client_for, stop):
    def sip(connection):
        while not stop.wait(0.05) and connection.recv(512):
            pass

    with listening(sip, buffer=4096) as server:
        takes_the_limit_and_no_longer(lambda: upload(client_for(server.url)))


@pytest.mark.promise("C3")
def test_a_server_that_takes_the_connection_and_never_reads_ends_at_the_deadline(client_for, stop):
    with listening(lambda _: stop.wait(), buffer=4096) as server:
        takes_the_limit_and_no_longer(lambda: upload(client_for(server.url)))
        takes_the_limit_and_no_longer(lambda: client_for(server.url).send_feedback(b"{}"))


@pytest.mark.promise("C3")
def test_a_handshake_that_is_never_answered_ends_at_the_deadline(client_for, stop):
    with listening(lambda _: stop.wait()) as server:
        client = client_for(server.url.replace("http:", "https:"))
        takes_the_limit_and_no_longer(lambda: client.send_feedback(b"{}"))


@pytest.mark.bites("C3")
def test_the_measure_notices_a_limit_that_is_for_each_read_alone(stop, figure):
    raw = b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n" + b" " * 10
    with serving(dripping(raw, stop)) as server, httpx.Client(trust_env=False) as plain:

        def call():
            plain.post(server.url, content=b"{}", timeout=LIMIT)
            raise Unreachable("the whole of it was waited for")

        with pytest.raises(AssertionError, match="times more than"):
            takes_the_limit_and_no_longer(call, tries=1)
    figure("a client with a limit for each read waits for every drop")


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
