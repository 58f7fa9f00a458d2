"""How large something is, and how long, as one reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.model.recording import whole_seconds
from usero_desktop.qt import QtCore

if TYPE_CHECKING:
    from datetime import datetime

    from usero_desktop.i18n import Texts
    from usero_desktop.model.recording import Recording

_DIGITS: Final = {ord("\u0660") + digit: str(digit) for digit in range(10)}


def size_words(texts: Texts, count: int) -> str:
    """Return `count` bytes as one reads them."""
    locale = _locale(texts)
    places = 1 if count >= 1000 else 0  # noqa: PLR2004 - the first of the larger units
    form = QtCore.QLocale.DataSizeFormat.DataSizeSIFormat
    # Never a number at the end of one line and its unit on the next.
    return locale.formattedDataSize(count, places, form).translate(_DIGITS).replace(" ", "\u00a0")


def recording_words(message: str, length: int, size: int, texts: Texts) -> str:
    """Return what `message` says of a recording of `length` milliseconds and `size` bytes."""
    return texts(message, n=whole_seconds(length), size=size_words(texts, size))


def taken_words(recording: Recording, texts: Texts) -> str:
    """Return how long a recording is, up to when, and how large."""
    return texts(
        "film.taken",
        n=whole_seconds(recording.duration_ms),
        time=_time_words(texts, recording.ended_at),
        size=size_words(texts, recording.size),
    )


def _time_words(texts: Texts, moment: datetime) -> str:
    """Return the time of day here, as one reads it."""
    here = moment.astimezone()
    time = QtCore.QTime(here.hour, here.minute)
    return _locale(texts).toString(time, QtCore.QLocale.FormatType.ShortFormat).translate(_DIGITS)


def _locale(texts: Texts) -> QtCore.QLocale:
    locale = QtCore.QLocale(texts.locale)
    is_known = locale.language() != QtCore.QLocale.Language.C
    return locale if is_known else QtCore.QLocale(texts.language)
