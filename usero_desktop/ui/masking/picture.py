"""A window that Qt draws, without what is masked in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usero_desktop.qt import QtCore, QtGui, QtWidgets, writable_pixels_of
from usero_desktop.ui.masking import ink
from usero_desktop.ui.masking.walk import areas_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from usero_desktop.ui.masking.rules import Rules
    from usero_desktop.ui.masking.walk import Area

_Widget = QtWidgets.QWidget
_Flag = QtWidgets.QWidget.RenderFlag


def draw(
    window: QtWidgets.QWidget, image: QtGui.QImage, rules: Rules, *, children: bool = True
) -> None:
    """Have Qt draw `window` on `image`, a Format_RGB32 of its size, and paint the masks over.

    It may be any other widget as well, and with `children` False what it paints by itself.
    GUI thread; when this returns, nothing that is masked is in `image`.
    """
    before = areas_of(window, rules)
    if children:
        _Widget.render(window, image)
    else:
        _Widget.render(window, image, QtCore.QPoint(), QtGui.QRegion(), _Flag.DrawWindowBackground)
    # Where the host's own painting moves something, it was drawn at one place or the other.
    after = areas_of(window, rules)
    burn(image, [*before, *(area for area in after if area not in before)])


def burn(image: QtGui.QImage, areas: Iterable[Area]) -> None:
    """Paint `areas` of a window over on `image`, which shows it at the image's own ratio."""
    ratio = image.devicePixelRatio()
    # Qt rounds where a widget is and how large it is, each by itself.
    more = 0 if ratio == round(ratio) else 1
    patches = [
        ink.Patch(
            area.rect.left() * ratio - more,
            area.rect.top() * ratio - more,
            (area.rect.left() + area.rect.width()) * ratio + more,
            (area.rect.top() + area.rect.height()) * ratio + more,
            area.cover,
            ratio,
        )
        for area in areas
    ]
    size = image.width(), image.height()
    ink.burn(writable_pixels_of(image), image.bytesPerLine(), size, patches)
