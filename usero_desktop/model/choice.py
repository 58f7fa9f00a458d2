"""What a user lets travel with a report beside what they have written: part by part.

A part is called after its place in the body: ``pageUrl``, ``metadata.plan``. Of nested
metadata the outermost key is the part: what lies in it travels with it, or stays with it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from usero_desktop.model import wire
from usero_desktop.model.metadata import REQUIRED_KEY, TRUNCATED_KEY

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TypeVar

    from usero_desktop.model.recording import Recording
    from usero_desktop.model.submission import JsonValue, Submission

    Value = TypeVar("Value")

METADATA: Final = "metadata."

PAGE_URL, PAGE_TITLE, REFERRER, REPLAY = "pageUrl", "pageTitle", "referrer", "sessionReplayId"
FIELDS: Final = (PAGE_TITLE, PAGE_URL, REFERRER, REPLAY)
"""The parts outside of the metadata that a report can do without.

The rest is the user's own, in the form, or says where it goes: `clientId` and `environment`.
"""

NEEDED: Final = frozenset({REQUIRED_KEY, TRUNCATED_KEY})
"""Of the metadata, what says which report it is, and what of it is missing: names alone."""

PERSON: Final = (METADATA + wire.USER_KEY, METADATA + wire.ANONYMOUS_KEY)
"""Whose report it is: both travel, or none, and then the server is not told who it is either."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Which parts travel: none that is `off`, and where somebody has looked, none unseen.

    `seen` None means that nobody has looked. What is unseen is left out even where it is
    needed: somebody who has read what is sent has agreed to that, and to no more.
    """

    off: frozenset[str] = frozenset()
    seen: frozenset[str] | None = None

    def lets(self, part: str) -> bool:
        """Whether `part` travels."""
        names = PERSON if part in PERSON else (part,)
        return not any(
            name in self.off or (self.seen is not None and name not in self.seen) for name in names
        )

    def of_metadata(self, items: Mapping[str, Value]) -> dict[str, Value]:
        """Return those of `items` that travel."""
        return {
            key: value for key, value in items.items() if key in NEEDED or self.lets(METADATA + key)
        }


def named(recording: Recording) -> dict[str, JsonValue]:
    """Return what is said of a recording in place of its events: its length and its size."""
    return {
        "durationMs": recording.duration_ms,
        "fileSize": recording.size,
        "chunks": len(recording.chunks),
    }


def parts_of(submission: Submission) -> dict[str, JsonValue]:
    """Return what of a report can be left out or has to travel, by its name, as it travels."""
    body = wire.feedback_object(submission, ())
    metadata = body.get("metadata")
    fields = {name: body[name] for name in FIELDS if name in body}
    items = metadata.items() if isinstance(metadata, dict) else ()
    if submission.recording is not None:
        fields[REPLAY] = named(submission.recording)
    return fields | {METADATA + key: value for key, value in items}
