"""A report's recording on its way: announced before the report, its chunks sent behind it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from usero_desktop.errors import ApiError, OutboxError, Refused, Unreachable
from usero_desktop.logs import guest_logger
from usero_desktop.outbox.roles import Interrupted

if TYPE_CHECKING:
    from collections.abc import Callable

    from usero_desktop.api.client import UseroClient
    from usero_desktop.api.exchange import Brake
    from usero_desktop.model.submission import Submission
    from usero_desktop.outbox.record import Claim, RecordingClaim
    from usero_desktop.outbox.recordings import Recordings

log = guest_logger()

REPLAY_FIELDS: Final = frozenset({"sessionReplayId", "replayOffsetMs"})
"""What a server complains of that takes the report, and not its recording."""


def announced(
    client: UseroClient, claim: Claim, submission: Submission, recordings: Recordings
) -> Submission:
    """Return `submission` with what the server calls its recording, or as it is without one.

    The server is asked once in an attempt to send the report, and not waited for long: the
    report never waits for its recording. What it says is kept before anything else, so that
    no later attempt makes a second one there; what it will never take is dropped. Raises
    nothing.
    """
    kept = claim.recording
    if kept is None:
        return submission
    session_id = kept.session_id
    try:
        if session_id is None:
            answer = client.create_replay(
                submission.client_id, _anonymous_id(submission, claim), kept.recording
            )
            session_id = answer.session_id
            if session_id is None:
                log.info("The server takes no recording (%s).", answer.drop_reason or "no reason")
                _drop(recordings, claim.submission_id)
                return submission
            recordings.keep_session(claim.submission_id, session_id)
    except Refused as error:
        log.info("The report goes without its recording: %s", error)
        _drop(recordings, claim.submission_id)
        return submission
    except (ApiError, OutboxError) as error:
        log.info("The report goes without its recording, unless it is tried again: %s", error)
        return submission
    return replace(
        submission, session_replay_id=session_id, replay_offset_ms=kept.recording.offset_ms
    )


def without_recording(
    submission: Submission, claim: Claim, recordings: Recordings, error: Refused
) -> Submission | None:
    """Return a report that was refused for its recording's sake without that, None for another."""
    if submission.session_replay_id is None or not REPLAY_FIELDS.intersection(error.issues):
        return None
    log.info("The server does not take the recording: %s", error)
    if claim.recording is not None:
        _drop(recordings, claim.submission_id)
    return replace(submission, session_replay_id=None, replay_offset_ms=None)


def send_piece(
    client: UseroClient,
    claim: RecordingClaim,
    recordings: Recordings,
    is_in_the_way: Callable[[], bool],
    brake: Brake,
) -> RecordingClaim | None:
    """Send the next chunk, and return the recording as it stands then; None once it is whole.

    Raises Unreachable, Busy or Refused and OutboxError, and Interrupted: on a slow line a chunk
    takes a minute, and a report that was written meanwhile waits for none. Where nothing more
    goes out or comes in, `brake` ends it.
    """
    try:
        return _send_piece(client, claim, recordings, is_in_the_way, brake)
    except Unreachable:
        if brake.is_pulled:
            raise Interrupted from None
        raise
    finally:
        brake.release()


def _send_piece(
    client: UseroClient,
    claim: RecordingClaim,
    recordings: Recordings,
    is_in_the_way: Callable[[], bool],
    brake: Brake,
) -> RecordingClaim | None:

    def look(_sent: int) -> None:
        if is_in_the_way():
            raise Interrupted

    found = recordings.next_chunk(claim)
    if found is None:
        ended_at = claim.recording.ended_at
        client.finalise_replay(claim.client_id, claim.session_id, ended_at, brake=brake)
        return None
    position, chunk = found
    client.send_chunk(
        claim.client_id, claim.session_id, claim.seq, chunk, on_sent=look, brake=brake
    )
    return replace(claim, seq=claim.seq + 1, position=position + 1)


def _anonymous_id(submission: Submission, claim: Claim) -> str:
    """Return whose recording it is, as far as the report itself says that.

    Nobody's, where the host has not named the user or they have switched that off: the
    recording's own name then, which tells no two of them together.
    """
    person = submission.person
    if person is not None and person.user is not None:
        return person.anonymous_id
    assert claim.recording is not None  # noqa: S101 - nobody else asks
    return claim.recording.recording.sdk_session_id


def _drop(recordings: Recordings, submission_id: str) -> None:
    try:
        recordings.drop(submission_id)
    except OutboxError as error:  # it goes with the report
        log.debug("%s", error)
