"""The plugin: it records from its beginning on, and gives the last seconds to a report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.plugin import Footage, Plugin
from usero_desktop.replay.settings import SAMPLING, Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from usero_desktop.model.recording import Recording
    from usero_desktop.model.submission import SentReport, Submission
    from usero_desktop.plugin import PluginContext
    from usero_desktop.replay.settings import Consent, Judge, Mode

ANSWER_SECONDS: Final = 1.8
"""What a report waits for its recording, which is put together in a tenth of that."""


class SessionReplay(Plugin):
    """Records the program's windows and gives the last `buffer_seconds` to a report.

    Nothing leaves the machine before Send (but for `stream`), and nothing of the screen is ever
    read: widgets are asked what they show, and what paints itself is drawn once more. What is
    masked is masked before it is kept.

    There is one recording in a process. Who comes second takes part in the one that is there;
    where they hide more, it begins anew and hides what either of them hides. `sample_rate` is
    the share of the program's runs that are recorded, decided once in a run.

    `start_after_ms` lets the program start in peace. `mode` "pixels" draws whole windows at up to
    four pictures a second, where "hybrid" describes Qt's own widgets and draws the others:
    it costs about ten times the bytes. `mask_all_inputs` hides what is written or
    chosen in fields, `mask_all_text` all words. `mask` and `block` are patterns of object names,
    as `fnmatch` knows them, or `mask` is a function that gets a widget on the GUI thread and
    returns "mask", "block" or None; where that raises, the widget is masked. `sampling` are the
    milliseconds between two positions of the mouse ("mousemove") and between two looks at what
    has changed, a scrolled area for one ("scroll"), at the least. `consent` "always" sends the
    recording with every report; the panel says so. With "ask" the user is asked there: nothing
    is put together until they tick it or want to watch it, and nothing of it is created or sent
    unless they tick it. Either way they can watch it there first, from the bytes that would
    travel, and trim it. "never" records nothing. `max_bytes_per_second` is what the recording
    may have of an average second, packed: pictures become fewer and coarser to keep to it.

    `stream=True` sends the whole session while it goes on, a part about every ten seconds, to
    where the widget's reports go: **before anybody presses Send, and without asking them**. That
    is for the host to have agreed with its users, which is why it is to be said here and goes with
    `consent` "always" alone ("never" records nothing at all). It pauses while every window is
    hidden or minimised, and where nobody has done anything for five minutes. What cannot be sent
    is dropped: nothing of it is kept on disk while it goes on. `stop`, or the end of the last
    widget, leaves no thread behind that waits for a server: of the last seconds that is kept in
    the plugin's folder, masked, what the server has not taken by then, and sent as the program
    ends or with the next stream. A report then names the running session and the
    moment in it, and brings no recording of its own; where the server refuses the session or
    cannot be reached, it brings the last seconds as it does without. `start` without a widget
    knows of no server, so there is no stream until a widget takes part, nor is there one while
    another takes part that asks its users.

    A wrong value raises ConfigError here, in the host's own line; a widget that has this plugin
    raises nothing because of it.
    """

    name = "session-replay"
    needs_gui = True

    def __init__(
        self,
        *,
        buffer_seconds: float = 30,
        start_after_ms: int = 0,
        sample_rate: float = 1.0,
        mode: Mode = "hybrid",
        mask_all_inputs: bool = True,
        mask_all_text: bool = False,
        mask: Sequence[str] | Judge = (),
        block: Sequence[str] = (),
        sampling: Mapping[str, float] = SAMPLING,
        consent: Consent = "always",
        max_bytes_per_second: int = 16_384,
        stream: bool = False,
    ) -> None:
        self.settings = Settings(
            buffer_seconds=buffer_seconds,
            start_after_ms=start_after_ms,
            sample_rate=sample_rate,
            mode=mode,
            mask_all_inputs=mask_all_inputs,
            mask_all_text=mask_all_text,
            mask=mask,
            block=block,
            sampling=sampling,
            consent=consent,
            max_bytes_per_second=max_bytes_per_second,
            stream=stream,
        )

    def start(self) -> None:
        """Record without a widget, until `stop`; one that comes takes part. GUI thread.

        May be repeated. Raises QtError where there is no QApplication, or this is not its thread.
        """
        from usero_desktop.replay import tape

        tape.check_thread()
        tape.join(self, self.settings)

    def stop(self) -> None:
        """End what `start` began; widgets that take part go on. GUI thread, may be repeated."""
        from usero_desktop.replay import tape

        tape.leave(self)

    def on_init(self, context: PluginContext) -> None:
        """Begin to record, or take part in the recording that is there."""
        from usero_desktop.replay import tape

        tape.join(context, self.settings, context.app_name)

    def on_footage_asked(self, context: PluginContext) -> Footage | None:
        """Return how much is recorded by now, and what takes it; None while that is streamed."""
        from usero_desktop.replay import tape

        settings, seconds = self.settings, tape.seconds()
        if settings.consent == "never" or not seconds or tape.is_streamed(context):
            return None
        return Footage(seconds, _taken, is_asked=settings.consent == "ask")

    def on_feedback_submit(
        self, context: PluginContext, submission: Submission
    ) -> Mapping[str, object] | Callable[[], Mapping[str, object] | None] | None:
        """Return what gets the recording up to now, beside the GUI thread.

        Where the session is streamed to where the report goes, that is what the report names.

        Also asked while somebody reads what would be sent: what was put together within the
        last second is given once more. A report that is sent anew after a change keeps the
        recording it came with: that shows what it is about. Where the user is asked, theirs is
        in the report already, or none is to be.
        """
        del context
        if submission.recording is not None or submission.session_replay_id is not None:
            return None
        if self.settings.consent != "always":
            return None
        from usero_desktop.replay import tape

        streamed = tape.streamed(submission)
        if streamed is not None:
            session_id, offset_ms = streamed
            return {"session_replay_id": session_id, "replay_offset_ms": offset_ms}
        take = _taken()
        if take is None:
            return None

        def answer() -> Mapping[str, object] | None:
            recording = take()
            return None if recording is None else {"recording": recording}

        return answer

    def after_delivery(self, context: PluginContext, report: SentReport) -> None:
        """Go on with what is streamed, which has waited for a report to arrive."""
        del context
        from usero_desktop.replay import tape

        tape.release(report.session_replay_id)

    def on_destroy(self, context: PluginContext) -> None:
        """End with the last widget."""
        from usero_desktop.replay import tape

        tape.leave(context)


def _taken() -> Callable[[], Recording | None] | None:
    """Return what gets the recording up to now, None where there is none. GUI thread."""
    from usero_desktop.replay import tape

    take = tape.take()
    return None if take is None else lambda: take(ANSWER_SECONDS)
