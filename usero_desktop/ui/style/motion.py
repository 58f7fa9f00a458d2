"""Whether and how things move."""

from __future__ import annotations

import sys

from usero_desktop.qt import QtCore, QtWidgets


def is_reduced(widget: QtWidgets.QWidget, wish: bool | None) -> bool:  # noqa: FBT001
    """Whether motion is unwanted: the host's `wish`, else what the system says."""
    if wish is not None:
        return wish
    hint = QtWidgets.QStyle.StyleHint.SH_Widget_Animation_Duration
    # The application's style is asked: a style sheet on a widget answers for itself.
    if QtWidgets.QApplication.style().styleHint(hint, None, widget) == 0:
        return True
    if sys.platform == "win32":
        import ctypes

        # SPI_GETCLIENTAREAANIMATION: "Animation effects" in the accessibility settings.
        answer = ctypes.c_int(1)
        ctypes.windll.user32.SystemParametersInfoW(0x1042, 0, ctypes.byref(answer), 0)
        return not answer.value
    return False


def slide(parent: QtCore.QObject, milliseconds: int) -> QtCore.QVariantAnimation:
    """Make an animation from 0 to 1 that starts fast and settles gently."""
    animation = QtCore.QVariantAnimation(parent)
    animation.setStartValue(0.0)
    animation.setEndValue(1.0)
    animation.setDuration(milliseconds)
    animation.setEasingCurve(QtCore.QEasingCurve.Type.OutCubic)
    return animation
