"""How large something is, and how long, as one reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.qt import QtCore

if TYPE_CHECKING:
    from usero_desktop.i18n import Texts

_DIGITS: Final = {ord("\u0660") + digit: str(digit) for digit in range(10)}


def size_words(texts: Texts, count: int) -> str:
    """Return `count` bytes as one reads them."""
    locale = QtCore.QLocale(texts.locale)
    if locale.language() == QtCore.QLocale.Language.C:
        locale = QtCore.QLocale(texts.language)
    places = 1 if count >= 1000 else 0  # noqa: PLR2004 - the first of the larger units
    form = QtCore.QLocale.DataSizeFormat.DataSizeSIFormat
    # Never a number at the end of one line and its unit on the next.
    return locale.formattedDataSize(count, places, form).translate(_DIGITS).replace(" ", "\u00a0")


def recording_words(message: str, length: int, size: int, texts: Texts) -> str:
    """Return what `message` says of a recording of `length` milliseconds and `size` bytes."""
    return texts(message, n=round(length / 1000), size=size_words(texts, size))
