"""The icon's menu, whatever the programs in it are called."""

import pytest
from app.room import icons, panel, room

from usero_desktop.app.programs.names import LONGEST, name_of, names_of
from usero_desktop.app.tray.menu import without_keys
from usero_desktop.settings import Program

BOOK, MAPS = "client_book", "client_maps"


def test_a_name_is_on_one_line_and_no_longer_than_a_menu_is_wide():
    assert name_of(Program(BOOK, name=" Expense\nBook\t2 ")) == "Expense Book 2"
    assert name_of(Program(BOOK, name=" \n ")) == BOOK
    assert name_of(Program(BOOK, name="very " * 500)).startswith("very very")
    assert len(name_of(Program(BOOK, name="very " * 500))) <= LONGEST


def test_programs_of_one_name_are_told_apart_by_their_client_ids():
    programs = [Program(BOOK, name="Maps"), Program(MAPS, name="Maps "), Program("client_x")]
    assert names_of(programs) == {
        BOOK: "Maps (client_book)",
        MAPS: "Maps (client_maps)",
        "client_x": "client_x",
    }


@pytest.fixture
def desktop():
    with room() as made:
        yield made


@pytest.mark.screen
def test_no_sign_of_a_name_is_a_key_in_the_desktops_menu(desktop):
    """As libdbusmenu has it, "_" marks a key there, "__" is one "_", and "&" is itself."""
    desktop.configure(
        {"client_id": BOOK, "name": "my_app & a & b"}, {"client_id": MAPS, "name": "_R&D_&"}
    )
    with icons(desktop) as seen, desktop.start("open", "--background"):
        first, second, *_ = seen.layout(seen.told("registered"))
        assert (first[0], second[0]) == ("my__app _& a & b", "__R_&D__&")


def test_no_sign_of_a_name_is_a_key_in_qts_own_menu():
    assert without_keys("my_app & a & b", of_the_desktop=False) == "my_app && a && b"


@pytest.mark.screen
@pytest.mark.parametrize("locale", ["ar", "en"])
def test_the_menu_of_an_icon_on_x11_is_written_from_where_one_begins_to_read(desktop, locale):
    desktop.configure({"client_id": BOOK, "name": "a name that makes it wide"},
        {"client_id": MAPS, "name": "m_p"}, locale=locale)  # fmt: skip
    with panel(desktop), desktop.start("open", "--background") as user:
        user.until(lambda: user.ask("icon") is not None, "the icon")
        left, top, width, height = user.ask("icon")
        middle = (left + width // 2, top + height // 2)
        user.xdotool("mousemove", *middle, "click", 3)
        # Settings, below the two and a line between: a word, and nothing beside it.
        user.until(lambda: user.ask("menu_lines"), "the menu")
        first, *_, settings, _, _ = user.ask("menu_lines")
        assert first[0] == "a name that makes it wide"
        _, x, y, wide, high = settings

        def sides():
            line = user.grab().convert("L").crop((x, y, x + wide, y + high))
            inked = [
                n for n in range(wide) if line.crop((n, 2, n + 1, high - 2)).getextrema()[0] < 128
            ]
            return (inked[0], wide - inked[-1]) if inked else None

        user.until(sides, "the words")
        before, behind = sides()
        assert (before > behind) == (locale == "ar")
        user.key("Escape")
