"""A report as a file, for somebody who wants to send it in another way."""

from __future__ import annotations

import json
import os
import secrets
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from usero_desktop.errors import OutboxError
from usero_desktop.model import wire
from usero_desktop.model.choice import named
from usero_desktop.paths import shown_path
from usero_desktop.private import FILE_MODE, sync_names

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.model.submission import Submission


def export_report(submission: Submission, path: str | os.PathLike[str]) -> None:
    """Write `submission` as a .zip that its owner alone can read; raises OutboxError.

    It holds ``report.json``, the report as it travels, the pictures, and a recording's chunks, each
    the gzip of a JSON array of rrweb events. The file is there
    whole or not at all; one of that name is replaced, and a link is not followed.
    """
    target = Path(path)
    try:
        # In the same folder, so that the last step is a rename; under a name nobody can foresee.
        unfinished = target.with_name(f".{target.name[:50]}.{secrets.token_hex(8)}")
        try:
            _write(unfinished, lambda file: _pack(submission, file))
            unfinished.replace(target)
        except BaseException:
            with suppress(OSError):
                unfinished.unlink()
            raise
        sync_names(target.parent)
    except (OSError, ValueError) as error:  # ValueError: no name at all, or a NUL in it
        reason, shown = getattr(error, "strerror", None) or "no file name", shown_path(target)
        raise OutboxError(
            f"The report could not be exported to {shown} ({reason}); choose another place.",
            code="outbox_export",
            path=shown,
            reason=reason,
        ) from error


def _write(path: Path, write: Callable[[Any], None]) -> None:
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, FILE_MODE), "w+b") as file:
        write(file)
        file.flush()
        os.fsync(file.fileno())


def _pack(submission: Submission, file: Any) -> None:
    facts = {"createdAt": submission.created_at.isoformat()}
    facts |= wire.feedback_object(submission, ())  # type: ignore[arg-type]
    names = [picture.file_name(i) for i, picture in enumerate(submission.pictures, 1)]
    if names:
        facts["screenshots"] = names  # type: ignore[assignment]
    recording = submission.recording
    if recording is not None:
        facts["recording"] = named(recording)  # type: ignore[assignment]
    with zipfile.ZipFile(file, "w") as archive:
        report = json.dumps(facts, ensure_ascii=False, indent=2) + "\n"
        archive.writestr(_entry(submission, "report.json", zipfile.ZIP_DEFLATED), report)
        for name, picture in zip(names, submission.pictures, strict=True):
            archive.writestr(_entry(submission, name, zipfile.ZIP_STORED), picture.data)
        for number, chunk in enumerate(() if recording is None else recording.chunks):
            name = f"recording-{number:04}.json.gz"
            archive.writestr(_entry(submission, name, zipfile.ZIP_STORED), chunk.data)


def _entry(submission: Submission, name: str, compression: int) -> zipfile.ZipInfo:
    moment = submission.created_at
    stamp = (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second)
    entry = zipfile.ZipInfo(name, max(stamp, (1980, 1, 1, 0, 0, 0)))  # the oldest a .zip knows
    entry.compress_type = compression
    entry.external_attr = FILE_MODE << 16
    return entry
