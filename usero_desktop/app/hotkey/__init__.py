"""A key that works in every program: asked of the system, which tells of that one and no other."""

from usero_desktop.app.hotkey.hotkey import Hotkey

__all__ = ["Hotkey"]
