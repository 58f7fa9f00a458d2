"""What the search field looks through, and how the filters of the page read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from usero_desktop.inbox.report import Report
    from usero_desktop.model.submission import JsonValue

PAGE_SIZE: Final = 30
LARGEST_PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class Filter:
    """Which entries to read; each field left alone lets everything through.

    `environment` is an exact name; `only_default` asks for reports that name none. `email`
    and `text` are parts, in any case. `before` and `after` are seqs and both exclusive.
    `only_replays` asks for reports that came with a recording. `limit` None reads everything.
    """

    environment: str | None = None
    only_default: bool = False
    ratings: frozenset[int] = frozenset()
    email: str = ""
    text: str = ""
    only_replays: bool = False
    before: int | None = None
    after: int | None = None
    limit: int | None = PAGE_SIZE

    def where(self) -> tuple[str, list[str | int]]:
        """Return the SQL condition and its values; every value travels as a parameter."""
        parts = ["1"]
        values: list[str | int] = []
        if self.only_default:
            parts.append("environment IS NULL")
        elif self.environment is not None:
            parts.append("environment = ?")
            values.append(self.environment)
        if self.ratings:
            parts.append(f"rating IN ({','.join('?' * len(self.ratings))})")
            values.extend(sorted(self.ratings))
        if self.email:
            parts.append("instr(email, ?) > 0")
            values.append(self.email.casefold())
        for word in self.text.casefold().split():
            parts.append("instr(haystack, ?) > 0")
            values.append(word)
        if self.only_replays:
            parts.append("json_extract(body, '$.sessionReplayId') IS NOT NULL")
        for bound, sign in ((self.before, "<"), (self.after, ">")):
            if bound is not None:
                parts.append(f"seq {sign} ?")
                values.append(bound)
        return " AND ".join(parts), values


def haystack(report: Report) -> str:
    """Write down, in one case, everything in `report` that a search should find."""
    own = (
        *(report.comment, report.user_email, report.page_title, report.page_url),
        report.session_replay_id,
    )
    lines = [text for text in own if text]
    lines.extend(_leaves(report.metadata))
    return "\n".join(lines).casefold()


def _leaves(metadata: JsonValue | object) -> list[str]:
    # A stack, not recursion: how deep the metadata goes is the sender's choice.
    lines: list[str] = []
    waiting: list[tuple[str, object]] = [("", metadata)]
    while waiting:
        name, value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend((str(key), item) for key, item in value.items())
        elif isinstance(value, list):
            waiting.extend((name, item) for item in value)
        else:
            lines.append(f"{name}: {value}")
    return lines
