"""The web widget's options: a test for each, named after it. Themes are seen in test_themes.py."""

from __future__ import annotations

import logging

import pytest
from ui.form import Form

import usero_desktop as usero
from usero_desktop.errors import ConfigError
from usero_desktop.qt import QtCore, QtGui, QtWidgets


@pytest.fixture
def opened(qtbot, window, attach):
    """Attach with options, open the panel and return it."""

    def open_(**options):
        attach(window, **options).open()
        return Form(qtbot, window)

    return open_


def sent(form, inbox, **fields):
    form.choose(fields.get("rating", 4))
    form.send()
    form.wait_for("Thank you!")
    [report] = inbox.new()
    return report


@pytest.mark.parametrize("client_id", ["", "ab", "YOUR_CLIENT_ID"])
def test_client_id_shorter_than_three_or_a_placeholder_gives_an_inert_handle(
    window, attach, caplog, client_id
):
    errors = []
    assert attach(window, client_id, on_error=errors.append).is_inert
    assert [type(error) for error in errors] == [ConfigError]
    assert [r.levelno for r in caplog.records].count(logging.WARNING) == 1


def test_client_id_of_three_characters_is_taken(window, attach):
    assert not attach(window, "abc").is_inert


@pytest.mark.parametrize("position", ["right", "left"])
@pytest.mark.parametrize("kind", ["tab", "button"])
def test_position_is_the_side_of_launcher_and_panel_and_where_it_slides_from(
    qtbot, window, attach, position, kind
):
    widget = attach(window, position=position, launcher_type=kind, reduced_motion=False)
    launcher = Form(qtbot, window).launcher
    on_right = launcher.geometry().center().x() > window.width() / 2
    assert on_right is (position == "right")

    widget.open()
    panel = Form(qtbot, window).panel
    first = panel.x()
    qtbot.waitUntil(lambda: window.rect().contains(panel.geometry()))
    assert (first > panel.x()) is (position == "right"), "it comes from that side"
    assert (panel.geometry().center().x() > window.width() / 2) is (position == "right")


def test_launcher_type_is_a_tab_half_way_down_or_a_pill_20_px_from_the_corner(
    qtbot, window, attach
):
    widget = attach(window)
    launcher = Form(qtbot, window).launcher
    assert launcher.geometry().right() == window.width() - 1
    assert abs(launcher.geometry().center().y() - window.height() / 2) <= 1

    widget.update(launcher_type="button")
    corner = window.rect().bottomRight() - launcher.geometry().bottomRight()
    assert corner == QtCore.QPoint(20, 20)


def test_launcher_type_none_hides_it_from_eyes_and_keys_and_the_panel_works(qtbot, window, attach):
    widget = attach(window, launcher_type="none")
    launcher = Form(qtbot, window).launcher
    assert not launcher.isVisible()
    for _ in range(4):
        qtbot.keyClick(QtWidgets.QApplication.focusWidget(), QtCore.Qt.Key.Key_Tab)
        assert not launcher.hasFocus()

    widget.toggle()
    assert Form(qtbot, window).panel.isVisible()


def test_launcher_label_falls_back_to_the_title_and_is_the_pills_name(qtbot, window, attach):
    widget = attach(window, launcher_type="button")
    launcher = Form(qtbot, window).launcher
    assert launcher.accessibleName() == "Share Feedback"
    widget.update(title="Tell us")
    assert launcher.accessibleName() == "Tell us"
    widget.update(launcher_label="Say it")
    assert launcher.accessibleName() == "Say it"


@pytest.mark.parametrize("name", ["launcher_label", "title", "placeholder"])
def test_words_of_the_hosts_are_plain_text(qtbot, window, attach, name):
    plain, marked = "Tell &us", "<b>Tell</b> &us"
    widget = attach(window, launcher_type="button", **{name: marked})
    widget.open()
    form = Form(qtbot, window)
    # Drawn as it is written, a mark takes room.
    if name == "launcher_label":
        width = form.launcher.width()
        widget.update(launcher_label=plain)
        assert width > form.launcher.width()
    elif name == "title":
        label = form.label(marked)
        assert label.textFormat() == QtCore.Qt.TextFormat.PlainText
        assert label.sizeHint().width() > label.fontMetrics().horizontalAdvance(plain)
    else:
        assert form.comment.placeholderText() == marked


def test_the_tabs_tool_tip_shows_the_title_as_it_is_written(qtbot, window, attach):
    widget = attach(window, title="<b>Tell</b> us")
    launcher = Form(qtbot, window).launcher
    shown = QtGui.QTextDocument()
    shown.setHtml(launcher.toolTip())
    assert shown.toPlainText() == "<b>Tell</b> us"
    widget.update(title="Tell us & them")
    assert launcher.toolTip() == "Tell us & them"


@pytest.mark.parametrize("kind", ["tab", "button"])
def test_a_label_of_any_length_leaves_the_launcher_in_the_window(qtbot, window, attach, kind):
    attach(window, launcher_type=kind, launcher_label="Say something " * 500)
    launcher = Form(qtbot, window).launcher
    assert window.rect().contains(launcher.geometry())
    window.resize(500, 500)
    qtbot.waitUntil(lambda: window.rect().contains(launcher.geometry()))


def test_hide_trigger_is_launcher_type_none_and_launcher_type_wins(qtbot, window, attach):
    widget = attach(window, hide_trigger=True)
    launcher = Form(qtbot, window).launcher
    assert not launcher.isVisible()
    widget.update(launcher_type="button")
    assert launcher.isVisible()
    widget.update(launcher_type=None)
    assert not launcher.isVisible()
    widget.update(hide_trigger=False)
    assert launcher.isVisible()


