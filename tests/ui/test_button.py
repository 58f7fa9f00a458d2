"""`FeedbackButton` in a form of Qt Designer's, loaded by the binding's own loader."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from ui.form import Form
from ui.forms import form, load

import usero_desktop as usero
from usero_desktop.qt import BINDING, QtCore, QtWidgets, is_alive

LEFT = QtCore.Qt.MouseButton.LeftButton


@pytest.fixture
def button(qtbot, inbox, tmp_path):
    """Load a form with a promoted button in it, show it, and return the button."""
    made = []

    def load_(**properties):
        window = load(form(**{"clientId": "client_demo", "baseUrl": inbox.url, **properties}))
        found = window.findChild(usero.FeedbackButton, "feedback")
        found.configure(data_dir=tmp_path / "data", reduced_motion=True)
        made.append((window, found))  # the window, or nobody holds it
        window.show()
        qtbot.waitExposed(window)
        return found

    yield load_
    for window, found in made:
        if is_alive(found) and found.handle is not None:
            found.handle.destroy()
        if is_alive(window):
            window.close()
            window.deleteLater()


def test_a_promoted_button_of_a_ui_file_opens_the_panel_and_sends(qtbot, inbox, button):
    found = button(language="en", appName="Demo", environment="beta", showEmailOption=False)
    qtbot.mouseClick(found, LEFT)
    shown = Form(qtbot, found.window())
    assert shown.panel.isVisible()
    assert not shown.has("share_email")
    assert not shown.launcher.isVisible()
    shown.choose(4)
    shown.send()
    shown.wait_for("Thank you!")
    [report] = inbox.new()
    assert (report.rating, report.environment) == (4, "beta")
    assert report.metadata["appName"] == "Demo"

    qtbot.mouseClick(found, LEFT)
    assert not found.handle.is_open


def test_every_property_that_designer_can_set_is_an_option(button):
    values = {
        "feedbackTitle": "Well?", "placeholder": "Go on", "position": "left", "theme": "dark",
        "language": "de", "environment": "beta", "showEmailOption": False,
        "showScreenshotOption": False, "appName": "Demo", "appVersion": "1.2",
    }  # fmt: skip
    found = button(**values)
    assert {name: found.property(name) for name in values} == values
    meant = found.handle.options
    assert (meant.title, meant.placeholder, meant.position) == ("Well?", "Go on", "left")
    assert (meant.theme, meant.locale, meant.environment) == ("dark", "de", "beta")
    assert (meant.show_email_option, meant.show_screenshot_option) == (False, False)
    assert (meant.app_name, meant.app_version) == ("Demo", "1.2")
    assert meant.launcher == "none"

    names = [
        found.metaObject().property(i).name() for i in range(found.metaObject().propertyCount())
    ]
    assert set(names[-12:]) == {*values, "clientId", "baseUrl"}


def test_a_property_that_is_set_later_is_seen_and_emptied_is_the_default(qtbot, button):
    found = button(language="en")
    found.click()
    shown = Form(qtbot, found.window())
    found.setProperty("feedbackTitle", "Well?")
    assert shown.says("Well?")
    found.setProperty("feedbackTitle", "")
    assert shown.says("Share Feedback")


def test_functions_and_all_else_are_given_by_configure(qtbot, button):
    story = []
    found = button()
    found.configure(on_open=lambda: story.append("open"), metadata={"plan": "pro"})
    found.click()
    assert story == ["open"]
    assert found.handle.options.metadata == {"plan": "pro"}
    found.configure(position="up")
    assert found.handle.options.position == "right"
    found.configure(title="Well?")
    assert Form(qtbot, found.window()).says("Well?"), "what was refused is not kept"


def test_a_widget_that_is_attached_already_is_used(qtbot, window, attach):
    widget, other = attach(window), attach(window, "client_other")
    found = usero.FeedbackButton(window)
    found.configure(client_id="client_demo")
    found.show()
    assert found.handle is widget
    found.click()
    assert (widget.is_open, other.is_open) == (True, False)
    found.click()
    assert not widget.is_open
    assert not widget.is_inert


def test_what_the_form_says_counts_for_a_widget_that_is_attached_already(
    window, attach, inbox, caplog
):
    widget = attach(window, title="The window's")
    found = usero.FeedbackButton(window)
    found.configure(client_id="client_demo", api_url=inbox.url, metadata={"plan": "pro"})
    found.setProperty("feedbackTitle", "The form's")
    found.show()
    assert found.handle is widget
    assert (widget.options.title, widget.options.metadata) == ("The form's", {"plan": "pro"})
    assert caplog.records == []


def test_a_widget_that_the_host_destroyed_is_attached_anew_by_a_click(button):
    found = button()
    first = found.handle
    first.destroy()
    found.click()
    assert found.handle is not first
    assert found.handle.is_open


def test_it_goes_along_to_another_window(qtbot, button):
    found = button()
    first = found.handle
    other = QtWidgets.QMainWindow()
    other.resize(1000, 760)
    qtbot.addWidget(other)
    other.setCentralWidget(found)
    other.show()
    found.show()
    assert first.is_inert
    found.click()
    assert found.handle.parent() is other
    assert Form(qtbot, other).panel.isVisible()


def test_another_project_is_another_widget(button):
    found = button()
    first = found.handle
    found.setProperty("clientId", "client_other")
    assert first.is_inert
    assert found.handle.options.client_id == "client_other"


def test_without_a_client_id_it_is_silent_until_it_is_clicked_and_then_says_why(button, caplog):
    found = button(clientId="")
    assert found.handle is None
    assert caplog.records == []
    found.click()
    assert "client_id is missing" in caplog.text
    found.click()
    assert caplog.text.count("client_id is missing") == 1
    found.setProperty("clientId", "client_demo")
    found.click()
    assert found.handle.is_open


def test_a_wrong_property_is_said_once_and_harms_nobody(button, caplog):
    found = button(position="up")
    assert "position must be" in caplog.text
    found.click()
    assert found.handle.is_inert
    assert caplog.text.count("position must be") == 1
    found.setProperty("position", "left")
    found.click()
    assert found.handle.is_open


def test_a_name_that_no_option_has_is_said_and_forgotten(button, caplog):
    found = button(clientId="")
    told = []
    found.configure(on_error=told.append)
    found.configure("client_demo", titel="Hello")
    assert "There is no option titel; did you mean title?" in caplog.text
    assert [error.code for error in told] == ["option_unknown_suggest"]
    found.configure("client_demo", title="Hello")
    found.click()
    assert found.handle.is_open
    found.handle.close()
    found.configure(titel="Hello")
    assert len(told) == 2
    assert not found.handle.is_inert


def test_its_words_are_the_hosts_or_in_the_language_of_the_panel(qtbot, button):
    assert button(language="qps").text().startswith("[Š")
    assert button(text="Tell us").text() == "Tell us"
    assert button(feedbackTitle="Rate us").text() == "Rate us"
    made = button(language="en")
    made.configure(texts={"panel.title": "Your word"})
    assert made.text() == "Your word"
    made.configure(texts=None)
    assert made.text() == "Share Feedback"


def test_the_mouse_over_it_makes_the_panel_ready(qtbot, button):
    found = button()
    assert not found.window().findChildren(QtWidgets.QWidget, "usero_panel")
    found.setFocus()
    panels = lambda: found.window().findChildren(QtWidgets.QWidget, "usero_panel")  # noqa: E731
    qtbot.waitUntil(lambda: bool(panels()))
    assert not panels()[0].isVisible()


@pytest.mark.parametrize("is_open", [False, True])
def test_a_window_of_a_ui_file_may_go_at_any_moment(qtbot, button, is_open):
    found = button()
    handle, window = found.handle, found.window()
    if is_open:
        found.click()
    window.deleteLater()  # PySide6 gives it up here, and Qt some time later
    handle.update(title="Well?")
    handle.open()
    handle.close()
    qtbot.waitUntil(lambda: not is_alive(handle))


def test_code_that_is_made_from_the_form_shows_the_same_button(qtbot, tmp_path):
    (tmp_path / "window.ui").write_text(form(clientId="client_demo", feedbackTitle="Well?"))
    tool = "pyuic6" if BINDING == "PyQt6" else "pyside6-uic"
    command = [Path(sys.executable).parent / tool, tmp_path / "window.ui"]
    code = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "from usero_desktop import FeedbackButton" in code
    made = {}
    exec(code, made)
    window = QtWidgets.QMainWindow()
    qtbot.addWidget(window)
    ui = made["Ui_Window"]()
    ui.setupUi(window)
    assert isinstance(ui.feedback, usero.FeedbackButton)
    assert ui.feedback.property("clientId") == "client_demo"
    assert ui.feedback.property("feedbackTitle") == "Well?"
