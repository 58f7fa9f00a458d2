"""Any bytes for an answer: the documented value, or one of the three errors; nothing else."""

import json
import random
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from usero_desktop.api.replies import Reply, read_feedback_id, read_screenshot
from usero_desktop.errors import ApiError, Busy, Refused, Unreachable
from usero_desktop.model import wire
from usero_desktop.model.submission import UploadedScreenshot

FUZZ = Path(__file__).parents[1] / "fuzz"
MUTATIONS = 400
SHOT = {"fileName": "a.png", "url": "/a", "fileSize": 5, "width": 4, "height": 3,
        "mimeType": "image/png"}  # fmt: skip

texts = st.text() | st.sampled_from(["\ud800", "x" * 2048, "x" * 2049, "ß" * 1025, "\0", "\ufeff"])
numbers = st.integers() | st.floats() | st.sampled_from([10**4000, -0.0, 5.0, 5.5, 2**63])
anything = st.recursive(
    st.none() | st.booleans() | numbers | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=8,
)


def near(documented):
    """Objects with the documented names, each with the documented value, another or none."""
    names = st.fixed_dictionaries(
        {}, optional={name: st.just(value) | anything for name, value in documented.items()}
    )
    return st.builds(lambda extra, known: {**extra, **known},
                     st.dictionaries(texts, anything, max_size=2), names)  # fmt: skip


replies = st.one_of(
    near({"success": True, "feedbackId": "fb_1"}),
    st.builds(
        lambda reply, shot: {**reply, "screenshot": shot}, near({"success": True}), near(SHOT)
    ),
    near({"error": wire.DOMAIN_NOT_ALLOWED, "issues": {"rating": ["Too big"]}}),
    st.builds(lambda issues: {"error": wire.INVALID_DATA, "issues": issues},
              st.dictionaries(texts, anything | st.lists(anything), max_size=30)),
    anything,
)  # fmt: skip
bodies = st.binary(max_size=300) | st.builds(
    lambda value, before, ascii_only: (
        before + json.dumps(value, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    ),
    replies,
    st.sampled_from([b"", b"\xef\xbb\xbf", b" \n", b"\xff"]),
    st.booleans(),
)


def documented_text(value):
    if type(value) is not str or not value or any(0xD800 <= ord(c) < 0xE000 for c in value):
        return False
    return len(value.encode()) <= 2048


def documented_id(body):
    """The feedbackId, read a second time in another way."""
    reply = plainly(body)
    good = type(reply) is dict and reply.get("success") is True
    return reply["feedbackId"] if good and documented_text(reply.get("feedbackId")) else None


def documented_shot(body):
    reply = plainly(body)
    shot = reply.get("screenshot") if type(reply) is dict and reply.get("success") is True else None
    if type(shot) is not dict:
        return None
    texts = [shot.get(name) for name in ("fileName", "url", "mimeType")]
    size = shot.get("fileSize")
    if type(size) not in {int, float} or not 0 <= size <= 1_048_576_000 or size % 1:
        return None
    return (*texts, int(size)) if all(map(documented_text, texts)) else None


def plainly(body):
    """The body as JSON, None where it is none, or where two readers might differ about it."""
    doubled = []

    def note(pairs):
        doubled.append(len(dict(pairs)) < len(pairs))
        return dict(pairs)

    try:
        found = json.loads(body.decode().removeprefix("\ufeff"), object_pairs_hook=note)
    except (ValueError, RecursionError):
        return None
    return None if any(doubled) else found


@pytest.mark.promise("C1", "C6")
@settings(max_examples=300, deadline=None)
@given(st.sampled_from([200, 201, 204, 302, 400, 403, 404, 413, 429, 500]), bodies)
@example(200, b'{"success":false,"feedbackId":"x","success":true}')
@example(200, b'{"success":true,"feedbackId":"\\ud800"}')
@example(200, b'{"success":true,"feedbackId":' + b"9" * 60_000 + b"}")
@example(200, b'{"success":true,"feedbackId":"x","more":' + b"[" * 60_000)
@example(400, b'{"error":"No","issues":{"x":[' + b"[" * 900 + b"]" * 900 + b"]}}")
def test_every_body_is_the_documented_value_or_one_of_the_three_errors(status, body):
    reply = Reply("usero.example", status, body)
    for read, expected in ((read_feedback_id, documented_id), (read_screenshot, documented_shot)):
        try:
            found = as_documented(read(reply))
        except (Unreachable, Busy, Refused) as error:
            assert_can_be_kept(error)
            is_final = isinstance(error, Refused)
            found = None
        else:
            is_final = False
        assert found == (expected(body) if status // 100 == 2 else None)
        assert not is_final or status // 100 == 4


def as_documented(found):
    if isinstance(found, UploadedScreenshot):
        return (found.file_name, found.url, found.mime_type, found.file_size)
    return found


def assert_can_be_kept(error: ApiError) -> None:
    str(error).encode()
    if isinstance(error, Refused):
        assert error.error or error.status == 413
        words = [error.error, *error.issues, *sum(error.issues.values(), ())]
        assert len(error.issues) <= 20
        assert all(len(word.encode()) <= 2000 for word in words)


@pytest.fixture(scope="module")
def target():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(FUZZ))
        yield import_module("replies")


def mutated(seeds, rng):
    """One of `seeds`, changed as a careless network or a cunning server might."""
    data = bytearray(rng.choice(seeds))
    for _ in range(rng.randint(1, 4)):
        start = rng.randrange(len(data) + 1)
        end = min(len(data), start + rng.randint(0, 12))
        piece = rng.choice([b"", rng.randbytes(4), b"\r\n", b'"', b"\\ud800", b"9" * 5000, b"\0",
                            rng.choice(seeds)[start:end], bytes(data[start:end]) * 3])  # fmt: skip
        data[start:end] = piece
    return bytes(data)


@pytest.mark.promise("C1")
def test_broken_replies_on_a_real_socket_break_nothing(target, figure):
    for seed in target.SEEDS:
        target.check(seed)
    rng = random.Random(7)
    for _ in range(MUTATIONS):
        target.check(mutated(target.SEEDS, rng))
    figure(f"{len(target.SEEDS)} broken replies and {MUTATIONS} mutations of them")


@pytest.mark.bites("C1")
def test_the_target_notices_a_reader_that_believes_too_much(target, monkeypatch, figure):
    """One that takes what JSON gives, as a plain client would."""
    seed = target.whole(200, b'{"success":true,"feedbackId":"\\ud800"}')
    target.check(seed)
    monkeypatch.setattr(wire, "parse_feedback_id", lambda raw: json.loads(raw)["feedbackId"])
    with pytest.raises(UnicodeEncodeError):
        target.check(seed)
    with pytest.raises(json.JSONDecodeError):
        target.check(target.whole(200, b"<html>Please sign in</html>"))
    figure("a reader without checks fails on 2 of 2 replies")


@pytest.mark.faults
@pytest.mark.timeout(180)
@pytest.mark.promise("C1")
def test_bred_replies_break_nothing(tmp_path, figure):
    pytest.importorskip("atheris")
    run = subprocess.run(
        [sys.executable, str(FUZZ / "run.py"), "replies", "--minutes", "0.17"],
        capture_output=True, text=True, check=False, timeout=150,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-3000:]
    assert "DONE" in run.stderr
    figure("bred for coverage until the time was over, none broke a promise")
