"""Where a draft waits while it is in no window: for the life of the process, and in memory.

A draft belongs to one widget at a time. When that goes, it is left here, and the next widget
of the same project that has nothing in its form takes it over.
"""

from __future__ import annotations

import threading
from collections import Counter
from typing import TYPE_CHECKING, Final, TypeAlias
from weakref import WeakSet

if TYPE_CHECKING:
    from collections.abc import Collection

    from usero_desktop.model.draft import Draft
    from usero_desktop.ui.form.writing import Writing

Key: TypeAlias = tuple[str, str]
"""The `base_url` and the `client_id` of a form."""

MOST: Final = 3
"""So many drafts of one project are kept, of windows that went with words in them."""

_lock = threading.Lock()
_left: dict[Key, list[Writing]] = {}
_live: WeakSet[Writing] = WeakSet()
_wipes: Counter[str] = Counter()
_recalls: dict[Key, bool] = {}
"""The forms whose draft of an earlier run was asked for, and whether that is done."""

_off: dict[Key, frozenset[str]] = {}
"""What the user lets travel with no report of a form, until the process ends."""

saving = threading.Lock()
"""Held while drafts are written to the disk or everything is deleted there."""


def wipes_of(client_id: str) -> int:
    """Return how often everything of `client_id` was deleted by now."""
    return _wipes[client_id]


def know(writing: Writing) -> None:
    """Have `writing` emptied when everything is deleted. Any thread."""
    with _lock:
        _live.add(writing)


def put(writing: Writing) -> None:
    """Keep `writing` for the next widget, unless everything was deleted since. Any thread."""
    with _lock:
        if writing.wipes == _wipes[writing.key[1]]:
            shelf = _left.setdefault(writing.key, [])
            shelf.append(writing)
            del shelf[:-MOST]


def take(key: Key) -> Writing | None:
    """Return what was left last of a project, None where there is nothing."""
    with _lock:
        shelf = _left.get(key, [])
        while shelf:
            writing = shelf.pop()
            if not writing.is_blank:
                return writing
        _left.pop(key, None)
    return None


def off_of(key: Key) -> frozenset[str]:
    """Return the parts that travel with no report of a form. Any thread."""
    return _off.get(key, frozenset())


def switch(key: Key, parts: Collection[str], *, on: bool) -> None:
    """Let `parts` travel with the reports of a form, or not any more. Any thread."""
    with _lock:
        off = off_of(key)
        _off[key] = off.difference(parts) if on else off.union(parts)


def begin_recall(key: Key) -> bool:
    """Whether what an earlier run kept is to be read now: once a process. Any thread."""
    with _lock:
        is_first = key not in _recalls
        _recalls.setdefault(key, False)
    return is_first


def end_recall(key: Key, *, done: bool) -> None:
    """Know that it was read, or could not be: then it is asked for again. Any thread."""
    with _lock:
        if done:
            _recalls[key] = True
        else:
            _recalls.pop(key, None)


def is_recalled(key: Key) -> bool:
    """Whether what an earlier run kept is in a form here, and may be written over."""
    return _recalls.get(key, False)


def forget(client_id: str) -> None:
    """Throw away what was written to `client_id`, in all windows: it is deleted. Any thread.

    What is being handed over or written in a window that goes before it hears of this does
    not come back either.
    """
    with _lock:
        _wipes[client_id] += 1
        for key in [key for key in _left if key[1] == client_id]:
            del _left[key]
        written = [writing for writing in _live if writing.key[1] == client_id]
    for writing in written:
        writing.forget()


def forget_all() -> None:
    """Throw away all that was ever written in this process. Any thread."""
    with _lock:
        _recalls.clear()
        _off.clear()
        clients = {key[1] for key in _left} | {writing.key[1] for writing in _live}
    for client_id in clients:
        forget(client_id)


def begin_anew() -> None:
    """Begin with nothing in a forked child: what is written is its parent's to keep.

    Another thread of that may have held any of the locks, and the child would wait for ever.
    """
    global _lock, saving
    _lock, saving = threading.Lock(), threading.Lock()
    _left.clear()
    for writing in tuple(_live):
        writing.forked()


class Lease:
    """One widget's hold on what is written in its form.

    Plain Python: it is there to put the draft away when Qt has deleted the widget. GUI thread
    but for `finish`.
    """

    def __init__(self, key: Key, *, adopts: bool = True) -> None:
        """Take over what was left of `key` if it `adopts`; costs next to nothing otherwise."""
        self._key = key
        self._writing: Writing | None = None
        self._is_over = False
        self.is_open = False
        if adopts:
            self.adopt()

    @property
    def writing(self) -> Writing:
        """What is being written; made when first needed."""
        if self._writing is None:
            from usero_desktop.ui.form.writing import Writing

            self._writing = Writing(self._key, self)
        return self._writing

    @property
    def is_blank(self) -> bool:
        """Whether nothing is written, and nothing on its way into the form."""
        return self._writing is None or self._writing.is_blank

    @property
    def draft(self) -> Draft:
        """What is in the form."""
        return self.writing.desk.draft

    @property
    def was_open(self) -> bool:
        """Whether this was taken over from a widget whose panel was open when it went."""
        return self._writing is not None and self._writing.was_open

    def adopt(self) -> bool:
        """Take over what another widget has left, if there is nothing here; True where it did."""
        left = take(self._key) if self.is_blank and not self._is_over else None
        if left is None:
            return False
        left.go_on(self)
        self._writing = left
        return True

    def save(self) -> None:
        """Have what is written kept for the next start, where that is wanted. Any thread."""
        if self._writing is not None and not self._is_over:
            self._writing.save()

    def end(self) -> None:
        """Leave what is written to the next widget; may be called again."""
        if not self._is_over:
            self._is_over = True
            if self._writing is not None:
                self._writing.leave(was_open=self.is_open)

    def finish(self) -> None:
        """Know that what was handed over goes no further now. Any thread."""
        if self._writing is not None:
            self._writing.finish(self)
