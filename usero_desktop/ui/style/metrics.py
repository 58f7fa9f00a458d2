"""Sizes in logical pixels at scale 1, written once. The 400, 16, 64 and 18 are the web widget's."""

from __future__ import annotations

from typing import Final

PANEL_WIDTH: Final = 400
PANEL_SHARE: Final = 0.9
"""Largest share of the window's width that the panel takes."""
PANEL_TOP_SHARE: Final = 0.1
PANEL_RADIUS: Final = 16
PANEL_PADDING: Final = 24
INNER_WIDTH: Final = PANEL_WIDTH - 2 * PANEL_PADDING
PANEL_GAP: Final = 16
"""Between the panel and the window's top and bottom."""
PANEL_SIDE: Final = 42
"""Between the panel and the window's side: the tab stays in sight, and closes the panel."""
RING_ROOM: Final = 6
"""How far a ring reaches beyond what it is around, where that has no edge of its own."""
SHADOW: Final = 32
"""How far the panel's shadow reaches."""

SCROLL_BAR: Final = 8
MENU_ICON: Final = 16
"""What styles draw in a menu where no sheet says otherwise."""
MENU_KEY: Final = 40
"""At the end of an entry with a key: the key, and room before it."""
MENU_KEY_SIDE: Final = 12

GAP: Final = 12
RADIUS: Final = 10
FACE: Final = 36
THUMBNAIL: Final = 64
REMOVE: Final = 18
CONTROL: Final = 36
"""Height of a button or a line of text to fill in."""
SEND_HEIGHT: Final = 44
COMMENT_LEAST: Final = 44
"""Two lines of the comment stay in sight, however little room there is."""

TAB_WIDTH: Final = 32
TAB_HEIGHT: Final = 56
SMALL_TAB_WIDTH: Final = 24
SMALL_TAB_HEIGHT: Final = 36
"""As high as a row of buttons with the space around it, beside which it mostly lies."""
PILL_HEIGHT: Final = 44
LAUNCHER_GAP: Final = 20

TITLE: Final = 20
BODY: Final = 14
LABEL: Final = 13
SMALL: Final = 12

SLIDE_MS: Final = 300
