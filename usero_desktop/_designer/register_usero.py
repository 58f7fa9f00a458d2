"""Run by PySide6's Qt Designer at its start: puts `FeedbackButton` into its widget box."""

from __future__ import annotations

from usero_desktop._designer import FORM, GROUP, MODULE, TOOL_TIP
from usero_desktop.qt import QtDesigner
from usero_desktop.ui.button import FeedbackButton

FeedbackButton.is_designed = True
QtDesigner.QPyDesignerCustomWidgetCollection.registerCustomWidget(
    FeedbackButton, xml=FORM, tool_tip=TOOL_TIP, group=GROUP, module=MODULE
)