def test_title_is_the_panels_header_and_name(opened):
    form = opened(title="How is it?")
    assert form.says("How is it?")
    assert form.panel.accessibleName() == "How is it?"


def test_title_left_out_is_share_feedback(opened):
    assert opened().says("Share Feedback")


def test_placeholder_stands_in_the_empty_comment(opened):
    assert opened().comment.placeholderText() == "Tell us what you think... (optional)"


def test_placeholder_of_the_hosts_stands_there_instead(opened):
    assert opened(placeholder="Go on").comment.placeholderText() == "Go on"


@pytest.mark.parametrize(
    "option, part",
    [("show_email_option", "share_email"), ("show_screenshot_option", "add_screenshot")],
)
def test_show_email_option_and_show_screenshot_option_hide_their_block(opened, option, part):
    assert not opened(**{option: False}).has(part)


def test_environment_is_sent_as_it_is(opened, inbox):
    assert sent(opened(environment=" Beta 2 "), inbox).environment == " Beta 2 "


def test_environment_left_out_is_not_sent(opened, inbox):
    assert sent(opened(), inbox).environment is None


@pytest.mark.parametrize("name", ["base_url", "api_url"])
def test_base_url_or_api_url_loses_one_slash_and_is_where_reports_go(opened, inbox, name):
    form = opened(**{"base_url": usero.UNSET, name: inbox.url.rstrip("/") + "/"})
    assert sent(form, inbox).rating == 4


def test_base_url_cannot_be_changed_later(window, attach):
    errors = []
    widget = attach(window, on_error=errors.append)
    widget.update(api_url="https://elsewhere.example")
    assert [error.code for error in errors] == ["option_fixed"]


def test_metadata_is_attached_to_every_report(opened, inbox):
    assert sent(opened(metadata={"plan": {"name": "pro"}}), inbox).metadata["plan"] == {
        "name": "pro"
    }


def test_disable_page_context_leaves_page_and_title_out_of_the_request(opened, inbox):
    page = {"page_url": "app://demo/main", "page_title": "Main", "app_name": "Demo"}
    report = sent(opened(disable_page_context=True, **page), inbox)
    assert (report.page_url, report.page_title, report.referrer) == (None, None, None)


def test_page_context_is_sent_where_it_is_not_disabled(opened, inbox):
    report = sent(opened(page_url="app://demo/main", page_title=lambda: "Main"), inbox)
    assert (report.page_url, report.page_title) == ("app://demo/main", "Main")


def test_on_open_on_close_and_on_submit_are_called_and_so_are_the_signals(
    qtbot, window, attach, inbox
):
    story = []
    widget = attach(
        window,
        on_open=lambda: story.append("on_open"),
        on_close=lambda: story.append("on_close"),
        on_submit=lambda _report: story.append("on_submit"),
        on_error=lambda _error: story.append("on_error"),
    )
    for name in ("opened", "closed", "delivered", "failed"):
        getattr(widget, name).connect(lambda *_, name=name: story.append(name))
    widget.open()
    sent(Form(qtbot, window), inbox)
    widget.close()
    assert story == ["opened", "on_open", "delivered", "on_submit", "closed", "on_close"]


def test_on_submit_hears_what_the_report_was(qtbot, window, attach):
    heard = []
    attach(window, on_submit=heard.append, page_url="app://demo/main", page_title="Main",
           metadata={"plan": "pro"}, environment="beta").open()  # fmt: skip
    form = Form(qtbot, window)
    form.choose(3)
    form.type("Well")
    form.click(form.share)
    qtbot.keyClicks(form.email, "mira@example.org")
    form.attach_pictures(1)
    form.wait_for_pictures(1)
    form.send()
    qtbot.waitUntil(lambda: bool(heard), timeout=20_000)
    [report] = heard
    assert (report.rating, report.comment, report.user_email) == (3, "Well", "mira@example.org")
    assert (report.page_url, report.page_title, report.referrer) == (
        "app://demo/main",
        "Main",
        None,
    )
    assert [shot.mime_type for shot in report.screenshots] == ["image/png"]
    assert report.metadata["plan"] == "pro"
    assert report.environment == "beta"
    assert report.created_at <= report.receipt.delivered_at


def test_theme_keys_win_one_by_one_over_the_hosts_light_or_dark_and_none_follows_again(
    qtbot, window, attach
):
    def background():
        image, ratio = form.panel.grab().toImage(), form.panel.devicePixelRatio()
        return image.pixelColor(round(8 * ratio), round(68 * ratio)).name()

    def paint_window(color):
        palette = QtGui.QPalette(window.palette())
        palette.setColor(QtGui.QPalette.ColorRole.Window, QtGui.QColor(color))
        window.setPalette(palette)

    widget = attach(window, theme=usero.Theme(primary="#00aa77"))
    widget.open()
    form = Form(qtbot, window)
    assert background() == "#ffffff"
    widget.update(theme=usero.Theme(background="#fff3d6"))
    paint_window("#202020")
    assert background() == "#fff3d6"
    widget.update(theme=None)
    assert background() == "#1f2937"
    paint_window("#fafafa")
    assert background() == "#ffffff"


def test_on_error_hears_of_a_report_that_failed_and_not_of_one_that_was_not_filled_in(
    qtbot, window, attach
):
    errors = []
    attach(window, "client_closed", on_error=errors.append).open()
    form = Form(qtbot, window)
    form.send()
    assert form.says("Choose a face or write a comment.")
    assert errors == []
    form.choose(1)
    form.send()
    qtbot.waitUntil(lambda: bool(errors), timeout=20_000)
    assert isinstance(errors[0], usero.Refused)
