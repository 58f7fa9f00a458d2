"""The first start: a client id is asked for, checked when one goes on, and kept."""

import pytest
from app.seen import LIMIT, in_sight, told_by
from servers import reply, serving

from usero_desktop.app.windows.welcome import INBOX, INBOX_COMMAND, Welcome
from usero_desktop.cli.command_line import build_parser
from usero_desktop.inbox.config import DEFAULT_CLIENT, DEFAULT_PORT
from usero_desktop.inbox.server import running
from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.settings import Program, Settings, load, save
from usero_desktop.settings.file import alone

Key = QtCore.Qt.Key


@pytest.fixture
def come(qtbot, path):
    def make(settings=None):
        window = Welcome(settings, path=path)
        window.heard = []
        window.finished.connect(window.heard.append)
        return in_sight(qtbot, window)

    return make


def button(window, name):
    return window.findChild(QtWidgets.QAbstractButton, f"usero_welcome_{name}")


def below(window, name):
    """What stands below a field, and what a screen reader says of the field."""
    label = window.findChild(QtWidgets.QLabel, f"usero_program_{name}_below")
    line = window.form.fields[name].line
    assert line.accessibleDescription() == label.text()
    return label.text()


def write(qtbot, window, **said):
    for name, text in said.items():
        line = window.form.fields[name].line
        line.clear()
        qtbot.keyClicks(line, text)


def at(window, server, client_id="client_demo"):
    window.form.show_program(Program(client_id, base_url=server.url))


def test_who_types_an_id_that_the_server_knows_is_done_with_return(qtbot, come, path):
    with running() as inbox:
        window = come()
        at(window, inbox, "client_of_nobody")
        write(qtbot, window, client_id=" client_demo ", name="Ledger", version="2.4")
        with qtbot.waitSignal(window.finished, timeout=LIMIT):
            qtbot.keyClick(window.form.fields["version"].line, Key.Key_Return)
    program = Program("client_demo", "Ledger", "2.4", base_url=inbox.url)
    assert window.heard == [program]
    assert not window.isVisible()
    assert load(path).settings == Settings((program,), "client_demo")


@pytest.mark.parametrize(
    "text, told",
    [
        ("", "Enter the client id."),
        ("client_xxx", "This only stands for a client id."),
        ("client a1", "This is not a client id."),
    ],
)
def test_what_is_no_client_id_is_said_at_the_field_and_nobody_is_asked(qtbot, come, text, told):
    with serving() as server:
        window = come()
        write(qtbot, window, client_id=text, base_url=server.url)
        qtbot.mouseClick(button(window, "confirm"), QtCore.Qt.MouseButton.LeftButton)
        assert below(window, "client_id").startswith(told)
        assert window.form.fields["client_id"].line.hasFocus()
        assert server.requests == []
    write(qtbot, window, client_id="c")
    assert "stands in" not in below(window, "client_id")
    assert below(window, "client_id").startswith("It names the program's project")
    assert window.heard == []


def test_an_id_that_the_server_does_not_know_is_said_at_the_field(qtbot, come, path):
    with running() as inbox:
        window = come()
        at(window, inbox, "client_typo")
        button(window, "confirm").click()
        assert button(window, "confirm").text() == "Asking the server…"
        assert not button(window, "confirm").isEnabled()
        qtbot.waitUntil(lambda: window.form.fields["client_id"].has_problem, timeout=LIMIT)
    assert "does not know this client id" in below(window, "client_id")
    assert button(window, "confirm").isEnabled()
    assert window.heard == []
    assert not path.exists()


def test_a_server_that_cannot_be_reached_is_said_and_can_be_gone_past(qtbot, come, path):
    with running() as inbox:
        pass
    window = come()
    at(window, inbox)
    button(window, "confirm").click()
    qtbot.waitUntil(window.banner.isVisible, timeout=LIMIT)
    told = told_by(window)
    assert told.startswith("The server could not be asked whether it knows this client id.")
    assert told.endswith("The server could not be reached.")
    [anyway] = window.banner.buttons
    with qtbot.waitSignal(window.finished, timeout=LIMIT):
        qtbot.keyClick(anyway, Key.Key_Return)
    assert load(path).settings.program == Program("client_demo", base_url=inbox.url)


