"""`FeedbackButton` in Qt Designer's widget box.

This folder is what PYSIDE_DESIGNER_PLUGINS (PySide6's Designer, which runs `register_usero.py`) and
PYQTDESIGNERPATH (PyQt6's, which imports `usero_plugin.py`) are set to.
"""

from __future__ import annotations

from typing import Final

MODULE: Final = "usero_desktop"
"""Where code that is made from a form imports the button from."""

GROUP: Final = "Usero"
NAME: Final = "FeedbackButton"
TOOL_TIP: Final = "Opens the feedback panel of its window"

FORM: Final = """<ui language="c++">
    <widget class="FeedbackButton" name="feedbackButton">
        <property name="text"><string>Share Feedback</string></property>
    </widget>
</ui>
"""
"""What Designer puts into a form."""
