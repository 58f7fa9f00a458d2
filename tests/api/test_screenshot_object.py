"""What a server says of a screenshot it took: checked, sent back, and otherwise left alone."""

import io
import json

import pytest
from PIL import Image
from servers import accepted, reply, serving

from usero_desktop.core.events import Deferred, Delivered
from usero_desktop.model import wire
from usero_desktop.model.picture import Picture
from usero_desktop.model.submission import UploadedScreenshot

FIELDS = {"fileName", "url", "fileSize", "mimeType", "width", "height"}
GOOD = {"fileName": "a.png", "url": "/a", "fileSize": 5, "width": 4, "height": 3,
        "mimeType": "image/png"}  # fmt: skip
MOST = 2048  # bytes of one text

# Taken as they are and sent back, opened by nobody: {trap} is a server that would notice.
STRANGE = {
    "a script for an address": {"url": "javascript:fetch('{trap}/x')"},
    "an address elsewhere": {"url": "{trap}/a.png"},
    "an address with a login": {"url": "{trap}/a.png#anna:secret@"},
    "a file's address": {"url": "file:///etc/passwd"},
    "HTML for a name": {"fileName": "<img src={trap}/b.png>"},
    "a path for a name": {"fileName": "../../../../etc/passwd"},
    "another kind": {"mimeType": "text/html; charset=<script src={trap}>"},
    "further names": {"thumbnail": "{trap}/t.png", "__proto__": {"x": 1}, "refresh": "{trap}"},
    "the longest texts": {"url": "x" * MOST, "fileName": "ß" * (MOST // 2)},
    "a size that is no number": {"width": "4", "height": None},
    "a size below nothing": {"width": -4, "height": 1e300},
}
# Not Usero's answer: the picture goes up again later.
UNFIT = {
    "a text of 1 MB": {"url": "x" * 1_000_000},
    "a text one byte too long": {"url": "x" * (MOST + 1)},
    "a text too long as UTF-8": {"fileName": "ß" * (MOST // 2 + 1)},
    "half a letter": {"fileName": "\ud800.png"},
    "an address that is a list": {"url": ["/a"]},
    "no address": {"url": None},
    "an empty name": {"fileName": ""},
    "a size that is a text": {"fileSize": "5"},
    "a size that is true": {"fileSize": True},
    "half a byte": {"fileSize": 5.5},
    "a size below nothing": {"fileSize": -1},
    "a size beyond all": {"fileSize": 1e308},
    "a size of 4,000 digits": {"fileSize": int("9" * 4000)},
    "no object": None,
}


def picture():
    file = io.BytesIO()
    Image.new("RGB", (40, 30), (9, 90, 200)).save(file, "PNG")
    return Picture(file.getvalue(), "image/png", 40, 30)


def saying(change, trap=""):
    """Answer a screenshot with the good object, changed; a feedback as ever."""
    shot = None if change is None else GOOD | change
    body = json.dumps({"success": True, "screenshot": shot}).replace("{trap}", trap).encode()

    def answer(request, _connection=None):
        return reply(200, body) if "screenshots" in request.path else accepted(request)

    return answer


@pytest.mark.promise("C6")
def test_only_the_documented_fields_come_back_and_nobody_opens_them(story_of, figure):
    waiting = list(STRANGE.values())

    def answer(request, _connection):
        if "feedback" in request.path:
            return accepted(request)
        return saying(waiting.pop(0), trap.url)(request)

    with serving() as trap, serving(answer) as server:
        story = story_of(server.url)
        for name, change in STRANGE.items():
            story.feedback.submit(rating=1, screenshots=[picture()])
            assert isinstance(story.next(Delivered, Deferred), Delivered), name
            [shot] = server.requests[-1].json["screenshots"]
            assert set(shot) <= FIELDS, name
            assert all(len(v.encode()) <= MOST for v in shot.values() if isinstance(v, str)), name
            expected = GOOD | {k: v for k, v in change.items() if k in FIELDS}
            for field in ("fileName", "url", "mimeType"):
                assert shot[field] == expected[field].replace("{trap}", trap.url), name
    assert trap.connections == 0
    figure(f"{len(STRANGE)} strange objects: 6 fields at most, 2 KB each, 0 connections")


@pytest.mark.promise("C6")
def test_an_object_that_is_none_is_not_kept_and_the_picture_goes_up_again(story_of, figure):
    answers = []

    def answer(request, _connection):
        return (answers.pop() if answers else accepted)(request)

    with serving(answer) as server:
        story = story_of(server.url)
        for name, change in UNFIT.items():
            server.requests.clear()
            answers.append(saying(change))
            story.feedback.submit(rating=1, screenshots=[picture()])
            assert story.next(Delivered, Deferred).error.code == "not_usero", name
            story.feedback.retry_now()
            assert isinstance(story.next(Delivered, Deferred), Delivered), name
            assert server.paths() == ["/api/screenshots", "/api/screenshots", "/api/feedback"], name
    figure(f"{len(UNFIT)} objects that are none, each asked for again")


@pytest.mark.bites("C6")
def test_a_parser_that_believes_the_server_is_noticed(story_of, monkeypatch, figure):
    def believe(raw):
        shot = json.loads(raw)["screenshot"]
        names = ("fileName", "url", "fileSize", "mimeType")
        return UploadedScreenshot(*(shot[name] for name in names))

    monkeypatch.setattr(wire, "parse_screenshot_reply", believe)
    with serving(saying(UNFIT["a text one byte too long"])) as server:
        story = story_of(server.url)
        story.feedback.submit(rating=1, screenshots=[picture()])
        assert isinstance(story.next(Delivered, Deferred), Delivered)
    [shot] = server.requests[-1].json["screenshots"]
    assert len(shot["url"]) > MOST
    figure("a parser that believes the server sends more than 2 KB back")
