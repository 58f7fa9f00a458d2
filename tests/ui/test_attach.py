from __future__ import annotations

import logging
import threading

import pytest
from ui.form import Form
from ui.process import run_script

import usero_desktop as usero
from usero_desktop.errors import ConfigError
from usero_desktop.qt import QtWidgets
from usero_desktop.ui.process.lifetime import delete_now

METHODS = ("open", "close", "toggle", "destroy")


def warnings_of(caplog):
    return [r for r in caplog.records if r.levelno >= logging.WARNING]


@pytest.mark.parametrize(
    "client_id,options,code",
    [
        (None, {}, "client_id_missing"),
        ("", {}, "client_id_missing"),
        ("YOUR_CLIENT_ID", {}, "client_id_placeholder"),
        ("ab", {}, "client_id_invalid"),
        (0, {}, "option_type"),
        ("client_demo", {"base_url": "no address"}, None),
        ("client_demo", {"positoin": "left"}, "option_unknown_suggest"),
        ("client_demo", {"position": "top"}, "option_type"),
        ("client_demo", {"environment": "default"}, "environment_placeholder"),
    ],
)
def test_a_wrong_configuration_gives_a_handle_that_does_nothing(
    window, caplog, client_id, options, code
):
    errors = []
    children = len(window.children())

    widget = usero.attach(window, client_id, on_error=errors.append, **options)

    [error] = errors
    assert isinstance(error, ConfigError)
    assert code is None or error.code == code
    [warning] = warnings_of(caplog)
    assert str(error) in warning.getMessage()
    assert widget.is_inert
    for method in METHODS:
        getattr(widget, method)()
    widget.update(title="anything")
    assert not widget.is_open
    assert not window.findChildren(QtWidgets.QWidget, "usero_launcher")
    assert len(window.children()) == children + 1, "the handle alone"
    assert len(warnings_of(caplog)) == 1


def test_an_unknown_option_names_the_one_that_was_meant(window, caplog):
    usero.attach(window, "client_demo", launcherType="button")

    assert "did you mean launcher_type?" in caplog.text


def test_an_on_error_that_fails_is_logged_and_goes_no_further(window, caplog):
    def on_error(error):
        raise ZeroDivisionError

    assert usero.attach(window, "", on_error=on_error).is_inert
    assert "Your on_error callback failed" in caplog.text


@pytest.mark.parametrize("nothing", [None, object(), "window"])
def test_something_that_is_no_widget_is_refused_in_words(qapp, caplog, nothing):
    widget = usero.attach(nothing, "client_demo")

    assert widget.is_inert
    assert "attach() needs your main window, a QWidget of" in caplog.text


def test_a_window_that_was_deleted_is_refused_in_words(qapp, caplog):
    window = QtWidgets.QMainWindow()
    delete_now(window)

    assert usero.attach(window, "client_demo").is_inert
    assert "was given is deleted already" in caplog.text


def test_without_a_qapplication_attach_says_so_and_does_not_raise(tmp_path):
    done = run_script(
        """
        import usero_desktop as usero
        widget = usero.attach(None, "client_demo")
        widget.open()
        assert widget.is_inert
        print("still here")
        """
    )

    assert done.returncode == 0, done.stderr
    assert done.stdout == "still here\n"
    assert "needs a QApplication" in done.stderr


def test_another_thread_than_the_guis_gets_a_handle_that_does_nothing(window, caplog):
    errors, handles = [], []
    children = len(window.children())

    def work():
        handles.append(usero.attach(window, "client_demo", on_error=errors.append))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()

    assert [error.code for error in errors] == ["wrong_thread"]
    assert len(warnings_of(caplog)) == 1
    assert handles[0].is_inert
    assert len(window.children()) == children


def test_a_widget_inside_a_window_stands_for_its_window(qtbot, window, attach):
    attach(window.line).open()

    assert Form(qtbot, window).panel.parentWidget() is window


def test_attach_makes_no_thread_and_no_file(qtbot, window, attach, tmp_path):
    before = set(threading.enumerate())
    attach(window)

    assert set(threading.enumerate()) == before
    assert not (tmp_path / "data").exists()


def test_the_handle_is_a_child_of_the_window(window, widget):
    assert widget.parent() is window
    assert not widget.is_inert
