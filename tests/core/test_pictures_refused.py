"""Screenshots that the server will not take, or that did not survive on this machine."""

import io
import random
import threading

import pytest
from PIL import Image
from servers import accepted, reply, serving

from usero_desktop.capture.smaller import smaller
from usero_desktop.core.events import Delivered
from usero_desktop.core.uploads import Uploads
from usero_desktop.errors import ImageError, Refused, Unreachable
from usero_desktop.model.picture import Picture

PATIENCE = 30
TOO_LARGE = (400, {"error": "File too large (max 10MB)"})
NO_IMAGE = (400, {"error": "File must be an image"})
PROXYS = (413, b"<html>too large</html>")


def picture(size=(120, 90), mode="RGB", form="PNG"):
    noise = random.Random(3).randbytes(size[0] * size[1] * len(mode))
    file = io.BytesIO()
    Image.frombytes(mode, size, noise).save(file, form)
    return Picture(file.getvalue(), f"image/{form.lower()}", *size)


class Choosy:
    """A server that refuses the second screenshot `times` times."""

    def __init__(self, refusal, times):
        self.refusal, self.left = refusal, times
        self.taken = []

    def __call__(self, request, _connection):
        if b"screenshot-2." in request.body and request.path.endswith("screenshots"):
            if self.left:
                self.left -= 1
                return reply(*self.refusal)
            self.taken.append(request.body)
        return accepted(request)


@pytest.mark.promise("B1", "B4")
@pytest.mark.parametrize("refusal", [TOO_LARGE, NO_IMAGE, PROXYS])
def test_a_refused_screenshot_goes_up_once_more_and_smaller(feedback_for, refusal, figure):
    choosy, original = Choosy(refusal, 1), picture()
    with serving(choosy) as server:
        ticket = feedback_for(server.url).submit(rating=1, screenshots=[original] * 3)
        receipt = ticket.result(PATIENCE)
    assert receipt.pictures_left_out == 0
    [again] = choosy.taken
    assert b'filename="screenshot-2.jpg"' in again
    assert b"image/jpeg" in again
    assert len(again) < len(original.data) / 2 + 600  # and the form around it
    assert server.paths().count("/api/screenshots") == 4
    names = [shot["fileName"] for shot in server.requests[-1].json["screenshots"]]
    assert names == ["screenshot-1.png", "screenshot-2.jpg", "screenshot-3.png"]
    figure(f"{refusal[0]}: sent again as a smaller JPEG, once")


@pytest.mark.promise("B1", "B4")
@pytest.mark.parametrize("refusal", [TOO_LARGE, NO_IMAGE, PROXYS])
def test_refused_twice_it_is_left_out_and_said_so(feedback_for, refusal):
    choosy = Choosy(refusal, 2)
    with serving(choosy) as server:
        ticket = feedback_for(server.url).submit(rating=1, screenshots=[picture()] * 3)
        receipt = ticket.result(PATIENCE)
    assert receipt.pictures_left_out == 1
    assert choosy.left == 0
    sent = server.requests[-1].json
    assert len(sent["screenshots"]) == 2
    [note] = sent["metadata"]["screenshotsLeftOut"]
    assert note.startswith("screenshot-2: ")
    assert server.paths().count("/api/screenshots") == 4


@pytest.mark.promise("B8")
def test_a_report_that_is_deleted_while_its_screenshot_is_refused_sends_no_smaller_one(
    feedback_for,
):
    submitted, deleted = threading.Event(), threading.Event()

    def answer(_request, _connection):
        submitted.wait(PATIENCE)
        assert feedback.delete(ticket.submission_id)
        deleted.set()
        return reply(*NO_IMAGE)

    with serving(answer) as server:
        feedback = feedback_for(server.url)
        ticket = feedback.submit(rating=1, screenshots=[picture()])
        submitted.set()
        assert deleted.wait(PATIENCE)
        feedback.close(PATIENCE)  # waits for what is under way
    assert server.paths() == ["/api/screenshots"]


@pytest.mark.promise("B1")
def test_a_final_no_outweighs_trouble_that_came_before_it():
    def send(name, _picture, _on_sent):
        if name.startswith("screenshot-1"):
            raise Unreachable("No network.")
        for thread in threading.enumerate():
            if thread.name == "usero-upload-1":
                thread.join(PATIENCE)  # its trouble is known by then
        raise Refused("No such project.", status=404, code="refused_client")

    uploads = Uploads(send=send, check=lambda: None, keep=lambda *_: None, waiting=lambda *_: None)
    with pytest.raises(Refused, match="No such project"):
        uploads.run((picture((4, 3)),) * 2, (None, None), ())


@pytest.mark.promise("A6")
def test_a_screenshot_that_was_damaged_on_the_disk_is_left_out_and_said_so(feedback_for, heard):
    feedback = feedback_for()
    ticket = feedback.submit(rating=1, screenshots=[picture(), picture((40, 30))])
    feedback.close()
    database = feedback._lanes.disk.outbox()._database
    database.run(lambda db: db.execute("UPDATE picture SET data = zeroblob(9) WHERE position = 1"))
    database.run(lambda db: db.execute("UPDATE report SET due_at = 0, lease_until = NULL"))
    feedback._lanes.disk.outbox().close()
    with serving() as server:
        again = feedback_for()
        database.run(
            lambda db: db.execute("UPDATE report SET body = replace(body, ?, ?), digest = NULL",
                                  ("http://127.0.0.1:9", server.url))
        )  # fmt: skip
        story = heard(again)
        again.start()
        receipt = story.next(Delivered).receipt
    assert receipt.submission_id == ticket.submission_id
    assert receipt.pictures_left_out == 1
    sent = server.requests[-1].json
    assert [shot["fileName"] for shot in sent["screenshots"]] == ["screenshot-1.png"]
    assert sent["metadata"]["screenshotsLeftOut"] == [
        "screenshot-2: damaged on this computer before it was sent"
    ]


@pytest.mark.promise("B4")
@pytest.mark.parametrize("original", [picture(), picture(mode="RGBA"), picture(form="JPEG")])
def test_smaller_is_half_the_bytes_at_most_and_still_the_picture(original):
    small = smaller(original)
    assert len(small.data) <= len(original.data) // 2
    with Image.open(io.BytesIO(small.data)) as image:
        assert image.format == "JPEG"
        assert image.size == (small.width, small.height)
    assert abs(small.width / small.height - original.width / original.height) < 0.1


def test_what_cannot_be_read_cannot_be_made_smaller():
    with pytest.raises(ImageError, match="damaged"):
        smaller(Picture(b"\x89PNG" * 10, "image/png", 4, 3))
