"""The pictures in a recording, decoded where nobody waits for it."""

from __future__ import annotations

import base64
import binascii
from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING, Final

from usero_desktop.capture import PICTURE_PARTS
from usero_desktop.errors import ImageError
from usero_desktop.loading import load_gently
from usero_desktop.qt import QtGui
from usero_desktop.ui.guard import guard

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.core.pool import Pool
    from usero_desktop.ui.process.bridge import Bridge

MOST_BYTES: Final = 64 * 1024 * 1024
"""Of decoded pixels; those that are shown just now are kept in any case."""

_KINDS: Final = ("data:image/webp;base64,", "data:image/png;base64,")


class Pictures:
    """Has the images of data: addresses, once they are decoded. GUI thread.

    Any other address is none of ours: nothing is ever fetched.
    """

    def __init__(self, pool: Pool, bridge: Bridge, came: Callable[[], None]) -> None:
        """`came` is called when another image is there."""
        self._pool, self._bridge, self._came = pool, bridge, came
        self._images: OrderedDict[str, QtGui.QImage | None] = OrderedDict()
        """None for one that is being made; a null image for one that cannot be read."""
        self._shown: set[str] = set()

    def begin(self) -> None:
        """A page begins to be painted: what is asked for from now on is shown."""
        self._shown = set()

    @property
    def is_missing_any(self) -> bool:
        """Whether something that is shown is being made still."""
        return any(self._images.get(address) is None for address in self._shown)

    def of(self, address: str) -> QtGui.QImage | None:
        """Return the image there; None while it is being made, and where there is none."""
        kind = next((kind for kind in _KINDS if address.startswith(kind)), None)
        if kind is None:
            return None
        self._shown.add(address)
        if address not in self._images:
            self._images[address] = None
            done = self._bridge.to_gui(partial(self._take, address))
            self._pool.run(partial(decoded, address.removeprefix(kind)), done)
            return None
        self._images.move_to_end(address)
        image = self._images[address]
        return None if image is None or image.isNull() else image

    @guard
    def _take(self, address: str, result: QtGui.QImage | BaseException) -> None:
        image = result if isinstance(result, QtGui.QImage) else QtGui.QImage()
        self._images[address] = image
        self._let_go()
        self._came()

    def _let_go(self) -> None:
        """Keep no more than may be kept."""
        weight = sum(image.sizeInBytes() for image in self._images.values() if image is not None)
        for address in list(self._images):
            image = self._images[address]
            if weight <= MOST_BYTES:
                return
            if image is not None and address not in self._shown:
                weight -= image.sizeInBytes()
                del self._images[address]


def decoded(text: str) -> QtGui.QImage:
    """Return the picture whose file is `text` in base64. Raises ImageError.

    For a worker thread; not by a QImageReader, which there may wait for ever (see
    `review.enlarged`).
    """
    load_gently(PICTURE_PARTS)
    from usero_desktop.capture.load import decode_clear

    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ImageError("A picture is no base64.", code="picture_unknown") from error
    pixels, width, height = decode_clear(data)
    shown = QtGui.QImage(pixels, width, height, width * 4, QtGui.QImage.Format.Format_RGBA8888)
    # A copy, as those pixels are Python's.
    return shown.convertToFormat(QtGui.QImage.Format.Format_ARGB32_Premultiplied)
