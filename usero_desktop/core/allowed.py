"""What the administrator of the machine leaves of a report (see `policy`)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from usero_desktop import policy
from usero_desktop.errors import UseroError
from usero_desktop.model import wire
from usero_desktop.model.choice import PERSON, REPLAY, Choice

if TYPE_CHECKING:
    from usero_desktop.model.patch import Patch
    from usero_desktop.model.submission import Submission
    from usero_desktop.model.written import Written
    from usero_desktop.outbox.record import Claim

LEFT_OUT: Final = "forbidden by the administrator"
"""Said in a report of a screenshot that it was kept with, and that must not be sent any more."""

_WHOSE: Final = frozenset({wire.USER_KEY, wire.ANONYMOUS_KEY})


def checked(written: Written) -> Written:
    """Return `written` without what no report may say of its writer and no recording.

    Raises ConfigError where the policy cannot be used, and UseroError for a screenshot or an
    email address where there may be none: those are not left out in silence.
    """
    rules = policy.read()
    rules.check()
    if written.screenshots:
        check_screenshots()
    if not rules.identity and written.user_email:
        raise UseroError(
            f"This computer's administrator lets no email address be sent ({rules.source}); "
            "send the report without.",
            code="policy_identity",
        )
    off = frozenset(() if rules.identity else PERSON).union(() if rules.replay else (REPLAY,))
    if not off:
        return written
    choice = written.choice or Choice()
    return replace(written, choice=replace(choice, off=choice.off | off))


def check_screenshots() -> None:
    """Raise UseroError where no screenshot may be sent."""
    rules = policy.read()
    if not rules.screenshots:
        raise UseroError(
            f"This computer's administrator lets no screenshot be sent ({rules.source}); "
            "send the report without.",
            code="policy_screenshots",
        )


def of_patch(patch: Patch) -> Patch:
    """Return what plugins may change of a report: what may not be sent, they do not add."""
    rules = policy.read()
    off = {name for name, may in _PATCHED.items() if not getattr(rules, may)}
    if not off.intersection(patch.fields):
        return patch
    kept = {name: value for name, value in patch.fields.items() if name not in off}
    return replace(patch, fields=kept)


_PATCHED: Final = {"screenshots": "screenshots", "user_email": "identity"}


def of_kept(submission: Submission) -> Submission:
    """Return what may be sent of a report that was kept before some of it was forbidden."""
    rules = policy.read()
    if not rules.pinned:
        return submission
    found = replace(submission, base_url=rules.base_url or submission.base_url)
    if not rules.screenshots:
        found = replace(found, pictures=())
    if not rules.replay:
        found = replace(found, recording=None, session_replay_id=None, replay_offset_ms=None)
    if not rules.identity:
        told = {key: value for key, value in found.metadata.items() if key not in _WHOSE}
        keys = tuple(key for key in found.automatic_keys if key not in _WHOSE)
        found = replace(found, user_email=None, person=None, metadata=told, automatic_keys=keys)
    return found


def of_claim(claim: Claim) -> Claim:
    """Return `claim` with what may be sent of it."""
    submission = of_kept(claim.submission)
    if submission is claim.submission:
        return claim
    its = replace(claim, submission=submission)
    if not submission.pictures:
        its = replace(its, uploaded=(), damaged=())
    return its if policy.read().replay else replace(its, recording=None)
