"""A report that arrived without one of its screenshots is not thanked for as if it were whole."""

from __future__ import annotations

import pytest
from PIL import Image
from servers import accepted, reply, serving
from ui.form import Form

from usero_desktop.i18n import Texts

THANKS = Texts("en")("panel.thanks")
LEFT_OUT = Texts("en")("pictures.left_out", n=1)


@pytest.fixture
def sent(qtbot, window, attach, tmp_path):
    """Send a report with one screenshot to a server that answers so; return the panel."""
    picture = tmp_path / "picture.png"
    Image.effect_noise((320, 240), 60).convert("RGB").save(picture)

    def send(answer):
        with serving(answer) as server:
            attach(window, base_url=server.url, data_dir=tmp_path / "data").open()
            form = Form(qtbot, window)
            form.type("With a picture")
            form.drop_files(picture)
            qtbot.waitUntil(lambda: len(form.thumbnails) == 1)
            form.send()
            qtbot.waitUntil(lambda: any(words.startswith(THANKS) for words in form.words))
            return form

    return send


def without_screenshots(request, _connection):
    if request.path == "/api/screenshots":
        return reply(400, {"error": "File must be an image"})
    return accepted(request)


@pytest.mark.promise("B4", "A6")
def test_a_screenshot_that_did_not_arrive_is_told_beside_the_thanks(sent, figure):
    assert sent(without_screenshots).says(f"{THANKS} {LEFT_OUT}")
    figure("a screenshot that was left out is told beside the thanks")


def test_of_a_whole_report_there_is_nothing_more_to_say(sent):
    assert sent(accepted).says(THANKS)
