"""What a policy may say, and what is said of one that means nothing."""

from __future__ import annotations

import plistlib
import re
from pathlib import Path

import pytest

from usero_desktop.errors import ConfigError
from usero_desktop.policy import SWITCHES, failed, plist, registry, toml
from usero_desktop.policy.keys import WrongError, policy_of

README = Path(__file__).parents[2] / "README.md"


def wrong(text):
    try:
        values, line_of = toml.values_of(text if isinstance(text, bytes) else text.encode())
        return policy_of(values, "policy.toml", line_of)
    except WrongError as error:
        return str(error), error.line


@pytest.mark.parametrize(
    "text, line, words",
    [
        ("\nscreenshot = false", 2, "There is no setting 'screenshot'; did you mean screenshots?"),
        ("Replay = false", 1, "did you mean replay?"),
        ("base-url = 'https://a.example'", 1, "did you mean base_url?"),
        ("# x\nwho = 1", 2, "there are base_url, screenshots, replay, identity, outbox."),
        ("[usero]\nreplay = false", 1, "There is no setting 'usero'"),
        ("replay.off = true", 1, "replay must be true or false, not dict."),
        ("\n\nreplay = 'no'", 3, "replay must be true or false, not 'no'."),
        ("replay = 0", 1, "replay must be true or false, not 0."),
        ("outbox = [false]", 1, "outbox must be true or false, not [False]."),
        ("base_url = false", 1, "base_url must be an address like https://usero.io, not False."),
        ("base_url = ''", 1, "'' is not a web address"),
        ("base_url = 'feedback.example'", 1, "is not a web address"),
        ("base_url = 'http://a.example'", 1, "would send feedback unencrypted; use https://."),
        ("base_url = 'https://me:pw@a.example'", 1, "take the user name, password"),
        ("replay = false\nreplay = true", 2, "This is not TOML (Cannot overwrite a value)"),
        ("replay = False", 1, "This is not TOML (Invalid value)"),
        ("replay false", 1, "it should read like `screenshots = false`."),
        ("replay = false\n\nbase_url = '''", 3, "This is not TOML"),
        (b"replay = false\n# caf\xe9\n", 2, "This is not UTF-8; save the file in that encoding."),
        ("replay = " + "[" * 5000, 1, "This is not TOML"),
    ],
)
def test_what_means_nothing_is_told_with_its_line(text, line, words):
    sentence, found = wrong(text)

    assert words in sentence
    assert found == line


def test_a_mark_of_windows_editors_before_the_first_letter_is_no_mistake():
    values, _ = toml.values_of(b"\xef\xbb\xbfreplay = false\n")

    assert values == {"replay": False}


def test_this_very_machine_may_be_where_reports_go_without_encryption():
    found = policy_of({"base_url": "http://127.0.0.1:8000/"}, "here", lambda _: None)

    assert found.base_url == "http://127.0.0.1:8000"


def test_a_policy_that_cannot_be_used_is_an_error_that_says_so_to_an_administrator():
    found = failed("policy.toml", "There is no setting 'x'.", 4)

    with pytest.raises(ConfigError) as caught:
        found.check()

    assert str(caught.value).startswith("policy.toml, line 4: There is no setting 'x'. Until an")
    assert caught.value.code == "policy"
    assert found.forbidden == SWITCHES


@pytest.mark.parametrize("kind", [plistlib.FMT_XML, plistlib.FMT_BINARY])
def test_a_property_list_is_read_in_either_of_its_forms(kind):
    content = plistlib.dumps({"base_url": "https://a.example", "identity": False}, fmt=kind)

    found = policy_of(plist.values_of(content), "list", lambda _: None)

    assert found.pinned == {"base_url": "https://a.example", "identity": False}


@pytest.mark.parametrize(
    "content",
    [b"", b"<plist>", b"bplist00", b"bplist00" + b"\xff" * 64, b"replay = false", b"\xff\xfe"],
)
def test_a_broken_property_list_is_told_in_a_sentence(content):
    with pytest.raises(WrongError, match="not a property list"):
        plist.values_of(content)


def test_a_property_list_of_something_else_is_told_in_a_sentence():
    with pytest.raises(WrongError, match="holds no dictionary"):
        plist.values_of(plistlib.dumps(["replay"]))


def test_values_of_the_registry_are_a_policy_however_their_names_are_written():
    found = registry.policy_of_values(
        [("Base_URL", "https://a.example", registry.REG_SZ), ("Screenshots", 0, registry.REG_DWORD),
         ("outbox", 1, registry.REG_DWORD)]
    )  # fmt: skip

    assert found.pinned == {"base_url": "https://a.example", "screenshots": False}
    assert found.source == r"HKEY_LOCAL_MACHINE\Software\Policies\Usero Desktop"


@pytest.mark.parametrize(
    "value, words",
    [
        (("replay", 2, registry.REG_DWORD), "replay must be a REG_DWORD of 0 (false) or 1 (true)."),
        (("replay", "0", registry.REG_SZ), "replay must be a REG_DWORD"),
        (("replay", None, registry.REG_DWORD), "replay must be a REG_DWORD"),
        (("base_url", 7, registry.REG_DWORD), "base_url must be a REG_SZ."),
        (("base_url", "http://a.example", registry.REG_SZ), "unencrypted"),
        (("", "x", registry.REG_SZ), "There is no setting ''"),
        (("replays", 0, registry.REG_DWORD), "did you mean replay?"),
    ],
)
def test_a_value_of_the_registry_that_means_nothing_forbids_everything(value, words):
    found = registry.policy_of_values([("outbox", 1, registry.REG_DWORD), value])

    assert words in found.trouble
    assert found.forbidden == SWITCHES


def test_the_policy_that_the_readme_shows_is_one():
    [shown] = re.findall(r"```toml\n(base_url.*?)```", README.read_text("utf-8"), re.DOTALL)
    values, line_of = toml.values_of(shown.encode())

    found = policy_of(values, "README", line_of)

    assert list(found.pinned) == ["base_url", *SWITCHES]
