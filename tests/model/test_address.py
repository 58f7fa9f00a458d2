"""What may stand in base_url, and what is refused in words."""

import pytest

from usero_desktop.errors import ConfigError
from usero_desktop.model.address import check_base_url, is_loopback

LONGEST = "a" * 63


@pytest.mark.parametrize(
    "address",
    [
        "https://exa_mple..com",
        "https://a..b",
        "https://.",
        "https://..",
        "https://.a",
        f"https://{LONGEST}a",
        f"https://{'.'.join([LONGEST] * 4)}.a",
        "https://[v1.x]",
        "https://[127.0.0.1]",
        "https://[::1%25eth0]",
        "https://a[::1]",
        "https://[::1]a",
        "https://::1",
        "https://xn--",
        "http://x..localhost",
        "https://<host>",
        "https://*",
        "https://h\\x",
        "https://a|b",
        "https://a%41b",
        "https://-a",
        "https://a-",
        "https://1.2.3",
        "https://256.1.1.1",
        "https://2130706433",
        "https://usero.io:+80",
        "https://usero.io:0",
        "https://usero.io:65536",
        "https://usero.io:\N{FULLWIDTH DIGIT ONE}",
        "http\N{LATIN SMALL LETTER LONG S}://usero.io",
        "https:usero.io",
        "https:///usero.io",
        f"https://usero.io/{'a' * 2000}",
    ],
)
def test_what_no_server_can_be_called_is_refused_in_one_sentence(address):
    with pytest.raises(ConfigError, match="is not a web address") as caught:
        check_base_url(address, allow_insecure=True)
    assert caught.value.code == "base_url_invalid"
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    "host", ["bücher.example", "\N{SNOWMAN}.net", "\N{CYRILLIC SMALL LETTER A}.b"]
)
def test_letters_that_name_servers_do_not_know_are_refused_with_the_way_to_write_them(host):
    with pytest.raises(ConfigError, match="beginning with xn--") as caught:
        check_base_url(f"https://{host}/x", allow_insecure=False)
    assert caught.value.code == "base_url_letters"


@pytest.mark.parametrize("tail", ["?", "#", "/?", "/#", "/?a=1", "?#"])
def test_a_question_mark_or_hash_is_refused_with_nothing_behind_it_too(tail):
    with pytest.raises(ConfigError, match=r"take the .* \? or # part out") as caught:
        check_base_url(f"https://usero.io{tail}", allow_insecure=False)
    assert caught.value.code == "base_url_parts"


@pytest.mark.promise("C5")
@pytest.mark.parametrize(
    "address",
    ["https://anna:secret@usero.io:99999", "https://anna:secret@", "https://anna:secret@[::1"],
)
def test_a_password_is_not_repeated_whatever_else_is_wrong(address):
    with pytest.raises(ConfigError) as caught:
        check_base_url(address, allow_insecure=False)
    assert "secret" not in f"{caught.value!r} {caught.value.values}"


@pytest.mark.promise("C5")
@pytest.mark.parametrize(
    "address",
    [
        "https://usero.io",
        "HTTPS://Usero.IO",
        "https://usero.io.",
        "https://usero.io:8443/a/b",
        "https://usero.io/~anna@work",
        "https://my_host",
        "https://ab--c.de",
        f"https://{LONGEST}.io",
        "https://192.168.1.2:8787",
        "https://[2001:db8::1]:8787/x",
        "https://xn--bcher-kva.example",
        "https://xn--n3h.net",
        "http://127.8.9.1",
        "http://usero.localhost:8787",
        "http://localhost.",
    ],
)
def test_what_a_server_can_be_called_is_taken(address):
    assert check_base_url(address, allow_insecure=False) == address


@pytest.mark.promise("C5")
def test_only_this_machine_is_loopback():
    for host in ("localhost", "A.LocalHost.", "127.0.0.1", "127.9.9.9", "[::1]", "::1"):
        assert is_loopback(host), host
    for host in ("localhost.example", "mylocalhost", "0.0.0.0", "192.168.0.1", "[::]", ""):
        assert not is_loopback(host), host


OTHERS = [
    "http://usero.io", "HTTP://usero.io", "http://localhost.example", "http://mylocalhost",
    "http://0.0.0.0", "http://192.168.0.1:8787", "http://10.0.0.1", "http://[::]",
    "http://[fe80::1]", "http://127.0.0.1.nip.io", "http://xn--n3h.net",
    "http://localhost-a:80", "http://[::ffff:8.8.8.8]",
]  # fmt: skip


def taken_in_plain():
    """Return which of the others would get a report unencrypted."""
    taken = []
    for address in OTHERS:
        try:
            taken.append(check_base_url(address, allow_insecure=False))
        except ConfigError as error:
            assert "would send feedback unencrypted" in str(error)  # noqa: PT017 - for each
            assert error.code == "base_url_insecure"  # noqa: PT017
    return taken


@pytest.mark.promise("C5")
def test_plain_http_is_refused_to_every_other_machine_unless_it_is_allowed(figure):
    assert taken_in_plain() == []
    for address in OTHERS:
        assert check_base_url(address, allow_insecure=True) == address
    figure(f"{len(OTHERS)} addresses refused without allow_insecure, taken with it")


@pytest.mark.bites("C5")
def test_a_program_that_looks_at_the_beginning_of_a_name_is_found_out(monkeypatch, figure):
    naive = lambda host: host.startswith(("localhost", "127."))  # noqa: E731
    monkeypatch.setattr("usero_desktop.model.address.is_loopback", naive)
    taken = taken_in_plain()
    assert taken == [
        "http://localhost.example", "http://127.0.0.1.nip.io", "http://localhost-a:80"
    ]  # fmt: skip
    figure(f"looking at the beginning of a name: {len(taken)} of {len(OTHERS)} taken in plain")
