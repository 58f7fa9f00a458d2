"""Whether the recording is streamed, and for whom. GUI thread."""

from __future__ import annotations

import atexit
import sys
from time import monotonic
from typing import TYPE_CHECKING, Final
from weakref import WeakSet

from usero_desktop.plugin import PluginContext

if TYPE_CHECKING:
    from usero_desktop.model.submission import Submission
    from usero_desktop.replay.running import Running
    from usero_desktop.replay.settings import Settings
    from usero_desktop.replay.stream import Stream

EXIT_SECONDS: Final = 1.0
"""What the program's end waits for that of a stream, which goes on beside all other ends."""

_streams: Final[WeakSet[Stream]] = WeakSet()


class Streaming:
    """Streams the recording to where the first widget's reports go that wants it streamed.

    Where somebody takes part who asks the user first, nothing is streamed: what their windows
    show is in the recording as well.

    Who uses no stream loads nothing of one.
    """

    def __init__(self) -> None:
        self._objecting: set[int] = set()
        self._asking: dict[int, PluginContext] = {}
        self._running: Running | None = None
        self._stream: Stream | None = None
        self._ending: Stream | None = None
        self._owner: int | None = None

    def join(self, holder: object, settings: Settings) -> None:
        """Have it streamed for `holder`, where that wants it and knows where to."""
        if settings.consent == "ask":
            self._objecting.add(id(holder))
            self._settle(with_rest=False)
        if settings.stream and isinstance(holder, PluginContext):
            self._asking[id(holder)] = holder
            self._settle()

    def leave(self, holder: object) -> None:
        """Stream it no more for `holder`."""
        self._objecting.discard(id(holder))
        self._asking.pop(id(holder), None)
        self._settle()

    def attach(self, running: Running) -> None:
        """Stream this recording, in the place of the one before."""
        self._running = running
        if self._stream is not None:
            self._stream.attach(running)
        self._settle()

    def detach(self) -> None:
        """Let go of the recording: another may come, in the same session."""
        self._running = None
        if self._stream is not None:
            self._stream.detach()

    def moment(self, submission: Submission, now_ms: int) -> tuple[str, int] | None:
        """Return the session's name and the moment in it for a report; see `Stream.moment`."""
        if self._stream is None:
            return None
        from usero_desktop.replay.line import Target

        return self._stream.moment(Target.of(submission), now_ms)

    def reaches(self, context: PluginContext) -> bool:
        """Whether a report of this widget would name the session, as it stands now."""
        if self._stream is None:
            return False
        from usero_desktop.replay.line import Target

        return self._stream.reaches(Target.of(context))

    def release(self, session_id: str | None) -> None:
        """Take note that a report has arrived, and which session it named."""
        if self._stream is not None:
            self._stream.release(session_id)

    def finish(self, *, at_once: bool = False) -> None:
        """End the stream, if there is one. Returns at once; may be repeated.

        `at_once`, nothing of it is left a moment later; see `Stream.finish`.
        """
        self._asking.clear()
        self._settle(at_once=at_once)

    def wait(self, timeout: float) -> None:
        """Wait up to `timeout` seconds for the end of the stream that has ended last."""
        ending, self._ending = self._ending, None
        if ending is not None:
            ending.wait(timeout)

    def _settle(self, *, with_rest: bool = True, at_once: bool = False) -> None:
        may_stream = not self._objecting
        if self._stream is not None and not (may_stream and self._owner in self._asking):
            self._stream.finish(with_rest=with_rest, at_once=at_once)
            self._ending, self._stream, self._owner = self._stream, None, None
        if self._stream is None and self._running is not None and self._asking and may_stream:
            self._owner, context = next(iter(self._asking.items()))
            self._stream = _stream_for(context)
            self._stream.attach(self._running)


def _stream_for(context: PluginContext) -> Stream:
    from usero_desktop.replay.line import Target
    from usero_desktop.replay.stream import Stream

    def whose() -> str | None:
        """As with a report: nobody's, where the host has named nobody."""
        return None if context.user_id() is None else context.anonymous_id()

    stream = Stream(Target.of(context), whose, context.folder)
    _streams.add(stream)
    return stream


@atexit.register
def _end_all() -> None:
    """Wait for the ends of streams: their threads would be stopped where they stand."""
    deadline = monotonic() + EXIT_SECONDS
    streams = tuple(_streams)
    for stream in streams:
        stream.finish()
    for stream in streams:
        stream.wait(max(deadline - monotonic(), 0.0))
    remainder = sys.modules.get("usero_desktop.replay.remainder")
    if remainder is not None:
        remainder.send_kept(max(deadline - monotonic(), 0.0))
