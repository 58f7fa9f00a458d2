"""What was written before an administrator forbade a part of it, in the form."""

from __future__ import annotations

import pytest
from ui.form import Form, mime, striped
from ui.review import Review
from ui.shelf import Shelf, refused

from usero_desktop import policy
from usero_desktop.ui.form import drafts


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def rule(monkeypatch):
    """Have this process know another policy."""

    def rule_(**values):
        known = {policy.CODE: policy.Policy(source="the test's", **values)}
        monkeypatch.setattr(policy, "_known", known)

    return rule_


def test_a_report_of_before_comes_into_the_form_as_it_may_be_sent(
    qtbot, window, attach, inbox, data, rule, picture_bytes
):
    refused(data, comment="The table", user_email="zz@example.com", screenshots=[picture_bytes])
    rule(screenshots=False, identity=False)
    attach(window).open()
    form = Form(qtbot, window)
    form.wait_for("1 report could not be sent.")

    Shelf(form, qtbot).show().press("edit")
    qtbot.waitUntil(lambda: form.comment.toPlainText() == "The table")

    assert form.thumbnails == []
    assert not form.has("share_email")
    form.send()
    form.wait_for("Thank you!")
    [report] = inbox.new()
    assert (report.screenshots, report.user_email) == ((), None)


def test_a_draft_of_before_comes_back_without_its_pictures(
    qtbot, window, attach, inbox, rule, monkeypatch
):
    monkeypatch.setattr("usero_desktop.ui.form.keeping.SAVE_MS", 50)
    widget = attach(window, keep_drafts=True)
    widget.open()
    form = Form(qtbot, window)
    qtbot.waitUntil(lambda: drafts.is_recalled(widget._backstage.lease._key))
    form.type("With a picture")
    form.drop(mime(image=striped()))
    form.wait_for_pictures(1)
    widget.close()
    qtbot.waitUntil(lambda: bool(kept_pictures(widget)), timeout=20_000)
    widget.destroy()
    drafts.forget_all()
    rule(screenshots=False)

    again = attach(window, keep_drafts=True)
    again.open()
    page = Review(qtbot, window)
    qtbot.waitUntil(lambda: page.comment.toPlainText() == "With a picture", timeout=20_000)

    assert page.thumbnails == []
    page.look()
    assert page.section("policy") == ["Set by your administrator", "No screenshots are sent."]
    assert page.sent(inbox).screenshots == ()


def kept_pictures(widget):
    from usero_desktop.core.drafts import draft_of

    found = draft_of(widget._backstage.session.feedback).load()
    return found.sheets[0].draft.pictures if found is not None and found.sheets else ()


@pytest.fixture
def picture_bytes():
    from io import BytesIO

    from PIL import Image

    file = BytesIO()
    Image.effect_noise((40, 30), 50).save(file, "PNG")
    return file.getvalue()
