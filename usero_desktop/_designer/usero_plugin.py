"""Imported by PyQt6's Qt Designer at its start: puts `FeedbackButton` into its widget box."""

from __future__ import annotations

from usero_desktop._designer import FORM, GROUP, MODULE, NAME, TOOL_TIP
from usero_desktop.qt import QtDesigner, QtGui, QtWidgets
from usero_desktop.ui.button import FeedbackButton
from usero_desktop.ui.guard import guard

FeedbackButton.is_designed = True


class FeedbackButtonPlugin(QtDesigner.QPyDesignerCustomWidgetPlugin):  # type: ignore[name-defined, misc]
    """What Designer wants to know of the button; it makes one of these itself."""

    @guard
    def createWidget(self, parent: QtWidgets.QWidget | None) -> QtWidgets.QWidget:
        return FeedbackButton(parent)

    @guard(otherwise=NAME)
    def name(self) -> str:
        return NAME

    @guard(otherwise=GROUP)
    def group(self) -> str:
        return GROUP

    @guard(otherwise="")
    def toolTip(self) -> str:
        return TOOL_TIP

    @guard(otherwise="")
    def whatsThis(self) -> str:
        return TOOL_TIP

    @guard
    def icon(self) -> QtGui.QIcon:
        return QtGui.QIcon()

    @guard(otherwise=False)
    def isContainer(self) -> bool:
        return False

    @guard(otherwise=MODULE)
    def includeFile(self) -> str:
        return MODULE

    @guard(otherwise="")
    def domXml(self) -> str:
        return FORM
