"""One recording at work: the recorder on the GUI thread, and the reel that its events go to."""

from __future__ import annotations

from itertools import count
from time import monotonic
from typing import TYPE_CHECKING, Final

from usero_desktop.core.context import default_page_url
from usero_desktop.qt import QtCore
from usero_desktop.replay.recorder.attention import Attention
from usero_desktop.replay.recorder.in_pictures import PictureRules
from usero_desktop.replay.recorder.masking import Masks
from usero_desktop.replay.recorder.patches import Patches
from usero_desktop.replay.recorder.source import Recorder
from usero_desktop.replay.reel import Reel
from usero_desktop.replay.worker import STOP_SECONDS
from usero_desktop.rrweb import nodes

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.replay.settings import Settings
    from usero_desktop.replay.timeline import Timeline
    from usero_desktop.rrweb.events import Event

LOOK_SECONDS: Final = 0.02
"""What a report may cost the GUI thread; what is not told by then happened a moment before it."""


class Running:
    """Records from its making until `stop`. GUI thread."""

    def __init__(
        self,
        settings: Settings,
        app_name: str | None = None,
        timeline: Timeline | None = None,
        *,
        on_lost: Callable[[], None],
    ) -> None:
        """`timeline` is that of the recording in whose place this comes.

        `on_lost` is called once, in the middle of a look, when what was kept had to go.
        """
        self._on_lost = on_lost
        self.is_lost = False
        """Whether nothing of it is kept any more: the worker did not come to fold it."""
        self.reel = reel = Reel(settings.buffer_seconds, settings.max_bytes_per_second, timeline)
        self.attention = Attention()
        ids = count(nodes.FIRST_FREE)
        patches = Patches(
            PictureRules(Masks(settings)),
            reel.worker,
            reel.pace,
            emit=reel.take,
            new_id=ids.__next__,
            now_ms=reel.timeline.now_ms,
        )
        self._recorder = Recorder(
            self._keep,
            settings,
            reel.timeline.now_ms,
            home=default_page_url(app_name or QtCore.QCoreApplication.applicationName()),
            ids=ids,
            patches=patches,
            attention=self.attention,
        )
        try:
            self._recorder.start()
        except Exception:  # whatever it is, it goes on up; nothing is to be left at work
            reel.close()
            raise

    def _keep(self, event: Event) -> None:
        self.reel.take(event)
        if self.reel.wants_snapshot and not self.is_lost:
            self.is_lost = True
            self._on_lost()

    @property
    def is_recording(self) -> bool:
        """Whether nothing has gone wrong in it: then it has ended by itself."""
        return self._recorder.is_recording

    def look(self) -> None:
        """Take note of what has changed since the last look, as far as there is time."""
        deadline = monotonic() + LOOK_SECONDS
        self._recorder.look()
        while self._recorder.has_more and monotonic() < deadline:
            self._recorder.look()

    def stop(self, timeout: float = STOP_SECONDS) -> None:
        """End: no filter, no timer and, a moment later at most, no thread is left of it.

        It waits so long for the thread.
        """
        self._recorder.stop()
        self.reel.close(timeout)
