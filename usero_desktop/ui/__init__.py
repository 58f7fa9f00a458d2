"""Everything on screen. All of it lives on the GUI thread, except where it says otherwise."""

# First: PySide6 reads what is imported before it, see switches.py.
import usero_desktop.qt  # noqa: F401
