"""Whose report it is and where it goes: options, then the environment, then the settings file."""

import json

import pytest
from servers import free_port, serving

GONE = f"http://127.0.0.1:{free_port()}"


@pytest.fixture
def settings(home, tmp_path):
    """Write the settings file."""

    def write(text):
        (tmp_path / "config").mkdir(exist_ok=True)
        (tmp_path / "config" / "settings.toml").write_text(text)

    return write


@pytest.fixture
def sent(usero):
    """Send a report and return what arrived at a server, which the settings are told of."""

    def run(*arguments, settings=None, text="", **environment):
        with serving() as server:
            if settings is not None:
                settings(text.replace("SERVER", server.url))
            given = {
                name: value.replace("SERVER", server.url) for name, value in environment.items()
            }
            words = [word.replace("SERVER", server.url) for word in arguments]
            done = usero("send", "--rating", "4", *words, **given)
            bodies = [request.json for request in server.requests]
        assert done.returncode == 0, done.stderr.decode()
        return bodies[-1]

    return run


TWO = """
current = "client_second"

[[programs]]
client_id = "client_first"
name = "Ledger"
base_url = "SERVER"

[[programs]]
client_id = "client_second"
name = "Scales"
version = "2.1"
base_url = "SERVER"
environment = "beta"
"""


def test_without_options_the_settings_current_program_is_meant_with_all_that_is_known(
    sent, settings
):
    body = sent(settings=settings, text=TWO)
    assert body["clientId"] == "client_second"
    assert body["environment"] == "beta"
    assert body["pageUrl"] == "app://scales/"
    assert body["metadata"]["appVersion"] == "2.1"


@pytest.mark.parametrize("name", ["Ledger", "ledger", "client_first"])
def test_another_program_is_named_by_its_name_or_its_client_id(sent, settings, name):
    body = sent("--program", name, settings=settings, text=TWO)
    assert (body["clientId"], body["pageUrl"]) == ("client_first", "app://ledger/")
    assert "environment" not in body


def test_the_environment_counts_more_than_the_settings_and_an_option_more_than_both(sent, settings):
    text = TWO.replace("SERVER", GONE)
    body = sent(settings=settings, text=text, USERO_CLIENT_ID="client_e", USERO_BASE_URL="SERVER")
    assert body["clientId"] == "client_e"
    body = sent(
        "--client-id", "client_o", "--base-url", "SERVER", "--app-name", "Other",
        settings=settings, text=text, USERO_CLIENT_ID="client_e", USERO_BASE_URL=GONE,
    )  # fmt: skip
    assert (body["clientId"], body["pageUrl"]) == ("client_o", "app://other/")


def test_a_program_that_is_asked_for_counts_more_than_the_environment(sent, settings):
    body = sent("--program", "Ledger", settings=settings, text=TWO, USERO_CLIENT_ID="client_e")
    assert body["clientId"] == "client_first"


def test_what_is_known_of_a_client_id_goes_with_it_wherever_it_was_said(sent, settings):
    body = sent(settings=settings, text=TWO, USERO_CLIENT_ID="client_first")
    assert body["pageUrl"] == "app://ledger/"


@pytest.mark.parametrize(
    "name, said",
    [
        ("Abacus", "it has Ledger, Scales."),
        ("", "is in none of the settings of"),
    ],
)
def test_a_program_that_is_not_there_is_answered_with_those_that_are(usero, settings, name, said):
    settings(TWO.replace("SERVER", GONE))
    done = usero("send", "--rating", "4", "--program", name, "--json")
    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert json.loads(done.stdout)["status"] == "invalid"


def test_two_programs_of_one_name_are_told_apart_by_their_ids(usero, settings):
    settings(TWO.replace("SERVER", GONE).replace("Scales", "Ledger"))
    done = usero("send", "--rating", "4", "--program", "Ledger")
    assert done.returncode == 2
    assert "client_first, client_second" in done.stderr.decode()


def test_a_broken_settings_file_is_said_with_its_line_and_the_report_goes_all_the_same(
    usero, settings, tmp_path
):
    settings("current = [\n")
    with serving() as server:
        done = usero(
            "send", "--rating", "4", "--client-id", "client_demo", "--base-url", server.url
        )
    assert done.returncode == 0
    [line] = done.stderr.decode().splitlines()
    assert line.startswith("usero-desktop send: ")
    assert "settings.toml, line 1" in line
    assert (tmp_path / "config" / "settings.toml").read_text() == "current = [\n"


def test_what_is_allowed_for_the_settings_own_server_is_allowed_for_no_other(usero, settings):
    settings("""
[[programs]]
client_id = "client_first"
base_url = "http://ledger.example"
allow_insecure = true
""")
    done = usero("send", "--rating", "4", "--base-url", "http://elsewhere.example")
    assert done.returncode == 2
    assert "--allow-insecure" in done.stderr.decode()


def test_a_client_id_and_a_program_are_not_asked_for_at_once(usero):
    done = usero("send", "--rating", "4", "--program", "A", "--client-id", "client_demo")
    assert done.returncode == 2
    assert "not allowed with" in done.stderr.decode()


def test_the_outbox_of_a_program_is_named_as_the_program_is(usero, settings):
    settings(TWO.replace("SERVER", GONE))
    for name in ("Ledger", "Scales"):
        assert usero("send", "--program", name, "--comment", f"About {name}").returncode == 75
    told = json.loads(usero("outbox", "list", "--program", "scales", "--json").stdout)
    assert [it["comment"] for it in told["reports"]] == ["About Scales"]
    done = usero("history", "--program", "Abacus")
    assert done.returncode == 2
    assert "it has Ledger, Scales." in done.stderr.decode()
