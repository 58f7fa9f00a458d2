"""From what somebody has written to the whole report, with what plugins add to it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from usero_desktop import loading
from usero_desktop.errors import UseroError
from usero_desktop.paths import may_exist, plugins_path

if TYPE_CHECKING:
    from usero_desktop.config import Options
    from usero_desktop.core.dispatch import Listeners
    from usero_desktop.core.plugins import Plugins
    from usero_desktop.core.question import Question
    from usero_desktop.model.clock import Clock
    from usero_desktop.model.patch import Patch
    from usero_desktop.model.submission import Submission
    from usero_desktop.model.written import Written
    from usero_desktop.plugin import Who


class Composer:
    """Makes reports by `options`, with the plugins named there. Any thread.

    `plugins` are at work already, and somebody else's to change and to end.
    """

    def __init__(
        self,
        options: Options,
        clock: Clock,
        listeners: Listeners,
        plugins: Plugins | None,
        who: Who,
    ) -> None:
        self._options, self._clock, self._listeners, self._who = options, clock, listeners, who
        self._owns_plugins = True
        self._plugins: Plugins | None = None
        if plugins is not None:
            self.use(plugins)
        self.update(options)

    def use(self, plugins: Plugins) -> None:
        """Work with `plugins` of somebody else's."""
        if plugins is not self._plugins:
            self._owns_plugins, self._plugins = False, plugins
            self._listeners.subscribe(plugins.hear)

    def update(self, options: Options) -> None:
        """Make the reports to come by `options`."""
        self._options = options
        if not self._owns_plugins:
            return
        if self._plugins is not None:
            self._plugins.update(options)
        elif options.plugins:
            from usero_desktop.core.plugins import Plugins

            self._plugins = Plugins(options, who=self._who)
            self._listeners.subscribe(self._plugins.hear)

    def compose(self, written: Written, question: Question | None = None) -> Submission:
        """Return the whole report; raises InvalidFeedback, ImageError and ConfigError.

        `question` is the one of `gui_question` about the same report. Waits for plugins, but
        for no longer than a moment.
        """
        with loading.importing:
            from usero_desktop.core.assemble import assemble

        submission = assemble(self._options, self._clock, written)
        if self._plugins is None:
            return submission
        patch = (question or self._plugins.question(submission)).answer()
        return self._patched(written, submission, patch)

    def gui_question(self, written: Written) -> Question | None:
        """Return what plugins that need the GUI thread are to be asked, if there are any.

        `compose` waits for its `ask_in_gui`. GUI thread.
        """
        if self._plugins is None or not self._plugins.need_gui:
            return None
        with loading.importing:
            from usero_desktop.core.assemble import assemble

        try:
            submission = assemble(self._options, self._clock, written)
        except UseroError:  # whoever composes it is told
            return None
        return self._plugins.question(submission, in_gui=True)

    def when_ready(self, timeout: float | None) -> bool:
        """Wait up to `timeout` seconds (None: without end) until every plugin has begun."""
        return self._plugins is None or self._plugins.when_ready(timeout)

    @property
    def ends_plugins(self) -> bool:
        """Whether `close` has something to do."""
        return self._plugins is not None and self._owns_plugins

    def close(self, timeout: float) -> None:
        """End the plugins within `timeout` seconds."""
        if self._plugins is not None and self._owns_plugins:
            self._plugins.close(timeout)

    def wipe(self) -> None:
        """Delete what plugins keep on disk, also those that are no longer used.

        Raises OutboxError.
        """
        if may_exist(plugins_path(self._options.client_id, self._options.data_dir)):
            from usero_desktop.core.plugin_files import wipe_plugins

            wipe_plugins(self._options)

    def _patched(self, written: Written, submission: Submission, patch: Patch) -> Submission:
        if not (patch.fields or patch.metadata):
            return submission
        from usero_desktop.core.assemble import assemble

        # What has been asked of the host, or decoded, need not be again.
        known: dict[str, Any] = {
            "screenshots": submission.pictures,
            "page_url": submission.page_url,
            "page_title": submission.page_title,
            **patch.fields,
        }
        return assemble(
            self._options,
            self._clock,
            replace(written, **known),
            added=patch.metadata,
            submission_id=submission.submission_id,
        )
