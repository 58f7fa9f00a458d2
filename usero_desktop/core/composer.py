"""From what somebody has written to the whole report, with what plugins add to it."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypedDict

from usero_desktop import loading, policy
from usero_desktop.errors import UseroError
from usero_desktop.paths import may_exist, plugins_path

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Unpack

    from usero_desktop.config import Options
    from usero_desktop.core.dispatch import Listeners
    from usero_desktop.core.footage import Reel
    from usero_desktop.core.plugins import Plugins
    from usero_desktop.core.preview import Preview
    from usero_desktop.core.question import Question
    from usero_desktop.model.clock import Clock
    from usero_desktop.model.patch import Patch
    from usero_desktop.model.submission import JsonValue, Submission
    from usero_desktop.model.written import Written
    from usero_desktop.plugin import Who


class How(TypedDict, total=False):
    """What `assemble` takes by name."""

    added: Mapping[str, JsonValue] | None
    submission_id: str | None
    budget: int
    is_finished: bool


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
        return self._composed(written, question)[0]

    def preview(self, written: Written, question: Question | None = None) -> Preview:
        """Return what `compose` would make of it now, also of what is not finished yet.

        Plugins are asked as they are then; nothing is kept. Raises ImageError and ConfigError.
        """
        from usero_desktop.core.preview import Preview

        submission, patch = self._composed(written, question, is_finished=False)
        changed = {} if patch is None else patch.fields
        whole: dict[str, Any] = {"screenshots": submission.pictures, **changed, "choice": None}
        # All that there could be, whatever room it takes.
        offered = self._assembled(
            replace(written, **whole),
            added=None if patch is None else patch.metadata,
            submission_id=submission.submission_id,
            budget=sys.maxsize,
            is_finished=False,
        )
        return Preview(submission, offered)

    def gui_question(self, written: Written, *, is_finished: bool = True) -> Question | None:
        """Return what plugins that need the GUI thread are to be asked, if there are any.

        `compose`, or `preview` of what is not `is_finished`, waits for its `ask_in_gui`.
        GUI thread.
        """
        if self._plugins is None or not self._plugins.need_gui:
            return None
        try:
            submission = self._assembled(written, is_finished=is_finished)
        except UseroError:  # whoever composes it is told
            return None
        return self._plugins.question(submission, in_gui=True)

    def reel(self) -> Reel | None:
        """Return what a plugin is recording, None where none does. GUI thread."""
        return None if self._plugins is None else self._plugins.reel()

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

        Where nothing may be kept it is all that was before. Raises OutboxError.
        """
        if not policy.read().outbox:
            from usero_desktop.core.plugin_files import wipe_earlier

            wipe_earlier(self._options)
        elif may_exist(plugins_path(self._options.client_id, self._options.data_dir)):
            from usero_desktop.core.plugin_files import wipe_plugins

            wipe_plugins(self._options)

    def _composed(
        self, written: Written, question: Question | None, *, is_finished: bool = True
    ) -> tuple[Submission, Patch | None]:
        """Return the report, and what plugins have changed in it."""
        submission = self._assembled(written, is_finished=is_finished)
        if self._plugins is None:
            return submission, None
        from usero_desktop.core import allowed

        patch = allowed.of_patch((question or self._plugins.question(submission)).answer())
        if not (patch.fields or patch.metadata):
            return submission, patch
        # What has been asked of the host, or decoded, need not be again.
        known: dict[str, Any] = {
            "screenshots": submission.pictures,
            "page_url": submission.page_url,
            "page_title": submission.page_title,
            **patch.fields,
        }
        patched = self._assembled(
            replace(written, **known),
            added=patch.metadata,
            submission_id=submission.submission_id,
            is_finished=is_finished,
        )
        return patched, patch

    def _assembled(self, written: Written, **how: Unpack[How]) -> Submission:
        with loading.importing:
            from usero_desktop.core.assemble import assemble

        return assemble(self._options, self._clock, written, **how)
