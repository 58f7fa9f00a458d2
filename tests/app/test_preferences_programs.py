"""The Settings window: the programs that feedback is about."""

from app.seen import LIMIT, told_by
from app.settings_window import ONE, TWO, editor_of, part, press, rows, titles
from servers import serving

from usero_desktop.inbox.server import running
from usero_desktop.qt import QtCore, QtWidgets
from usero_desktop.settings import Program, Settings, load

Key = QtCore.Qt.Key


def test_another_program_is_used_for_feedback_from_now_on(qtbot, preferences, path):
    window = preferences(Settings((ONE, TWO)))
    assert titles(window) == ["Ledger", "client_a1 · 2.4", "In use", "client_b2"]
    assert part(window, "use_client_b2").accessibleName() == "Give feedback on client_b2"
    press(qtbot, window, "use_client_b2")
    assert load(path).settings.program == TWO
    assert titles(window) == ["Ledger", "client_a1 · 2.4", "client_b2", "In use"]


def test_a_program_is_removed_and_comes_back_with_undo(qtbot, preferences, path):
    window = preferences(Settings((ONE, TWO), "client_b2"))
    press(qtbot, window, "remove_client_b2")
    assert load(path).settings == Settings((ONE,))
    assert told_by(window) == "client_b2 was removed from the list."
    [undo] = window.banner.buttons
    with qtbot.waitSignal(window.saved, timeout=LIMIT):
        undo.click()
    assert load(path).settings == Settings((ONE, TWO), "client_b2")
    assert not window.banner.isVisible()


def fill(qtbot, editor, **said):
    for name, text in said.items():
        line = editor.form.fields[name].line
        line.clear()
        qtbot.keyClicks(line, text)


def test_a_program_is_added_once_the_server_knows_it(qtbot, preferences, path):
    window = preferences(Settings((ONE,)))
    part(window, "add").click()
    editor = editor_of(window)
    assert editor.windowTitle() == "Add a program"
    with running() as inbox:
        fill(qtbot, editor, client_id="client_typo", name="Demo", base_url=inbox.url)
        qtbot.keyClick(editor.form.fields["name"].line, Key.Key_Return)
        qtbot.waitUntil(lambda: editor.form.fields["client_id"].has_problem, timeout=LIMIT)
        fill(qtbot, editor, client_id="client_demo")
        with qtbot.waitSignal(window.saved, timeout=LIMIT):
            qtbot.keyClick(editor.form.fields["name"].line, Key.Key_Return)
    added = Program("client_demo", "Demo", base_url=inbox.url)
    assert load(path).settings == Settings((ONE, added))
    assert not [its for its in window.findChildren(QtWidgets.QDialog) if its.isVisible()]
    assert part(window, "edit_client_demo") is window.focusWidget()


def test_a_program_that_is_there_already_is_not_added_again(qtbot, preferences):
    window = preferences(Settings((ONE,)))
    part(window, "add").click()
    editor = editor_of(window)
    with serving() as server:
        fill(qtbot, editor, client_id="client_a1", base_url=server.url)
        qtbot.keyClick(editor.form.fields["name"].line, Key.Key_Return)
        assert server.requests == []
    assert editor.form.fields["client_id"].has_problem
    qtbot.keyClick(editor, Key.Key_Escape)
    assert not editor.isVisible()
    assert window.isVisible()


def test_a_new_version_is_written_down_without_asking_anybody(qtbot, preferences, path):
    with serving() as server:
        program = Program("client_demo", "Demo", base_url=server.url)
        window = preferences(Settings((program, ONE), "client_demo"))
        part(window, "edit_client_demo").click()
        editor = editor_of(window)
        assert editor.windowTitle() == "Edit a program"
        fill(qtbot, editor, version="3.0")
        with qtbot.waitSignal(window.saved, timeout=LIMIT):
            qtbot.keyClick(editor.form.fields["version"].line, Key.Key_Return)
        assert server.requests == []
    changed = Program("client_demo", "Demo", "3.0", base_url=server.url)
    assert load(path).settings == Settings((changed, ONE), "client_demo")


def test_a_program_with_another_id_stays_the_one_in_use(qtbot, preferences, path):
    with running() as inbox:
        window = preferences(
            Settings((Program("client_old", base_url=inbox.url), ONE), "client_old")
        )
        part(window, "edit_client_old").click()
        editor = editor_of(window)
        fill(qtbot, editor, client_id="client_demo")
        with qtbot.waitSignal(window.saved, timeout=LIMIT):
            qtbot.keyClick(editor.form.fields["version"].line, Key.Key_Return)
    settings = load(path).settings
    assert settings.program == Program("client_demo", base_url=inbox.url)
    assert {its.client_id for its in settings.programs} == {"client_demo", "client_a1"}


def test_what_can_be_done_with_a_program_stands_on_one_line_however_long_its_name_is(
    qtbot, preferences
):
    window = preferences(Settings((Program("client_a1", "A very long name " * 9), TWO)))
    [row, _] = rows(window)
    middles = {
        its.mapTo(row, its.rect().center()).y() for its in (row._current, row._edit, row._remove)
    }
    assert max(middles) - min(middles) <= 1
    assert row.height() > 3 * row._edit.height() // 2


def test_two_programs_of_one_name_are_told_apart_by_a_screen_reader(qtbot, preferences):
    programs = (Program("client_a1", "Maps"), Program("client_b2", "Maps"))
    window = preferences(Settings(programs))
    names = {row._remove.accessibleName() for row in rows(window)}
    assert len(names) == 2
    assert all("(client_" in name for name in names)
    assert titles(window).count("Maps") == 2
