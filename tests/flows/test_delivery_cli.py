"""The story from the command line: what is printed, what is kept, which status comes back."""

import json
import os
import subprocess
import sys

import pytest
from PIL import Image
from servers import accepted, free_port, reply, serving

PATIENCE = 60
MAIN = "import sys; from usero_desktop.cli.main import main; sys.exit(main())"


@pytest.fixture
def send(tmp_path):
    def run(*arguments, url=None, typed=None, client_id="client_demo", **environment):
        given = {"USERO_DESKTOP_DATA_DIR": str(tmp_path / "data"), **environment}
        if url:
            given["USERO_BASE_URL"] = url
        if client_id:
            given["USERO_CLIENT_ID"] = client_id
        clean = {k: v for k, v in os.environ.items() if not k.startswith("USERO")}
        return subprocess.run(
            [sys.executable, "-c", MAIN, "send", *arguments],
            env={**clean, **given},
            input=typed,
            capture_output=True,
            check=False,
            timeout=PATIENCE,
        )

    return run


def sentence(done):
    [line] = done.stderr.decode().splitlines()
    assert line.startswith("usero-desktop send: ")
    return line


def test_a_report_is_sent_with_all_it_has(send, tmp_path):
    Image.new("RGB", (30, 20), "teal").save(tmp_path / "a.png")
    with serving() as server:
        done = send(
            "--rating", "3", "--comment", "-", "--email", "a@b.co",
            "--screenshot", str(tmp_path / "a.png"), "--metadata", "plan=free=ish",
            "--environment", "beta", "--app-name", "Ledger", "--app-version", "2",
            url=server.url, typed="Größe 😀\n".encode(),
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode() == "Sent: fb_1\n"
    assert done.stderr == b""
    body = server.requests[-1].json
    assert body["comment"] == "Größe 😀"
    assert body["metadata"]["plan"] == "free=ish"
    assert (body["environment"], body["pageUrl"]) == ("beta", "app://ledger/")
    assert len(body["screenshots"]) == 1


def test_offline_it_is_kept_and_the_next_start_sends_it(send):
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    done = send("--comment", "first", "--json", url=url)
    assert done.returncode == 75
    assert "kept" in sentence(done)
    assert json.loads(done.stdout)["status"] == "kept"
    with serving(port=port) as server:
        done = send("--comment", "second", "--json", "--wait", url=url)
        assert done.returncode == 0
        facts = json.loads(done.stdout)
        assert facts == {
            "submission_id": facts["submission_id"], "status": "sent", "feedback_id": "fb_1",
            "pictures_left_out": 0,
        }  # fmt: skip
    assert "second" in {request.json["comment"] for request in server.requests}


def test_wait_stays_until_the_server_takes_it(send):
    answers = [reply(503, headers=["Retry-After: 1"])]

    def answer(request, connection):
        return answers.pop() if answers else accepted(request, connection)

    with serving(answer) as server:
        done = send("--rating", "1", "--wait", url=server.url)
    assert done.returncode == 0
    assert "Trying again in" in done.stderr.decode()


def test_a_refusal_prints_the_servers_words_by_field(send):
    body = {"error": "Invalid data provided", "issues": {"userEmail": ["Invalid email"]}}
    with serving(lambda *_: reply(400, body)) as server:
        done = send("--rating", "1", "--json", url=server.url)
    assert done.returncode == 65
    assert "userEmail: Invalid email" in sentence(done)
    assert json.loads(done.stdout)["issues"] == {"userEmail": ["Invalid email"]}


def test_a_screenshot_that_did_not_arrive_is_told(send, tmp_path):
    def answer(request, _connection):
        refused = request.path == "/api/screenshots"
        return reply(400, {"error": "File must be an image"}) if refused else accepted(request)

    Image.new("RGB", (30, 20)).save(tmp_path / "a.png")
    with serving(answer) as server:
        done = send("--rating", "1", "--screenshot", str(tmp_path / "a.png"), url=server.url)
    assert done.returncode == 0
    assert done.stdout.startswith(b"Sent: ")
    assert "1 of the screenshots did not arrive" in sentence(done)


@pytest.mark.parametrize(
    "arguments, said",
    [
        ([], "Give a rating or write a comment."),
        (["--rating", "5"], "--rating must be 1, 2, 3 or 4, not '5'."),
        (["--rating", "four"], "--rating must be 1, 2, 3 or 4, not 'four'."),
        (["--rating", "-1"], "--rating must be 1, 2, 3 or 4, not '-1'."),
        (["--rating", "\u0663"], "--rating must be 1, 2, 3 or 4, not '\u0663'."),
        (["--rating", ""], "--rating must be 1, 2, 3 or 4, not ''."),
        (["--comment", "\N{GRINNING FACE}" * 501], "(an emoji counts as two)."),
        (["--comment", "x" * 1001], "more than 1000 characters (an emoji counts as two)."),
        (["--rating", "1", "--email", "nobody"], "That is not an e-mail address."),
        (
            ["--rating", "1", "--client-id", "YOUR_CLIENT_ID"],
            "--client-id 'YOUR_CLIENT_ID' is a placeh",
        ),
        (["--rating", "1", "--base-url", "usero"], "--base-url 'usero' is not a web address"),
        (["--rating", "1", "--base-url", "https://a..b"], "--base-url 'https://a..b' is not a"),
        (["--rating", "1", "--base-url", "http://example.com"], "or set --allow-insecure if that"),
        (["--rating", "1", "--metadata", "plan"], "should look like KEY=VALUE"),
        (["--rating", "1", "--environment", "default"], "--environment 'default' would make"),
        (["--rating", "1", "--screenshot", "/nowhere/a.png"], "a.png"),
        (["--rating", "1", "--screenshot", ""], "--screenshot '' names no file"),
        (["--rating", "1", *["--screenshot", "a.png"] * 4], "At most 3 screenshots"),
    ],
)
def test_wrong_input_is_one_sentence_and_status_2(send, arguments, said):
    done = send(*arguments)
    assert done.returncode == 2
    assert said in sentence(done)
    assert done.stdout == b""


def test_a_missing_client_id_is_named(send):
    done = send("--rating", "1", client_id=None)
    assert done.returncode == 2
    assert "--client-id is missing" in sentence(done)


def test_an_unknown_option_is_answered_with_the_one_that_was_meant(send):
    done = send("--rating", "1", "--coment=hello")
    assert done.returncode == 2
    assert sentence(done).endswith("There is no option --coment; did you mean --comment?")
    assert done.stdout == b""


def test_a_file_that_is_too_large_is_one_sentence_and_status_2(send, tmp_path):
    with (tmp_path / "large.png").open("wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        file.truncate(60_000_000)
    done = send("--rating", "1", "--screenshot", str(tmp_path / "large.png"))
    assert done.returncode == 2
    assert "large.png is too large: 60 MB." in sentence(done)
    assert not (tmp_path / "data").exists()


def test_a_report_that_waits_is_called_kept_once(send):
    with serving(lambda *_: reply(429, headers=["Retry-After: 60"])) as server:
        done = send("--rating", "1", url=server.url)
    assert done.returncode == 75
    assert sentence(done).endswith("The report is kept and will be sent by the next start.")


@pytest.mark.promise("A5")
def test_a_machine_that_can_keep_nothing_sends_all_the_same_or_says_that_it_is_lost(send):
    nowhere = ("--data-dir", "/proc/nowhere", "--json")
    with serving() as server:
        done = send("--rating", "1", *nowhere, url=server.url)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["status"] == "sent"
    done = send("--rating", "1", *nowhere, url=f"http://127.0.0.1:{free_port()}")
    assert done.returncode == 69
    assert json.loads(done.stdout)["status"] == "lost"
    assert "could not be sent and could not be saved on this computer" in sentence(done)
    assert sentence(done).endswith("choose another --data-dir.")


def test_what_the_network_makes_of_a_wrong_address_names_the_commands_own_option(send):
    with serving(lambda *_: reply(302, headers=["Location: https://elsewhere.example"])) as server:
        done = send("--rating", "1", url=server.url)
    assert done.returncode == 75
    assert "so --base-url is not quite the address" in sentence(done)


@pytest.mark.parametrize("name, content", [("a.svg", "<svg/>"), ("a.png", "just text")])
def test_what_is_no_picture_is_one_sentence(send, tmp_path, name, content):
    (tmp_path / name).write_text(content)
    done = send("--rating", "1", "--screenshot", str(tmp_path / name))
    assert done.returncode == 2
    assert name in sentence(done)
