"""The expense book's own light and dark palettes: a host may set what it likes."""

from __future__ import annotations

from usero_desktop.qt import QtGui

_LIGHT = {
    "Window": "#f4f5f7", "WindowText": "#1f2933", "Base": "#ffffff", "AlternateBase": "#f7f8fa",
    "Text": "#1f2933", "Button": "#eceef1", "ButtonText": "#1f2933", "Highlight": "#2f6fde",
    "HighlightedText": "#ffffff", "ToolTipBase": "#ffffff", "ToolTipText": "#1f2933",
    "PlaceholderText": "#7b8794", "Mid": "#c5cad1", "Light": "#ffffff", "Dark": "#aab1ba",
}  # fmt: skip
_DARK = {
    "Window": "#1b1f27", "WindowText": "#e6e9ee", "Base": "#14171d", "AlternateBase": "#191d24",
    "Text": "#e6e9ee", "Button": "#262b35", "ButtonText": "#e6e9ee", "Highlight": "#3b7df0",
    "HighlightedText": "#ffffff", "ToolTipBase": "#262b35", "ToolTipText": "#e6e9ee",
    "PlaceholderText": "#8a93a1", "Mid": "#3a414d", "Light": "#333a46", "Dark": "#0e1116",
}  # fmt: skip
_FADED = ("WindowText", "Text", "ButtonText")


def palette(*, dark: bool) -> QtGui.QPalette:
    """Return the book's palette for light or dark."""
    chosen = QtGui.QPalette()
    for name, color in (_DARK if dark else _LIGHT).items():
        role = getattr(QtGui.QPalette.ColorRole, name)
        chosen.setColor(role, QtGui.QColor(color))
    faded = QtGui.QColor("#6b7480" if dark else "#9aa3ad")
    for name in _FADED:
        role = getattr(QtGui.QPalette.ColorRole, name)
        chosen.setColor(QtGui.QPalette.ColorGroup.Disabled, role, faded)
    return chosen
