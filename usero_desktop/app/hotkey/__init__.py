"""A key that works in every program: asked of the system, which tells of that one and no other."""

from usero_desktop.app.hotkey.hotkey import Hotkey
from usero_desktop.app.hotkey.keys import checked

__all__ = ["Hotkey", "checked"]
