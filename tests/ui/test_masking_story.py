"""What is masked is in none of a picture's bytes: not in the form, not in the preview, not sent."""

from __future__ import annotations

import io

import pytest
from PIL import Image
from ui.planted import Block, count

from usero_desktop.qt import QtWidgets

pytestmark = pytest.mark.promise("I7")


@pytest.fixture
def secret(window):
    block = Block(window.centralWidget())
    block.setGeometry(40, 100, 201, 101)
    block.setObjectName("account_number")
    block.show()
    field = QtWidgets.QLineEdit("hunter2", window.centralWidget())
    field.setEchoMode(QtWidgets.QLineEdit.EchoMode.Password)
    field.setGeometry(40, 220, 201, 31)
    field.show()
    return block


def opened(data):
    return Image.open(io.BytesIO(data))


def test_it_is_in_no_byte_of_the_draft_the_preview_and_the_upload(form, widget, secret, inbox):
    secret.setProperty("usero_mask", True)
    form.choose(3)
    form.add_picture("window")
    form.wait_for_pictures(1)
    [kept] = widget._backstage.session.controller.state.draft.pictures
    preview = form.thumbnails[0].pixmap().toImage()
    form.send()
    form.wait_for("Thank you!")
    [report] = inbox.new()
    [shot] = report.screenshots

    assert count(opened(kept.data)) == count(preview) == count(opened(inbox.image(shot))) == 0


def test_names_that_are_updated_count_for_the_next_picture(form, widget, secret):
    def pictures():
        return [
            count(opened(p.data)) for p in widget._backstage.session.controller.state.draft.pictures
        ]

    for number, names in enumerate(((), ["account_*"], None), 1):
        widget.update(mask=names)
        form.add_picture("window")
        form.wait_for_pictures(number)

    assert [found > 0 for found in pictures()] == [True, False, True]


def test_what_another_windows_widget_names_is_masked_in_this_ones_pictures(
    form, widget, secret, attach, another
):
    attach(another(), mask=["account_*"])
    form.add_picture("window")
    form.wait_for_pictures(1)

    [picture] = widget._backstage.session.controller.state.draft.pictures
    assert count(opened(picture.data)) == 0
