"""The launcher and the panel in a window that a window manager moves about."""

from __future__ import annotations

import pytest
from flows.desk import desk

pytestmark = pytest.mark.screen


def at_edge(user):
    left, top, width, height = user.ask("client")
    tab = user.ask("place", "usero_launcher")
    middle = tab[1] + tab[3] / 2
    return tab[0] + tab[2] == left + width and abs(middle - top - height / 2) <= 1


@pytest.mark.parametrize("wm", ["openbox", "xfwm4"])
def test_the_launcher_stays_at_the_windows_edge(inbox, tmp_path, wm):
    with desk(inbox.url, tmp_path / "data", wm=wm) as user:
        assert at_edge(user)
        first = user.ask("client")
        for step, changed in (
            (("move", 200, 150), lambda now: now[:2] != first[:2]),
            (("resize", 1000, 800), lambda now: now[2:] == [1000, 800]),
            (("resize", 500, 420), lambda now: now[2:] == [500, 420]),
            (("showMaximized",), lambda now: now[2] >= 1590),
            (("showFullScreen",), lambda now: now == [0, 0, 1600, 1300]),
            (("showNormal",), lambda now: now[2:] == [500, 420]),
        ):
            user.ask("window", *step)
            user.until(lambda changed=changed: changed(user.ask("client")), str(step))
            user.until(lambda: at_edge(user), f"the launcher at the edge after {step}")


def test_a_panel_that_no_longer_fits_becomes_a_dialog_and_comes_back(inbox, tmp_path):
    with desk(inbox.url, tmp_path / "data") as user:
        user.click("usero_launcher")
        user.type("kept")
        assert user.ask("place", "usero_dialog") is None
        user.ask("window", "resize", 400, 300)
        user.place("usero_dialog")
        user.until(lambda: user.state["active"] == "usero_dialog", "the dialog's keys")
        user.type(" and more")
        user.until(lambda: user.ask("comment") == "kept and more", "the words")
        user.ask("window", "resize", 760, 620)
        user.until(lambda: user.ask("place", "usero_dialog") is None, "the panel's return")
        user.until(lambda: user.state["active"] == "host", "the window's keys")
        user.type(" and back")
        user.until(lambda: user.ask("comment") == "kept and more and back", "the words")
        user.click("usero_rating_3")
        user.click("usero_send")
        user.until_words("Thank you!")
        assert user.state["open"]


def test_in_full_screen_the_panel_opens_and_sends(inbox, tmp_path):
    with desk(inbox.url, tmp_path / "data") as user:
        user.ask("window", "showFullScreen")
        user.until(lambda: user.ask("client") == [0, 0, 1600, 1300], "full screen")
        user.click("usero_launcher")
        user.click("usero_rating_4")
        user.click("usero_send")
        user.until_words("Thank you!")


def test_clicks_on_the_panel_do_not_fall_through_to_the_host(inbox, tmp_path):
    with desk(inbox.url, tmp_path / "data") as user:
        user.click("usero_launcher")
        left, top, _, height = user.place("usero_panel")
        user.click_at(left + 40, top + height - 45)
        user.click("usero_rating_2")
        assert user.state["pressed"] == 0
        user.click_at(left - 60, top + 20)
        user.until(lambda: user.state["pressed"] == 1, "the host's own click")
        assert user.state["open"]
