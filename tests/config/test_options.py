from collections import UserDict
from pathlib import Path

import pytest

from usero_desktop.config import FIXED, UNSET, Options
from usero_desktop.errors import ConfigError
from usero_desktop.theme import Theme


def refused(client_id="client_demo", **options):
    with pytest.raises(ConfigError) as caught:
        Options.create(client_id, **options)
    sentence = str(caught.value)
    assert sentence.endswith((".", "?"))
    assert "\n" not in sentence
    return caught.value


@pytest.mark.parametrize(
    "client_id, code",
    [
        (None, "client_id_missing"),
        ("", "client_id_missing"),
        ("   ", "client_id_missing"),
        ("YOUR_CLIENT_ID", "client_id_placeholder"),
        ("client_…", "client_id_placeholder"),
        ("client_...", "client_id_placeholder"),
        ("<client id>", "client_id_placeholder"),
        ("client_", "client_id_placeholder"),
        ("ab", "client_id_invalid"),
        ("client demo", "client_id_invalid"),
        ("client_demo\n", "client_id_invalid"),
    ],
)
def test_a_client_id_that_is_none_is_refused_in_one_sentence(client_id, code):
    error = refused(client_id)
    assert error.code == code
    assert "client_id" in str(error)


def test_a_self_hosted_client_id_needs_no_prefix():
    assert Options.create("abc").client_id == "abc"


@pytest.mark.parametrize(
    "address, code",
    [
        ("usero", "base_url_invalid"),
        ("", "base_url_invalid"),
        ("ftp://usero.io", "base_url_invalid"),
        ("https://", "base_url_invalid"),
        ("https://usero.io:99999", "base_url_invalid"),
        ("https://use ro.io", "base_url_invalid"),
        ("https://[::1", "base_url_invalid"),
        ("http://usero.io", "base_url_insecure"),
        ("http://192.168.1.2:8787", "base_url_insecure"),
        ("http://localhost.evil.example", "base_url_insecure"),
        ("https://anna:secret@usero.io", "base_url_parts"),
        ("https://usero.io/?a=1", "base_url_parts"),
        ("https://usero.io/#here", "base_url_parts"),
    ],
)
def test_a_base_url_that_cannot_be_used_is_refused(address, code):
    error = refused(base_url=address)
    assert error.code == code
    assert "secret" not in str(error)


@pytest.mark.parametrize(
    "address",
    [
        "https://usero.io",
        "https://feedback.example.com/usero/",
        "http://localhost:8787",
        "http://127.0.0.1:8787/",
        "http://[::1]:8787",
    ],
)
def test_a_base_url_loses_its_closing_slash_and_nothing_else(address):
    assert Options.create("client_demo", base_url=address).base_url == address.rstrip("/")


def test_plain_http_beyond_this_machine_needs_the_hosts_leave():
    options = Options.create("client_demo", base_url="http://10.0.0.5", allow_insecure=True)
    assert options.base_url == "http://10.0.0.5"


@pytest.mark.parametrize(
    "name, meant",
    [
        ("clientId", "client_id"),
        ("launcherType", "launcher_type"),
        ("showEmailOption", "show_email_option"),
        ("baseUrl", "base_url"),
        ("apiUrl", "base_url"),
        ("hideTrigger", "hide_trigger"),
        ("placehoder", "placeholder"),
        ("on_sumbit", "on_submit"),
    ],
)
def test_a_mistaken_option_is_answered_with_the_one_that_is_meant(name, meant):
    error = refused(**{name: "x"})
    assert str(error) == f"There is no option {name}; did you mean {meant}?"
    assert error.code == "option_unknown_suggest"


@pytest.mark.parametrize("name", ["zzzzzz", "motion", "identity"])
def test_an_option_like_no_other_is_answered_with_all_there_are(name):
    error = refused(**{name: 1})
    assert error.code == "option_unknown"
    assert "launcher_type" in str(error)


@pytest.mark.parametrize("name", ["", " ", "default", "Default", "no-env"])
def test_a_placeholder_environment_is_refused_with_the_reason(name):
    error = refused(environment=name)
    assert error.code == "environment_placeholder"
    assert "default environment" in str(error)


def test_the_hosts_metadata_is_copied_so_that_it_may_change_its_own():
    own = {"plan": "free"}
    options = Options.create("client_demo", metadata=own)
    own["plan"] = "paid"
    assert options.metadata == {"plan": "free"}
    assert Options.create("client_demo", metadata=UserDict(a=1)).metadata == {"a": 1}


def test_an_update_leaves_unset_alone_and_clears_with_none():
    options = Options.create(
        "client_demo", title="Say it", theme=Theme(primary="#ff0000"), environment="beta"
    )
    changed = options.updated(title=UNSET, theme=None, environment=None, position="left")
    assert (changed.title, changed.theme, changed.environment) == ("Say it", None, None)
    assert changed.position == "left"
    assert changed.updated(position=None).position == "right"
    assert options.position == "right"


@pytest.mark.parametrize("name", FIXED)
def test_what_reports_are_kept_by_cannot_change(name):
    options = Options.create("client_demo", data_dir="/tmp/a")
    with pytest.raises(ConfigError, match=f"{name} cannot change") as caught:
        options.updated(**{name: "/elsewhere"})
    assert caught.value.code == "option_fixed"
    same = options.updated(**{name: getattr(options, name)})
    assert same == options


@pytest.mark.parametrize(
    "name, kept, again",
    [
        ("base_url", "https://usero.io", "https://usero.io/"),
        ("base_url", "https://usero.io/", "https://usero.io/"),
        ("base_url", "https://usero.io", None),
        ("data_dir", "/tmp/a", Path("/tmp/a")),
        ("data_dir", Path("/tmp/a"), "/tmp/a/"),
        ("data_dir", None, ""),
    ],
)
def test_the_same_written_in_another_way_is_no_change(name, kept, again):
    options = Options.create("client_demo", **{name: kept})
    assert options.updated(**{name: again}) == options


def test_an_address_that_would_be_refused_is_a_change_and_told_as_one():
    options = Options.create("client_demo", base_url="http://10.0.0.5", allow_insecure=True)
    assert options.updated(base_url="http://10.0.0.5/") == options
    with pytest.raises(ConfigError, match="base_url cannot change"):
        Options.create("client_demo").updated(base_url="http://10.0.0.5")


def test_an_update_is_checked_as_the_first_options_were():
    options = Options.create("client_demo")
    with pytest.raises(ConfigError, match="position must be"):
        options.updated(position="up")
    with pytest.raises(ConfigError, match="did you mean title"):
        options.updated(tilte="x")


def test_unset_has_a_name_of_its_own():
    assert repr(UNSET) == "UNSET"
