"""A base_url is refused at once and in words, or it can be asked."""

import httpcore
import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

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
        "https://xn--n3h.net",
        "https://\N{SNOWMAN}.net",
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


@pytest.mark.parametrize("tail", ["?", "#", "/?", "/#", "/?a=1", "?#"])
def test_a_question_mark_or_hash_is_refused_with_nothing_behind_it_too(tail):
    with pytest.raises(ConfigError, match=r"take the .* \? or # part out") as caught:
        check_base_url(f"https://usero.io{tail}", allow_insecure=False)
    assert caught.value.code == "base_url_parts"


@pytest.mark.parametrize(
    "address",
    ["https://anna:secret@usero.io:99999", "https://anna:secret@", "https://anna:secret@[::1"],
)
def test_a_password_is_not_repeated_whatever_else_is_wrong(address):
    with pytest.raises(ConfigError) as caught:
        check_base_url(address, allow_insecure=False)
    assert "secret" not in f"{caught.value!r} {caught.value.values}"


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
        "https://bücher.example",
        "https://xn--bcher-kva.example",
        "http://127.8.9.1",
        "http://usero.localhost:8787",
        "http://localhost.",
    ],
)
def test_what_a_server_can_be_called_is_taken(address):
    assert check_base_url(address, allow_insecure=False) == address


def test_only_this_machine_is_loopback():
    for host in ("localhost", "A.LocalHost.", "127.0.0.1", "127.9.9.9", "[::1]", "::1"):
        assert is_loopback(host), host
    for host in ("localhost.example", "mylocalhost", "0.0.0.0", "192.168.0.1", "[::]", ""):
        assert not is_loopback(host), host


hosts = (
    st.text(max_size=12)
    | st.text("ab1-_.xn:[]%@*|\\ßä\N{SNOWMAN}\N{ZERO WIDTH JOINER}。", max_size=12)
    | st.from_regex(r"(xn--[a-z0-9-]{0,9}|[a-z]{1,5})(\.[a-z0-9_-]{0,4}){0,3}", fullmatch=True)
    | st.ip_addresses().map(str)
    | st.ip_addresses(v=6).map(lambda address: f"[{address}]")
)
addresses = st.text() | st.builds(
    "{}://{}{}{}".format,
    st.sampled_from(["https", "http", "HTTPS"]),
    hosts,
    st.just("") | st.integers(-1, 70_000).map(":{}".format) | st.text(":0189", max_size=4),
    st.just("") | st.text("/.a%;é<\\ ", max_size=6).map("/{}".format),
)


@settings(max_examples=500, deadline=None)
@given(addresses)
@example("https://xn--.a")
@example("https://a.xn--")
def test_any_text_is_refused_in_words_or_a_request_can_be_made_of_it(text):
    try:
        address = check_base_url(text, allow_insecure=True)
    except ConfigError:
        return
    taken = []

    def answer(request):
        taken.append(request)
        return httpx.Response(200)

    with httpx.Client(transport=httpx.MockTransport(answer), trust_env=False) as client:
        client.post(f"{address}/api/feedback", content=b"{}")
    url = taken[0].url
    made = httpcore.Request(
        "POST",
        httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
    )
    assert made.url.scheme in {b"http", b"https"}
    assert made.url.target.endswith(b"/api/feedback")
    made.url.host.decode("ascii").encode("idna")  # what a look-up does with the name first