def test_who_changes_what_was_asked_for_is_not_offered_to_use_it_anyway(qtbot, come):
    with running() as inbox:
        pass
    window = come()
    at(window, inbox)
    button(window, "confirm").click()
    qtbot.waitUntil(window.banner.isVisible, timeout=LIMIT)
    write(qtbot, window, client_id="client_other")
    assert not window.banner.isVisible()


def test_an_answer_to_what_has_been_changed_meanwhile_is_not_taken(qtbot, come):
    hold = QtCore.QSemaphore()

    def answer(*_):
        assert hold.tryAcquire(1, LIMIT)
        return reply(200, {"settings": {}})

    with serving(answer) as server:
        window = come()
        at(window, server)
        button(window, "confirm").click()
        write(qtbot, window, name="Ledger")
        assert button(window, "confirm").isEnabled()
        hold.release(2)
        with qtbot.waitSignal(window.finished, timeout=LIMIT):
            button(window, "confirm").click()
    assert [program.name for program in window.heard] == ["Ledger"]


def test_who_closes_it_while_the_answer_is_written_has_that_nevertheless(qtbot, come, path):
    with running() as inbox:
        window = come()
        left, saved = [], []
        window.left.connect(lambda: left.append(list(saved)))
        window.saved.connect(saved.append)
        at(window, inbox)
        with alone(path):  # another program writes, and this one waits for it
            with qtbot.waitSignal(window.chosen, timeout=LIMIT):
                button(window, "confirm").click()
            window.reject()
            assert left == []
        qtbot.waitUntil(lambda: left != [], timeout=LIMIT)
    assert [settings.program.client_id for settings in left[0]] == ["client_demo"]
    assert window.heard == []


def test_what_a_form_filler_writes_counts_as_what_is_typed(qtbot, come):
    window = come()
    button(window, "confirm").click()
    assert window.form.fields["client_id"].has_problem
    window.form.fields["client_id"].line.setText("client_a1")
    assert not window.form.fields["client_id"].has_problem


def test_nobody_is_asked_before_the_button_is_pressed(qtbot, come):
    with serving() as server:
        window = come()
        at(window, server)
        write(qtbot, window, client_id="client_demo", base_url=server.url)
        button(window, "cancel").click()
        assert server.requests == []
    assert not window.isVisible()
    assert window.heard == []


def test_who_has_no_account_can_take_the_local_inbox(qtbot, come, path):
    assert Program(DEFAULT_CLIENT, base_url=f"http://127.0.0.1:{DEFAULT_PORT}") == INBOX
    assert build_parser().parse_args(INBOX_COMMAND.split()[1:]).command == "inbox"
    window = come()
    write(qtbot, window, name="Ledger")
    button(window, "inbox").click()
    fields = {name: field.text for name, field in window.form.fields.items()}
    assert (fields["client_id"], fields["base_url"]) == (INBOX.client_id, INBOX.base_url)
    assert fields["name"] == "Ledger"
    assert window.form.fields["base_url"].isVisible()


def test_a_server_of_ones_own_is_shown_when_it_is_wanted_and_checked_at_its_field(qtbot, come):
    window = come()
    server = window.form.fields["base_url"]
    assert not server.isVisible()
    window.findChild(QtWidgets.QAbstractButton, "usero_program_more").click()
    assert server.isVisible()
    assert server.line.hasFocus()
    for text, told in (
        ("usero", "not a web address"),
        ("http://usero.example", "unencrypted"),
        ("https://me@usero.example", "user name"),
    ):
        write(qtbot, window, client_id="client_a1b2", base_url=text)
        button(window, "confirm").click()
        assert told in below(window, "base_url")
    write(qtbot, window, base_url="https://usero.example", environment="default")
    button(window, "confirm").click()
    assert "Leave this empty" in below(window, "environment")


