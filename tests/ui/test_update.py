from __future__ import annotations

import pytest
from pseudo import pseudo
from ui.form import Form

import usero_desktop as usero
from usero_desktop.qt import QtCore, QtGui


def background(form):
    """The panel's own colour, read off the screen: left of its title."""
    image = form.panel.grab().toImage()
    ratio = image.devicePixelRatio()
    return image.pixelColor(round(8 * ratio), round(68 * ratio)).name()


def test_title_and_placeholder_change_while_open(form, widget):
    form.type("kept")
    widget.update(title="How is it?", placeholder="Say it")

    assert form.says("How is it?")
    assert form.comment.placeholderText() == "Say it"
    assert form.comment.toPlainText() == "kept"
    assert form.panel.accessibleName() == "How is it?"


def test_unset_leaves_alone_and_none_restores_the_default(form, widget):
    widget.update(title="Mine", placeholder="Mine too")
    widget.update(title=usero.UNSET, placeholder=None)

    assert form.says("Mine")
    assert form.comment.placeholderText() == "Tell us what you think... (optional)"
    widget.update(title=None)
    assert form.says("Share Feedback")


@pytest.mark.parametrize("theme,color", [("light", "#ffffff"), ("dark", "#1f2937")])
def test_the_theme_changes_at_once(form, widget, theme, color):
    widget.update(theme=theme)

    assert background(form) == color


def test_a_theme_of_the_hosts_own_wins_key_by_key(form, widget):
    widget.update(theme=usero.Theme(background="#fff3d6"))

    assert background(form) == "#fff3d6"
    widget.update(theme=None)
    assert background(form) == "#ffffff"


def test_the_position_moves_launcher_and_panel(form, widget, window):
    right = form.panel.x()
    widget.update(position="left")

    assert form.launcher.x() == 0
    assert form.panel.x() < right
    assert form.panel.geometry().center().x() < window.width() / 2


def test_the_launcher_changes_its_kind(form, widget):
    widget.close()
    widget.update(launcher_type="button", launcher_label="Say it")
    assert form.launcher.isVisible()
    assert form.launcher.accessibleName() == "Say it"
    widget.update(launcher_type="none")
    assert not form.launcher.isVisible()
    widget.update(launcher_type="tab")
    assert form.launcher.isVisible()
    assert form.launcher.width() < 60


def test_blocks_come_and_go(form, widget):
    widget.update(show_email_option=False, show_screenshot_option=False)
    assert not form.has("share_email")
    assert not form.has("add_screenshot")
    widget.update(show_email_option=True, show_screenshot_option=True)
    assert form.has("share_email")
    assert form.has("add_screenshot")


def test_the_language_and_its_direction_change(form, widget, qtbot):
    widget.update(locale="qps")
    assert form.send_button.text() == pseudo("Send Feedback")
    assert form.panel.layoutDirection() == QtCore.Qt.LayoutDirection.RightToLeft
    close, title = form.part("close"), form.panel
    qtbot.waitUntil(lambda: close.mapTo(title, QtCore.QPoint()).x() < title.width() / 2)

    widget.update(locale="en")
    assert form.says("Send Feedback")
    qtbot.waitUntil(lambda: close.mapTo(title, QtCore.QPoint()).x() > title.width() / 2)


@pytest.mark.parametrize(
    "change,words",
    [
        ({"client_id": "client_other"}, "client_id cannot change"),
        ({"base_url": "https://example.org"}, "base_url cannot change"),
        ({"titel": "x"}, "did you mean title?"),
        ({"position": "top"}, "position must be"),
    ],
)
def test_a_wrong_change_changes_nothing_and_goes_to_on_error(
    qtbot, window, attach, caplog, change, words
):
    errors = []
    widget = attach(window, title="Before", on_error=errors.append)
    widget.open()
    widget.update(title="After", **change)

    assert words in str(errors[0])
    assert words in caplog.text
    assert Form(qtbot, window).says("Before")


def test_new_options_count_for_the_next_report(form, widget, inbox):
    widget.update(environment="staging", metadata={"plan": "gold"})
    form.choose(4)
    form.send()
    form.wait_for("Thank you!")

    [report] = inbox.new()
    assert report.environment == "staging"
    assert report.metadata["plan"] == "gold"


def test_callbacks_can_be_changed_and_taken_away(window, attach):
    story = []
    widget = attach(window, on_open=lambda: story.append("first"))
    widget.update(on_open=lambda: story.append("second"))
    widget.open()
    widget.close()
    widget.update(on_open=None)
    widget.open()

    assert story == ["second"]


def test_the_hosts_palette_turns_dark_and_the_panel_with_it(qapp, form, window):
    assert background(form) == "#ffffff"
    palette = QtGui.QPalette(window.palette())
    palette.setColor(QtGui.QPalette.ColorRole.Window, QtGui.QColor("#202020"))
    window.setPalette(palette)

    assert background(form) == "#1f2937"
    window.setPalette(QtGui.QPalette())
    assert background(form) == "#ffffff"


def test_a_fixed_theme_does_not_follow_the_host(form, widget, window):
    widget.update(theme="light")
    palette = QtGui.QPalette(window.palette())
    palette.setColor(QtGui.QPalette.ColorRole.Window, QtGui.QColor("#202020"))
    window.setPalette(palette)

    assert background(form) == "#ffffff"
