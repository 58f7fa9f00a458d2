"""Half a minute in the life of the order desk: one script, for whoever has hands.

The same is done to the Qt program on a real screen (`hands.py`) and, by the bench, to a page of
HTML that is its equal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from replay.recorder.desk import CITIES, SECRET, TYPED
from replay.script.words import NOTE

if TYPE_CHECKING:
    from collections.abc import Callable

WHEEL = 40
ROW, KEYS = 124, 16
"""What is clicked once it has been scrolled to, and how far the keys go from there."""
PLAIN = "second window closed"
"""Until then nothing was seen that paints itself."""


class Hands(Protocol):
    """Does what a user does; each goes on when the program has taken it, or waits for it."""

    def click(self, name: str) -> None:
        """Click the middle of a part."""

    def write(self, text: str) -> None:
        """Type into what has the focus."""

    def key(self, name: str, times: int = 1) -> None:
        """Press a key, as X calls it."""

    def open_list(self, name: str) -> None:
        """Open the list of a combo box."""

    def pick(self, steps: int) -> None:
        """Choose in it what is so many steps further down."""

    def wheel(self, name: str, steps: int) -> None:
        """Turn the wheel down over a part."""

    def hover(self, name: str) -> None:
        """Move over a part, from one corner to the middle."""

    def until(self, name: str, value: str) -> None:
        """Wait until a part shows that."""

    def until_there(self, name: str) -> None:
        """Wait until a part is to be seen."""

    def until_gone(self, name: str) -> None:
        """Wait until it is not any more."""

    def rest(self) -> None:
        """Look at what has come of it."""


def play(hands: Hands, moment: Callable[[str], None]) -> None:
    """Play the script; `moment` is called with a name when all has come to be seen."""
    play_plain(hands, moment)
    hands.click("tab:2")
    hands.until("tabs", "2")
    hands.rest()
    moment("chart")
    hands.hover("chart")
    hands.until("cross", "True")
    hands.rest()
    moment("chart hovered")
    hands.click("tab:0")
    hands.until("tabs", "0")
    hands.rest()
    moment("form again")


def play_plain(hands: Hands, moment: Callable[[str], None]) -> None:
    """Play it up to `PLAIN`."""
    moment("begun")
    _fill_in(hands, moment)
    _read_table(hands, moment)
    _open_windows(hands, moment)
    moment(PLAIN)


def _fill_in(hands: Hands, moment: Callable[[str], None]) -> None:
    hands.click("name")
    hands.write(TYPED)
    hands.until("name", TYPED)
    hands.rest()
    moment("typed")
    hands.click("password")
    hands.write(SECRET)
    hands.until("password", SECRET)
    hands.rest()
    moment("password")
    hands.open_list("city")
    hands.rest()
    moment("list")
    hands.pick(2)
    hands.until("city", CITIES[2])
    hands.click("notes")
    hands.write(NOTE)
    hands.until("notes", NOTE)
    hands.click("mail")
    hands.until("mail", "True")
    hands.rest()
    moment("filled in")


def _read_table(hands: Hands, moment: Callable[[str], None]) -> None:
    hands.click("tab:1")
    hands.until("tabs", "1")
    hands.rest()
    moment("orders")
    hands.wheel("table", WHEEL)
    hands.rest()
    moment("scrolled")
    hands.click(f"cell:{ROW},1")
    hands.until("row", str(ROW))
    hands.key("Down", KEYS)
    hands.until("row", str(ROW + KEYS))
    hands.key("Up", KEYS // 2)
    hands.until("row", str(ROW + KEYS // 2))
    hands.rest()
    moment("selected")


def _open_windows(hands: Hands, moment: Callable[[str], None]) -> None:
    hands.click("menu:File")
    hands.until_there("action:File/1")
    hands.key("Down", 2)
    hands.rest()
    moment("menu")
    hands.key("Escape")
    hands.until_gone("action:File/1")
    hands.click("menu:Order")
    hands.click("action:Order/0")
    hands.until_there("dialog")
    hands.until("active", "Delete")
    hands.rest()
    moment("dialog")
    hands.click("no")
    hands.until_gone("dialog")
    hands.until("active", "Order Desk")
    hands.click("menu:Order")
    hands.click("action:Order/1")
    hands.until_there("prices")
    hands.until("active", "Prices")
    hands.rest()
    moment("second window")
    hands.click("done")
    hands.until_gone("prices")
    hands.until("active", "Order Desk")
    hands.rest()
