"""What a widget is, by the names of its C++ classes: nobody's module is loaded to find out."""

from __future__ import annotations

from enum import Enum, auto
from typing import Final

from usero_desktop.qt import BINDING, QtCore, QtWidgets

_Object = QtCore.QObject
_Widget = QtWidgets.QWidget


class Kind(Enum):
    """How a widget is described."""

    PAINTED = auto()
    """As it paints itself."""
    LINE = auto()
    """A field of one line."""
    CHOICE = auto()
    """A combo box: it paints what is chosen by itself."""
    WRITING = auto()
    """The viewport of a text edit."""
    ROWS = auto()
    """The viewport of an item view, row by row."""
    SCENE = auto()
    """The viewport of a graphics view."""
    FOREIGN = auto()
    """Drawn by something else than Qt's painter: a box with its name."""


FOREIGN: Final = {
    "QQuickWidget": "Qt Quick",
    "QOpenGLWidget": "OpenGL",
    "QRhiWidget": "3D",
    "QWebEngineView": "Web page",
    "QVideoWidget": "Video",
    "QWindowContainer": "Window",
    "QAxWidget": "ActiveX",
    "QGLWidget": "OpenGL",
}
"""Classes that draw by themselves, and what their box says."""

_INPUTS: Final = frozenset(
    {"QLineEdit", "QTextEdit", "QPlainTextEdit", "QAbstractSpinBox", "QComboBox",
     "QKeySequenceEdit"}
)  # fmt: skip
_WORDS_ALONE: Final = frozenset(
    {"QLabel", "QAbstractButton", "QGroupBox", "QTabBar", "QTabWidget", "QMenu", "QMenuBar",
     "QStatusBar", "QToolBar", "QMainWindow", "QDialog", "QSplitter", "QScrollArea",
     "QStackedWidget", "QDockWidget", "QToolBox", "QComboBox", "QAbstractSpinBox", "QWizard",
     "QTipLabel", "QDialogButtonBox", "QMdiSubWindow", "QLineEdit", "QTextEdit",
     "QPlainTextEdit", "QKeySequenceEdit"}
)  # fmt: skip
"""What is masked by having its words masked: nothing else that they paint says anything."""
_PRIVATE: Final = frozenset(
    {"QTipLabel", "QComboBoxPrivateContainer", "QComboBoxPrivateScroller", "QComboBoxListView",
     "QCompleterListView", "QTableCornerButton", "QLineEditIconButton", "QSplitterHandle",
     "QTabWidgetPrivate", "QToolBarExtension", "QToolBarHandle", "QMenuBarExtension",
     "QDockWidgetTitleButton", "QDockSeparator", "QAbstractScrollAreaScrollBarContainer",
     "QToolBarSeparator", "QSpinBoxPrivate", "QExpandingLineEdit", "QWhatsThat",
     "QPrevNextCalButton", "QCalendarView", "QCalToolButton", "CloseButton", "QToolBoxButton",
     "QMdiAreaTabBar", "QWizardHeader", "QWizardRuler", "QMessageBoxDetailsText"}
)  # fmt: skip


def chain(widget: QtWidgets.QWidget) -> tuple[str, ...]:
    """Return the names of the widget's C++ classes, its own first, as far as QWidget."""
    names: list[str] = []
    meta: QtCore.QMetaObject | None = _Object.metaObject(widget)
    while meta is not None:
        name = meta.className()
        if name == "QWidget":
            break
        names.append(name.rpartition("::")[2])
        meta = meta.superClass()
    return tuple(names)


def kind_of(widget: QtWidgets.QWidget, names: tuple[str, ...]) -> Kind:
    """Return how `widget`, whose `chain` is `names`, is described."""
    if not FOREIGN.keys().isdisjoint(names):
        return Kind.FOREIGN
    if "QLineEdit" in names:
        return Kind.LINE
    if "QComboBox" in names:
        return Kind.CHOICE
    parent = None if _Widget.isWindow(widget) else _Widget.parentWidget(widget)
    if isinstance(parent, QtWidgets.QAbstractScrollArea):
        return _as_viewport(widget, parent)
    return Kind.PAINTED


def _as_viewport(widget: QtWidgets.QWidget, area: QtWidgets.QAbstractScrollArea) -> Kind:
    if not _is_viewport(widget, area):
        return Kind.PAINTED
    if isinstance(area, QtWidgets.QHeaderView):
        is_down = area.orientation() == QtCore.Qt.Orientation.Vertical
        return Kind.ROWS if is_down else Kind.PAINTED
    if isinstance(area, QtWidgets.QTableView | QtWidgets.QTreeView | QtWidgets.QListView):
        return Kind.ROWS
    if isinstance(area, QtWidgets.QTextEdit | QtWidgets.QPlainTextEdit):
        return Kind.PAINTED if isinstance(area, QtWidgets.QTextBrowser) else Kind.WRITING
    if isinstance(area, QtWidgets.QGraphicsView):
        return Kind.SCENE
    return Kind.PAINTED


def _is_viewport(widget: QtWidgets.QWidget, area: QtWidgets.QAbstractScrollArea) -> bool:
    """Whether `widget`, a child of `area`, is its viewport.

    `area.viewport()` must not be asked: PySide6 makes Python's half of the viewport one that
    belongs to that of the area, and may delete the viewport with the last of those who hold it.
    """
    if _Object.objectName(widget) == "qt_scrollarea_viewport":
        return True
    # One that the host has put there: it gives the focus to the area, as headers do.
    is_header = isinstance(widget, QtWidgets.QHeaderView)
    return _Widget.focusProxy(widget) is area and not is_header


def is_input(widget: QtWidgets.QWidget) -> bool:
    """Whether `widget` is there to be written in, or to have something chosen in it."""
    names = chain(widget)
    return not _INPUTS.isdisjoint(names) and "QTextBrowser" not in names


def has_words_alone(names: tuple[str, ...]) -> bool:
    """Whether nothing but words is to be masked in a widget whose `chain` is `names`."""
    return not names or not _WORDS_ALONE.isdisjoint(names) or names == ("QFrame",)


def has_foreign_cells(widget: QtWidgets.QWidget) -> bool:
    """Whether the host has written how the cells of the view are painted that `widget` is in."""
    view = _Widget.parentWidget(widget)
    if not isinstance(view, QtWidgets.QAbstractItemView):
        return False
    delegate = QtWidgets.QAbstractItemView.itemDelegate(view)
    return not type(delegate).__module__.startswith(f"{BINDING}.")


def paints_itself(widget: QtWidgets.QWidget, names: tuple[str, ...]) -> bool:
    """Whether the host has written how `widget` is painted: it may show anything in any way."""
    own = names[0] if names else "QWidget"
    for type_ in type(widget).__mro__:
        if type_.__module__.startswith(f"{BINDING}."):
            break
        if "paintEvent" in type_.__dict__:
            return True
    else:
        return True
    if own in _PRIVATE or type_.__name__ == own:
        return False
    # Python's own subclasses have a C++ half that is called as they are.
    return not any(one.__name__ == own for one in type(widget).__mro__)