def test_the_administrators_server_is_shown_and_asked_in_place_of_any_other(qtbot, come, ruled):
    with running() as inbox:
        ruled(base_url=inbox.url)
        window = come()
        line = window.form.fields["base_url"].line
        assert (line.text(), line.isReadOnly()) == (inbox.url, True)
        assert below(window, "base_url") == "Set by your administrator"
        assert not button(window, "inbox").isVisible()
        write(qtbot, window, client_id="client_demo")
        with qtbot.waitSignal(window.finished, timeout=LIMIT):
            button(window, "confirm").click()
    assert window.heard == [Program("client_demo")]


def test_a_program_is_added_to_those_that_are_there(qtbot, come, path):
    save(Settings((Program("client_a1"),), notify=False), path)
    with running() as inbox:
        window = come()
        at(window, inbox)
        with qtbot.waitSignal(window.finished, timeout=LIMIT):
            button(window, "confirm").click()
    added = Program("client_demo", base_url=inbox.url)
    assert load(path).settings == Settings(
        (Program("client_a1"), added), "client_demo", notify=False
    )


def test_a_broken_file_is_told_and_there_is_a_way_back(qtbot, come, path):
    path.parent.mkdir()
    path.write_text("notify = true\ntheme = dark\n")
    window = come()
    told = told_by(window)
    assert f"{path}, line 2: this is not TOML, at theme" in told
    [anew] = window.banner.buttons
    with qtbot.waitSignal(window._keeper.moved, timeout=LIMIT):
        anew.click()
    assert "settings.toml.broken-1" in told_by(window)
    assert path.with_name("settings.toml.broken-1").read_text() == "notify = true\ntheme = dark\n"
    with running() as inbox:
        at(window, inbox)
        with qtbot.waitSignal(window.finished, timeout=LIMIT):
            button(window, "confirm").click()
    assert load(path).problems == ()


def test_where_it_cannot_be_saved_that_is_said_and_nothing_is_finished(qtbot, come, path):
    path.parent.write_text("in the way")
    with running() as inbox:
        window = come()
        at(window, inbox)
        button(window, "confirm").click()
        qtbot.waitUntil(window.banner.isVisible, timeout=LIMIT)
    assert "could not be saved" in told_by(window)
    assert window.isVisible()
    assert window.heard == []


def test_tab_goes_through_what_is_to_be_filled_in_from_top_to_bottom(qtbot, come):
    window = come()
    seen = []
    for _ in range(8):
        seen.append(window.focusWidget().objectName().removeprefix("usero_"))
        qtbot.keyClick(window.focusWidget(), Key.Key_Tab)
    assert seen == [
        "program_client_id", "program_name", "program_version", "program_more",
        "welcome_command", "welcome_inbox", "welcome_cancel", "welcome_confirm",
    ]  # fmt: skip


@pytest.mark.parametrize("locale", ["en", "de", "ar", "ja"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_speaks_the_settings_language_from_the_side_that_is_read_from(come, locale, theme):
    window = come(Settings(locale=locale, theme=theme))
    assert window.windowTitle() == window.look.texts("welcome.title")
    is_right = window.layoutDirection() == QtCore.Qt.LayoutDirection.RightToLeft
    assert is_right == (locale == "ar")
    assert window.look.colors.dark == (theme == "dark")
    assert window.form.fields["client_id"].line.layoutDirection() == (
        QtCore.Qt.LayoutDirection.LeftToRight
    )
    for part in window.findChildren(QtWidgets.QWidget):
        if part.isVisible() and part.focusPolicy() != QtCore.Qt.FocusPolicy.NoFocus:
            name = part.accessibleName() or getattr(part, "text", str)()
            assert name, part.objectName()
            assert window.content.rect().width() <= window.width()
