"""What the panel says of an error stands in the catalog, in a user's words."""

from __future__ import annotations

import ast
import string
from pathlib import Path

import pytest

import usero_desktop
from usero_desktop.api import handshake, replies
from usero_desktop.i18n import Texts

PACKAGE = Path(usero_desktop.__file__).parent
ROOMS = ("api", "app", "capture", "core", "outbox", "ui")
NEVER_SHOWN = {
    "kept", "not_yet", "forked",  # a ticket's answers to code
    "unexpected",  # tried again later, and nobody is told
    "refused_picture",  # that picture is left out, which the thanks say
    "internal", "no_window", "wrong_thread",  # the host's
    "invalid_feedback",  # its problems have texts of their own
}  # fmt: skip


def raised():
    """Return the code of every error that these rooms raise, with the values it carries."""
    found = {}
    for path in (path for room in ROOMS for path in (PACKAGE / room).rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call):
                words = {word.arg: word.value for word in call.keywords}
                for code in constants(words.get("code")):
                    found.setdefault(code, set()).update(set(words) - {"code"})
    for code, _sentence in (*handshake._BY_VERIFY_CODE.values(), *handshake._BY_REASON.values()):
        found.setdefault(code, {"host"})
    for code in (replies.METADATA_CODE, "refused_domain", "refused_client", "refused", "busy"):
        found.setdefault(code, set())
    return found


def constants(node):
    nodes = ast.walk(node) if node is not None else ()
    return [n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)]


RAISED = raised()


@pytest.mark.parametrize("code", sorted(set(RAISED) - NEVER_SHOWN))
def test_an_error_that_a_user_may_see_has_words_for_users(code):
    text = Texts("en")(f"error.{code}")

    assert text != f"error.{code}"
    places = {name for _, name, _, _ in string.Formatter().parse(text) if name}
    assert places <= RAISED[code]


def test_errors_are_found_in_the_rooms_at_all():
    assert {"picture_bytes", "screen_late", "outbox_unwritable", "outbox_deleted"} <= set(RAISED)


def test_no_sentence_for_users_names_a_setting_of_the_programmer():
    texts = Texts("en")
    sentences = [texts(f"error.{code}") for code in RAISED]

    for word in ("data_dir", "base_url", "client_id", "allow_insecure", "metadata"):
        assert not [sentence for sentence in sentences if word in sentence]
