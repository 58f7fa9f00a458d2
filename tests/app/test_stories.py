"""The program in the notification area, on a real screen: what is seen, clicked and sent."""

from __future__ import annotations

import re
import signal
import socket
from pathlib import Path

import pytest
from app.room import PAINT, icons, other_window, panel, room
from flows.desk import LIMIT, newest

from usero_desktop.inbox.config import Client, InboxConfig
from usero_desktop.inbox.server import running

pytestmark = pytest.mark.screen

BOOK, MAPS = "client_book", "client_maps"


@pytest.fixture
def inbox():
    """A server that knows two programs."""
    with running(InboxConfig(clients=(Client(BOOK), Client(MAPS)))) as inbox:
        yield inbox


@pytest.fixture
def desktop():
    """A screen, a bus, and no place for icons yet."""
    with room() as made:
        yield made


def book(inbox, **more):
    return {"client_id": BOOK, "name": "Expense Book", "base_url": inbox.url} | more


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def click_icon(user):
    user.until(lambda: user.ask("icon") is not None, "the icon")
    left, top, width, height = user.ask("icon")
    user.click_at(left + width // 2, top + height // 2)


@pytest.mark.parametrize("scale", [None, 1.25])
def test_a_click_on_the_icon_opens_the_panel_and_the_whole_screen_goes_with_a_report(
    desktop, inbox, scale
):
    desktop.configure(book(inbox, version="2.4"))
    with panel(desktop), desktop.start("open", "--background", scale=scale) as user:
        click_icon(user)
        left, top, width, height = user.place("usero_panel")
        assert user.ask("title", "usero_panel") == "Feedback on Expense Book"
        icon = user.ask("icon")
        assert top + height <= icon[1], "above the icon"
        assert left + width > 1280 - 100, "and on its side of the screen"

        desktop.paint()
        user.click("usero_add_screenshot")
        user.click("usero_picture_screen")
        user.until(lambda: user.ask("thumbnails") == 1, "the picture")
        left, top, width, height = user.place("usero_panel")
        assert top + height <= icon[1], "it grows away from the icon"
        user.click("usero_comment")
        user.type("from the tray")
        user.click("usero_send")
        user.until_words("Thank you!")
        user.key("Escape")
        user.until(lambda: user.ask("windows") == [], "the panel to be gone")

    entry, [picture] = newest(inbox)
    assert entry["comment"] == "from the tray"
    assert entry["metadata"]["appVersion"] == "2.4"
    assert picture.size == (1280, 900)
    # Nothing of ours is in the picture: where the panel was, there is the empty screen.
    assert picture.getpixel((left + width // 2, top + height // 2)) == (0, 0, 0)
    assert picture.getpixel((100, 100)) == PAINT


def test_the_desktop_sees_the_icon_with_its_menu_and_tells_of_what_was_sent(desktop, inbox):
    desktop.configure(book(inbox))
    with icons(desktop) as seen, desktop.start("open", "--background") as user:
        owner = seen.told("registered")
        assert seen.layout(owner) == [
            "Send feedback",
            "Capture a region first",
            "Outbox",
            "History",
            "Settings…",
            "Quit",
        ]
        seen.click(owner)
        user.click("usero_rating_4")
        user.click("usero_send")
        assert seen.told("notified") == ["Feedback sent: Expense Book", "Thank you!"]


def test_what_cannot_be_sent_now_is_counted_in_the_menu_and_goes_out_at_the_next_start(
    desktop, inbox
):
    port = free_port()
    desktop.configure(book(inbox, base_url=f"http://127.0.0.1:{port}"))
    with icons(desktop) as seen, desktop.start() as user:
        owner = seen.told("registered")
        user.click("usero_rating_2")
        user.click("usero_send")
        title, words = seen.told("notified")
        assert title == "Feedback saved: Expense Book"
        assert words == "Saved. It will be sent when you're back online."
        user.until(lambda: "Outbox (1)" in seen.layout(owner), "the count")
        seen.choose(owner, "Outbox (1)")
        user.until_words("Waiting to be sent")

    back = InboxConfig(clients=(Client(BOOK),))
    with (
        running(back, port=port),
        icons(desktop) as seen,
        desktop.start("open", "--background") as user,
    ):
        owner = seen.told("registered")
        caught_up = "1 report that had waited was sent."
        assert seen.told("notified") == ["Feedback sent: Expense Book", caught_up]
        user.until(lambda: "Outbox" in seen.layout(owner), "the count to be gone")


def test_what_is_refused_is_told_with_the_reason_and_a_way_to_it(desktop, inbox):
    desktop.configure(book(inbox, client_id="client_nobody"))
    with icons(desktop) as seen, desktop.start() as user:
        seen.told("registered")
        user.click("usero_rating_2")
        user.click("usero_send")
        title, words = seen.told("notified")
        assert title == "Feedback could not be sent: Expense Book"
        assert words.endswith("Click here to change it, send it again or save a copy.")
        user.key("Escape")
        user.until(lambda: user.ask("windows") == [], "the panel to be gone")
        seen.click_note()
        user.until_words("Could not be sent")


def test_nothing_is_told_where_that_is_switched_off(desktop, inbox):
    desktop.configure(book(inbox), notify=False)
    with icons(desktop) as seen, desktop.start() as user:
        seen.told("registered")
        user.click("usero_rating_3")
        user.click("usero_send")
        user.until_words("Thank you!")
        user.key("Escape")
        assert seen.untold("notified")


def test_the_first_start_asks_for_a_program_and_a_report_with_the_whole_screen_is_told_of(
    desktop, inbox
):
    with icons(desktop) as seen, desktop.start() as user:
        owner = seen.told("registered")
        user.place("usero_program_client_id")
        user.until(lambda: user.ask("focused") == "usero_program_client_id", "the cursor")
        user.type(BOOK)
        user.key("Tab")
        user.type("Expense Book")
        user.key("Tab", "Tab", "space")
        user.until(lambda: user.ask("focused") == "usero_program_base_url", "the server's line")
        user.key("ctrl+a")
        user.type(inbox.url)
        user.key("Return")

        assert user.place("usero_panel")
        user.until(lambda: "Outbox" in seen.layout(owner), "the whole menu")
        desktop.paint()
        user.add_picture("screen")
        user.click("usero_rating_4")
        user.click("usero_send")
        assert seen.told("notified") == ["Feedback sent: Expense Book", "Thank you!"]

    entry, [picture] = newest(inbox)
    assert (entry["clientId"], entry["metadata"]["appName"]) == (BOOK, "Expense Book")
    assert picture.size == (1280, 900)
    # Nothing of ours is in it, though a window of ours was there a moment before.
    assert {color for _, color in picture.getcolors(9)} == {PAINT, (0, 0, 0)}


def test_a_mistake_in_the_settings_file_is_told_with_its_place_and_the_file_left_alone(
    desktop, inbox
):
    desktop.configure(book(inbox), notify="perhaps")
    before = desktop.settings.read_text()
    with icons(desktop) as seen, desktop.start("open", "--background") as user:
        owner = seen.told("registered")
        title, words = seen.told("notified")
        assert title == "Something in the settings file is wrong"
        assert "settings.toml" in words
        assert "line 1" in words
        assert "notify" in words
        seen.choose(owner, "Settings…")
        assert user.place("usero_preferences")
    assert desktop.settings.read_text() == before


def test_the_window_in_front_is_offered_as_the_subject_where_that_is_ticked(desktop, inbox):
    desktop.configure(book(inbox), offer_window_title=True)
    with (
        other_window(desktop, "Budget 2026"),
        icons(desktop) as seen,
        desktop.start("open", "--background") as user,
    ):
        owner = seen.told("registered")
        user.until(lambda: user.shows("Budget 2026"), "the other program's window")
        desktop.activate("Budget 2026")
        seen.click(owner)
        user.click("usero_rating_2")
        user.click("usero_review")
        user.until_words("Budget 2026")
        user.key("Escape")
        user.click("usero_send")
        seen.told("notified")
    assert newest(inbox)[0]["pageTitle"] == "Budget 2026"


def test_the_panel_that_was_asked_for_comes_before_that_window_and_keeps_the_keyboard(
    desktop, inbox
):
    desktop.configure(book(inbox))
    with desktop.start("open", "feedback") as user:
        user.place("usero_panel")
        user.type("before ")
        user.until(lambda: "usero_home" in user.ask("windows"), "the window")
        user.place("usero_home")
        user.type("and after")
        user.until(lambda: user.ask("comment") == "before and after", "all of the words")


def test_without_a_place_for_icons_a_window_stands_in_until_there_is_one(desktop, inbox):
    desktop.configure(book(inbox))
    with desktop.start() as user:
        user.until(lambda: user.ask("windows") == ["usero_home"], "the window")
        with icons(desktop) as seen:
            owner = seen.told("registered")
            user.until(lambda: user.ask("windows") == [], "the window to be gone")
            assert "Send feedback" in seen.layout(owner)


def shows_icon(user):
    """Whether there is the blue of the icon's ground in the corner where the panel is."""
    corner = user.grab().crop((1180, 860, 1280, 900))
    return any(blue > 180 and red < 90 for _, (red, _, blue) in corner.getcolors(corner.width * 40))


def test_a_panel_of_x11_that_comes_later_takes_the_icon_in(desktop, inbox):
    desktop.configure(book(inbox))
    with desktop.start() as user:
        user.until(lambda: user.ask("windows") == ["usero_home"], "the window")
        # Longer than it is looked for: from here on the X server alone can tell.
        user.until(lambda: user.ask("is_resting"), "the program to look no more")
        with panel(desktop):
            user.until(lambda: user.ask("windows") == [], "the window to be gone")
            user.until(lambda: shows_icon(user), "the icon in the panel")


def test_what_was_written_is_there_after_the_program_was_killed(desktop, inbox):
    desktop.configure(book(inbox))
    outboxes = Path(desktop.env["XDG_STATE_HOME"])

    def is_kept():
        files = outboxes.rglob("reports.sqlite3*")
        return any(b"in the middle of" in file.read_bytes() for file in files)

    with icons(desktop) as seen, desktop.start(status=-signal.SIGKILL) as user:
        seen.told("registered")
        user.place("usero_panel")
        user.type("in the middle of a sentence")
        user.until(is_kept, "the words on the disk")
        user.process.kill()
    with icons(desktop), desktop.start() as user:
        user.place("usero_panel")
        user.until(lambda: user.ask("comment").startswith("in the middle of"), "the words again")


@pytest.mark.promise("H1")
def test_whatever_handler_of_the_app_fails_the_report_goes_and_the_program_ends_as_it_should(
    desktop, inbox
):
    heard = []

    def logged(said):
        heard.extend(re.findall(r"usero_desktop failed in (\S+?);[^\n]*\nTraceback", said))
        return said.count("Traceback") == len(heard)

    desktop.configure(book(inbox))
    with (
        icons(desktop) as seen,
        desktop.start("open", "--background", program="faulty.py", heard=logged) as user,
    ):
        owner = seen.told("registered")
        seen.click(owner)
        user.click("usero_rating_4")
        user.click("usero_send")
        seen.told("notified")
        user.key("Escape")
        seen.choose(owner, "Settings…")
        assert user.place("usero_preferences")
        desktop.also("open", "feedback")
        assert user.place("usero_panel")
        seen.choose(owner, "Quit")
        user.process.wait(LIMIT)
    assert newest(inbox)[0]["rating"] == 4
    names = {"Tray._on_activated", "Courier._on_event", "Standalone._on_asked"}
    assert names <= set(heard)
    assert len(heard) > 12


def test_several_programs_have_a_menu_each_by_their_names(desktop, inbox):
    desktop.configure(book(inbox), book(inbox, client_id=MAPS, name="Maps & More"))
    with icons(desktop) as seen, desktop.start("open", "--background") as user:
        owner = seen.told("registered")
        each = ["Send feedback", "Capture a region first", "Outbox", "History"]
        assert seen.layout(owner) == [
            ("Expense Book", each),
            ("Maps _& More", each),  # which is shown as "Maps & More"
            "Settings…",
            "Quit",
        ]
        assert desktop.also("open", "feedback", "--program", MAPS).returncode == 0
        user.place("usero_panel")
        assert user.ask("title", "usero_panel") == "Feedback on Maps & More"
        user.click("usero_rating_1")
        user.click("usero_send")
        assert seen.told("notified")[0] == "Feedback sent: Maps & More"
    assert newest(inbox)[0]["clientId"] == MAPS


def test_what_was_written_and_not_sent_is_there_after_a_restart(desktop, inbox):
    desktop.configure(book(inbox))
    with icons(desktop) as seen, desktop.start() as user:
        seen.told("registered")
        user.place("usero_panel")
        user.type("not yet finished")
        user.until(lambda: user.ask("comment") == "not yet finished", "the words")
        user.process.terminate()
    with icons(desktop), desktop.start() as user:
        user.place("usero_panel")
        user.until(lambda: user.ask("comment") == "not yet finished", "the words again")


def test_a_region_is_chosen_first_and_without_one_nothing_opens(desktop, inbox):
    desktop.configure(book(inbox))
    with icons(desktop) as seen, desktop.start("open", "--background") as user:
        owner = seen.told("registered")
        desktop.paint()
        seen.choose(owner, "Capture a region first")
        user.place("usero_region")
        user.key("Escape")
        user.until(lambda: user.ask("windows") == [], "the screen to be free")

        desktop.paint()
        seen.choose(owner, "Capture a region first")
        user.place("usero_region")
        user.drag((100, 100), (399, 299))
        user.key("Return")
        user.until(lambda: user.ask("thumbnails") == 1, "the picture")
        user.click("usero_rating_3")
        user.click("usero_send")
        seen.told("notified")
    _, [picture] = newest(inbox)
    assert picture.getcolors() == [(300 * 200, PAINT)]


def test_a_window_of_our_own_cannot_be_pictured_or_pointed_at(desktop, inbox):
    desktop.configure(book(inbox))
    with icons(desktop), desktop.start() as user:
        user.click("usero_add_screenshot")
        user.place("usero_picture_region")
        menu = user.ask("entries")
    assert menu == [
        "usero_picture_screen",
        "usero_picture_region",
        "usero_picture_delay",
        "usero_picture_file",
        "usero_picture_paste",
    ]


def test_a_second_start_brings_the_first_to_the_front_and_ends(desktop, inbox):
    desktop.configure(book(inbox))
    with icons(desktop) as seen, desktop.start("open", "--background") as user:
        seen.told("registered")
        again = desktop.also()
        assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
        user.place("usero_panel")
        assert desktop.also("open", "history").returncode == 0
        user.until_words("Sent reports")
        assert desktop.also("open", "feedback").returncode == 0
        assert user.place("usero_ratings")
