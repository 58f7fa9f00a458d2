"""A host's window as Qt Designer saves it, with a `FeedbackButton` in it, and how it is loaded."""

from __future__ import annotations

import io
from importlib import import_module

from usero_desktop import FeedbackButton
from usero_desktop.qt import BINDING, QtCore

FORM = """<?xml version="1.0" encoding="UTF-8"?>
<ui version="4.0">
 <class>Window</class>
 <widget class="QMainWindow" name="Window">
  <property name="geometry">
   <rect><x>0</x><y>0</y><width>1000</width><height>760</height></rect>
  </property>
  <widget class="QWidget" name="page">
   <layout class="QVBoxLayout" name="column">
    <item>
     <widget class="FeedbackButton" name="feedback">
%s     </widget>
    </item>
   </layout>
  </widget>
 </widget>
 <customwidgets>
  <customwidget>
   <class>FeedbackButton</class>
   <extends>QPushButton</extends>
   <header>usero_desktop</header>
  </customwidget>
 </customwidgets>
 <resources/>
 <connections/>
</ui>
"""
PROPERTY = '      <property name="%s" stdset="0"><%s>%s</%s></property>\n'


def form(**properties):
    """Return the .ui file of a window whose button has these properties."""
    lines = []
    for name, value in properties.items():
        kind = "bool" if isinstance(value, bool) else "string"
        words = str(value).lower() if isinstance(value, bool) else value
        lines.append(PROPERTY % (name, kind, words, kind))
    return FORM % "".join(lines)


def load(text):
    """Load a .ui file as a program on this binding does, without naming our package to it."""
    if BINDING == "PyQt6":
        return import_module("PyQt6.uic").loadUi(io.StringIO(text))
    loader = import_module("PySide6.QtUiTools").QUiLoader()
    loader.registerCustomWidget(FeedbackButton)
    source = QtCore.QBuffer()
    source.setData(text.encode())
    source.open(QtCore.QIODevice.OpenModeFlag.ReadOnly)
    return loader.load(source)
