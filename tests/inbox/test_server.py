from __future__ import annotations

import os
import socket
import stat
import threading

import httpx
import pytest

from usero_desktop.errors import ConfigError
from usero_desktop.inbox.config import InboxConfig
from usero_desktop.inbox.server import run, running
from usero_desktop.inbox.store import Store


def send(url, **fields):
    reply = httpx.post(f"{url}/api/feedback", json={"clientId": "client_demo", **fields})
    assert reply.status_code == 200
    return reply.json()["feedbackId"]


def test_a_free_port_is_found_and_told():
    with running() as first, running() as second:
        assert first.url != second.url
        assert httpx.get(f"{second.url}/api/ping").status_code == 200


def test_what_was_sent_survives_a_restart(tmp_path):
    config = InboxConfig(data_dir=tmp_path / "new" / "folder")
    with running(config) as inbox:
        feedback_id = send(inbox.url, rating=3, comment="stay", metadata={"a": 1})
    with running(config) as inbox:
        entry = inbox.store.entry(feedback_id)
        assert (entry.report.comment, entry.report.metadata) == ("stay", {"a": 1})
        assert httpx.get(f"{inbox.url}/inbox/api/feedback").json()["total"] == 1


def test_an_inbox_can_come_back_under_its_old_address():
    with running() as inbox:
        port = httpx.URL(inbox.url).port
        httpx.get(inbox.url)
    with running(port=port) as again:
        assert again.url == inbox.url


def test_without_a_folder_nothing_stays_behind():
    with running() as inbox:
        folder = inbox.store.folder
        send(inbox.url, rating=1)
        assert folder.is_dir()
    assert not folder.exists()


def test_stopping_leaves_no_thread():
    before = set(threading.enumerate())
    with running() as inbox:
        send(inbox.url, rating=1)
    assert not [t for t in set(threading.enumerate()) - before if t.name == "usero-inbox"]


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_files_are_for_their_owner_alone_whatever_the_umask(tmp_path):
    old = os.umask(0)
    try:
        with running(InboxConfig(data_dir=tmp_path / "data")) as inbox:
            httpx.post(
                f"{inbox.url}/api/screenshots",
                data={"clientId": "client_demo"},
                files={"screenshot": ("a.png", b"x", "image/png")},
            )
            paths = [inbox.store.folder, *inbox.store.folder.rglob("*")]
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in paths}
            kinds = {path.name: path.is_dir() for path in paths}
    finally:
        os.umask(old)
    assert len(modes) >= 4
    assert all(mode == (0o700 if kinds[name] else 0o600) for name, mode in modes.items()), modes


def test_a_port_in_use_is_one_clear_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(ConfigError, match=f"Port {port} is in use; .*--port"):
            run(InboxConfig(port=port), print)


@pytest.mark.parametrize("host", ["0.0.0.0", "::", ""])
def test_a_public_address_has_to_be_asked_for_twice(host):
    with pytest.raises(ConfigError, match="--allow-public"):
        run(InboxConfig(host=host, port=0), print)
    if host != "::":
        with running(InboxConfig(host=host, allow_public=True)) as inbox:
            assert inbox.url.startswith("http://127.0.0.1:")
            assert httpx.get(f"{inbox.url}/api/ping").status_code == 200


def test_an_address_of_another_machine_is_one_clear_sentence():
    for host in ("192.0.2.1", "no.such.host.invalid"):
        with pytest.raises(ConfigError, match="--host"):
            run(InboxConfig(host=host, port=0, allow_public=True), print)


def test_a_folder_that_cannot_be_written_is_one_clear_sentence(tmp_path):
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    for folder in (in_the_way, in_the_way / "below"):
        with pytest.raises(ConfigError, match=r"cannot write to .*--data"):
            run(InboxConfig(port=0, data_dir=folder), print)


def test_a_file_that_is_no_database_is_one_clear_sentence(tmp_path):
    (tmp_path / "inbox.sqlite3").write_bytes(b"something else entirely" * 100)
    with pytest.raises(ConfigError, match="--data"):
        Store(tmp_path)


def test_latency_is_waited_for_on_the_api_alone():
    with running(InboxConfig(latency=0.2)) as inbox, httpx.Client(base_url=inbox.url) as http:
        assert http.get("/api/ping").elapsed.total_seconds() >= 0.2
        assert http.get("/inbox/api/feedback").status_code == 200


def test_waiting_for_reports_ends_when_they_are_there():
    with running() as inbox:
        sender = threading.Thread(target=send, args=(inbox.url,), kwargs={"rating": 2})
        sender.start()
        (entry,) = inbox.store.wait_for(1)
        sender.join()
        assert entry.report.rating == 2
        with pytest.raises(TimeoutError, match="1 of 2 reports"):
            inbox.store.wait_for(2, timeout=0.01)
