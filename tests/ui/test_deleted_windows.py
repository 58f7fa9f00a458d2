"""A window that its program deletes by hand: what is left of the handle says and does nothing."""

from __future__ import annotations

import pytest

from usero_desktop.qt import QtWidgets
from usero_desktop.ui.process.lifetime import delete_now


@pytest.mark.parametrize("word", ["open", "close", "toggle", "destroy"])
@pytest.mark.parametrize("was_opened", [False, True], ids=["never opened", "open"])
def test_a_handle_whose_window_was_deleted_by_hand_is_inert_without_a_word(
    qtbot, attach, word, was_opened, caplog
):
    window = QtWidgets.QMainWindow()
    window.show()
    handle = attach(window)
    if was_opened:
        handle.open()
        qtbot.waitUntil(lambda: handle._backstage.session is not None)
    delete_now(window)

    getattr(handle, word)()

    assert handle.is_inert
    assert not [record for record in caplog.records if record.name.startswith("usero_desktop")]
