"""Small pictures, icons and what a style keeps of its frames, as the page holds them."""

from __future__ import annotations

from base64 import b64encode
from collections import OrderedDict
from typing import Final

from usero_desktop.qt import QtCore, QtGui
from usero_desktop.replay.recorder.parts import number

SIDE: Final = 64
AREA: Final = 256 * 256
"""A picture that is larger is no ornament: it is for who makes patches."""
_KEPT: Final = 256


class Pictures:
    """Turns pictures into the url(…) that shows them, each once. GUI thread."""

    def __init__(self) -> None:
        self._known: OrderedDict[int, str] = OrderedDict()

    def url_of(self, picture: QtGui.QPixmap | QtGui.QImage) -> str:
        """Return what shows `picture`, "" for one that is too large to be an ornament."""
        key = picture.cacheKey()
        url = self._known.get(key)
        if url is None:
            url = self._made(picture)
            self._known[key] = url
            if len(self._known) > _KEPT:
                self._known.popitem(last=False)
        else:
            self._known.move_to_end(key)
        return url

    def _made(self, picture: QtGui.QPixmap | QtGui.QImage) -> str:
        width, height = picture.width(), picture.height()
        # A frame may be wide; what it is made of is simple.
        if width * height > AREA and min(width, height) > SIDE:
            return ""
        kept = QtCore.QByteArray()
        buffer = QtCore.QBuffer(kept)
        buffer.open(QtCore.QIODevice.OpenModeFlag.WriteOnly)
        is_made = picture.save(buffer, "PNG")  # type: ignore[call-overload]
        buffer.close()
        if not is_made:
            return ""
        return f"url(data:image/png;base64,{b64encode(kept.data()).decode('ascii')})"


def shown_at(
    size: tuple[float, float],
    source: tuple[float, float, float, float],
    target: tuple[float, float],
) -> str:
    """Return the declarations that show `source` of a picture of `size` in a box of `target`."""
    left, top, width, height = source
    across, down = target[0] / width, target[1] / height
    told = ""
    if left or top:
        told += f"background-position:{number(-left * across)}px {number(-top * down)}px;"
    if (left, top, width, height) != (0, 0, *size) or target != size:
        told += f"background-size:{number(size[0] * across)}px {number(size[1] * down)}px;"
    return told
