"""A report that is kept and is to be changed: what of it goes into the form, and what beside."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from usero_desktop.capture import PICTURE_PARTS
from usero_desktop.errors import ImageError, OutboxError
from usero_desktop.loading import load_gently
from usero_desktop.model.draft import Draft
from usero_desktop.model.metadata import REQUIRED_KEY
from usero_desktop.model.rating import Rating
from usero_desktop.model.written import Written

if TYPE_CHECKING:
    from usero_desktop.core.feedback import Feedback
    from usero_desktop.model.picture import Picture


@dataclass(frozen=True, slots=True)
class Original:
    """The report that the draft in the form is to take the place of.

    `draft` is how it stands in the outbox. What is `beside` it (page, environment, the host's
    metadata) belongs to the moment it was written in and stays with it; what is not known of
    that is asked anew when it is sent again, but for the parts that were `left_out`.
    `lost_pictures` counts those that can no longer be read.
    """

    submission_id: str
    draft: Draft
    beside: Written = field(default_factory=Written)
    lost_pictures: int = 0
    left_out: tuple[str, ...] = ()


def read_original(feedback: Feedback, submission_id: str) -> Original:
    """Read a report back from the outbox. For a thread that nobody waits for.

    Raises OutboxError, also where there is no such report any more.
    """
    submission = feedback.read(submission_id)
    if submission is None:
        raise OutboxError("This report is no longer on this computer.", code="outbox_gone")
    pictures = tuple(previewed(picture) for picture in submission.pictures if picture.data)
    automatic = {*submission.automatic_keys, REQUIRED_KEY}
    email = submission.user_email or ""
    return Original(
        submission_id,
        Draft(
            rating=Rating(submission.rating) if submission.rating else None,
            comment=submission.comment or "",
            share_email=bool(email),
            email=email,
            pictures=pictures,
        ),
        Written(
            page_url=submission.page_url,
            page_title=submission.page_title,
            referrer=submission.referrer,
            environment=submission.environment,
            metadata={k: v for k, v in submission.metadata.items() if k not in automatic},
            session_replay_id=submission.session_replay_id,
            replay_offset_ms=submission.replay_offset_ms,
            recording=submission.recording,
            person=submission.person,
        ),
        lost_pictures=len(submission.pictures) - len(pictures),
        left_out=submission.left_out,
    )


def previewed(picture: Picture) -> Picture:
    """Return `picture` with a preview: the outbox keeps none. For a worker thread.

    Not by Qt, for the reason of `enlarged`.
    """
    if picture.preview:
        return picture
    load_gently(PICTURE_PARTS)
    from usero_desktop.capture.load import preview_of

    try:
        return replace(picture, preview=preview_of(picture.data))
    except ImageError:
        return picture
