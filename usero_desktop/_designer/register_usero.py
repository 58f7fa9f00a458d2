"""Run by PySide6's Qt Designer at its start: puts `FeedbackButton` into its widget box."""

from __future__ import annotations

# First of all, whatever QT_API says: this Designer is PySide6's, and so is every widget in it.
from PySide6.QtDesigner import QPyDesignerCustomWidgetCollection

from usero_desktop._designer import FORM, GROUP, MODULE, TOOL_TIP
from usero_desktop.ui.button import FeedbackButton

FeedbackButton.is_designed = True
QPyDesignerCustomWidgetCollection.registerCustomWidget(
    FeedbackButton, xml=FORM, tool_tip=TOOL_TIP, group=GROUP, module=MODULE
)
