"""What would be sent, for the user to read before Send."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from usero_desktop.model import wire
from usero_desktop.model.choice import named, parts_of

if TYPE_CHECKING:
    from usero_desktop.model.picture import Picture
    from usero_desktop.model.submission import JsonValue, Submission


@dataclass(frozen=True, slots=True)
class Preview:
    """A report as Send would make it now, and all that could go with it.

    `submission` is what would be sent, `offered` the same with nothing switched off and nothing
    left out because there is too much of it.
    """

    submission: Submission
    offered: Submission

    @property
    def parts(self) -> dict[str, JsonValue]:
        """Every part there is, by name: as it travels, or as it would."""
        return parts_of(self.offered) | parts_of(self.submission)

    @property
    def sent_parts(self) -> frozenset[str]:
        """The names of the parts that travel."""
        return frozenset(parts_of(self.submission))

    @property
    def body_bytes(self) -> int:
        """How many bytes the report's JSON has, without what the server makes of its pictures."""
        return len(wire.feedback_body(self.submission, ()))

    @property
    def total_bytes(self) -> int:
        """How many bytes travel in all: the JSON, the pictures and the recording."""
        recording = self.submission.recording
        size = sum(len(p.data) for p in self.submission.pictures)
        return self.body_bytes + size + (0 if recording is None else recording.size)


def written_out(submission: Submission) -> str:
    """Return the body of a report as indented JSON, with its pictures by name and size.

    A recording stands there by its length and size; the server gives it its id.
    """
    body = wire.feedback_object(submission, ())
    if submission.recording is not None:
        body["replayOffsetMs"] = submission.recording.offset_ms
        body["recording"] = named(submission.recording)
    if submission.pictures:
        body["screenshots"] = [_named(i, p) for i, p in enumerate(submission.pictures, 1)]
    return json.dumps(body, ensure_ascii=False, indent=2)


def _named(number: int, picture: Picture) -> dict[str, JsonValue]:
    return {
        "fileName": picture.file_name(number),
        "fileSize": len(picture.data),
        "mimeType": picture.mime,
        "width": picture.width,
        "height": picture.height,
    }
