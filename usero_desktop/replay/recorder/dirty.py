"""Which event says what of a widget: all others are let go at once."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

from usero_desktop.qt import QtCore

_Type = QtCore.QEvent.Type


class Meaning(Enum):
    """What an event of a widget, or of a window of the system, says."""

    PAINTED = auto()
    PLACED = auto()
    """It was moved, or has another size."""
    PARENT = auto()
    """The children of its parent are others, or in another order."""
    CHILDREN = auto()
    """Its own are."""
    WINDOW = auto()
    """Its title is another, or its state, or it is the active one now."""
    PROPERTY = auto()
    FOCUSED = auto()
    MOVE = auto()
    BUTTON = auto()
    USED = auto()
    """Somebody is there: what they have done is not looked at."""


MEANINGS: Final[dict[QtCore.QEvent.Type, Meaning]] = {
    _Type.Paint: Meaning.PAINTED,
    _Type.Move: Meaning.PLACED,
    _Type.Resize: Meaning.PLACED,
    _Type.Show: Meaning.PARENT,
    _Type.Hide: Meaning.PARENT,
    _Type.ShowToParent: Meaning.PARENT,
    _Type.HideToParent: Meaning.PARENT,
    _Type.ZOrderChange: Meaning.PARENT,
    _Type.ParentChange: Meaning.PARENT,
    _Type.ChildRemoved: Meaning.CHILDREN,
    _Type.WindowTitleChange: Meaning.WINDOW,
    _Type.WindowStateChange: Meaning.WINDOW,
    _Type.WindowActivate: Meaning.WINDOW,
    _Type.DynamicPropertyChange: Meaning.PROPERTY,
    _Type.FocusIn: Meaning.FOCUSED,
    _Type.MouseMove: Meaning.MOVE,
    _Type.MouseButtonPress: Meaning.BUTTON,
    _Type.MouseButtonRelease: Meaning.BUTTON,
    _Type.MouseButtonDblClick: Meaning.BUTTON,
    _Type.KeyPress: Meaning.USED,
    _Type.Wheel: Meaning.USED,
}
