"""What a reply means: delivered, try later, or a final no.

Written from the public API reference's tables (POST /api/feedback, POST /api/screenshots):
400, 403 and 404 are permanent, 500 is safe to retry. What is not the documented JSON counts
neither as success nor as a refusal: a hotel's sign-in page answers 200, or 403. The exception
is 413, which a server's own front says in words of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING, Final

from usero_desktop.errors import ApiError, Busy, Refused, Unreachable
from usero_desktop.model import wire

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from usero_desktop.model.submission import ReplaySession, UploadedScreenshot

TOO_LARGE: Final = 413
PROXY_LOGIN: Final = 407
TRY_LATER: Final = frozenset({408, 425, 429})
DAY_SECONDS: Final = 86_400.0

METADATA_CODE: Final = "refused_metadata"
"""`Refused.code` of the one refusal that a smaller metadata may mend."""

PICTURE_CODE: Final = "refused_picture"
"""`Refused.code` of a refusal that concerns this one screenshot, not the report."""

IDENTIFY_CODE: Final = "no_identify"
"""`Refused.code` where the server has no POST /api/identify at all."""

UNTOLD_CODE: Final = "client_untold"
"""`Refused.code` where the server does not tell whether it knows a project."""

REPLAY_CODE: Final = "no_replay"
"""`Refused.code` where the server takes no recordings at all, or knows nothing of this one."""

STOPPED: Final = 409
STOPPED_CODE: Final = "replay_stopped"
"""`Refused.code` where the server has ended a recording."""

NO_SUCH_REQUEST: Final = frozenset({404, 405, 501})
"""What a server answers that does not know a request."""

_MAY_BE_THE_NETWORK: Final = frozenset({401, 403, PROXY_LOGIN})
_PICTURE_ERRORS: Final = (wire.NOT_AN_IMAGE, wire.FILE_TOO_LARGE, wire.FILE_REQUIRED)


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's answer, its body read to `limits.REPLY_BYTES` and no further.

    `retry_after` is in seconds, None where the server named none that makes sense.
    """

    host: str
    status: int
    body: bytes
    retry_after: float | None = None

    @property
    def is_success(self) -> bool:
        """Whether the status is 2xx; the body has still to prove it."""
        return self.status // 100 == 2  # noqa: PLR2004 - the class of HTTP statuses


def read_feedback_id(reply: Reply) -> str:
    """Return the feedbackId; raises Unreachable, Busy or Refused."""
    feedback_id = wire.parse_feedback_id(reply.body) if reply.is_success else None
    if feedback_id is None:
        raise failure(reply)
    return feedback_id


def read_screenshot(reply: Reply) -> UploadedScreenshot:
    """Return the screenshot object; raises Unreachable, Busy or Refused.

    A Refused with `code` `PICTURE_CODE` is about this picture only.
    """
    shot = wire.parse_screenshot_reply(reply.body) if reply.is_success else None
    if shot is not None:
        return shot
    error, _ = wire.parse_refusal(reply.body)
    about_picture = reply.status == 400 and error in _PICTURE_ERRORS  # noqa: PLR2004 - documented
    if about_picture or reply.status == TOO_LARGE:
        raise Refused(
            f"The server would not take a screenshot: {error or 'it is too large'}.",
            status=reply.status,
            error=error,
            code=PICTURE_CODE,
        )
    raise failure(reply)


def read_known(reply: Reply) -> bool:
    """Return whether the server knows the project that it was asked for; raises as the others do.

    It knows one whose settings it answers. To one that it does not know it says so in words, as
    to a report; a bare 404 may be a server that does not know the request.
    """
    if reply.is_success and wire.is_settings(reply.body):
        return True
    error, _ = wire.parse_refusal(reply.body)
    if not reply.is_success and error == wire.INVALID_CLIENT:
        return False
    if reply.status in NO_SUCH_REQUEST:
        raise Refused(
            f"{reply.host} does not tell which projects it knows (HTTP {reply.status}).",
            status=reply.status,
            error=error,
            code=UNTOLD_CODE,
        )
    raise failure(reply)


def read_accepted(reply: Reply) -> bool:
    """Return whether the server took the word of who is speaking; raises as the others do.

    A Refused with `code` `IDENTIFY_CODE` is a server that never takes any.
    """
    accepted = wire.parse_accepted(reply.body) if reply.is_success else None
    if accepted is not None:
        return accepted
    if reply.status in NO_SUCH_REQUEST:
        raise Refused(
            f"{reply.host} does not want to know who is speaking (HTTP {reply.status}).",
            status=reply.status,
            code=IDENTIFY_CODE,
        )
    raise failure(reply)


def read_replay_session(reply: Reply) -> ReplaySession:
    """Return what the server says to a new recording; raises as the others do.

    A Refused with `code` `REPLAY_CODE` is a server that never takes any.
    """
    session = wire.parse_replay_session(reply.body) if reply.is_success else None
    if session is None:
        raise replay_failure(reply)
    return session


def check_replay(reply: Reply) -> None:
    """Raise Unreachable, Busy or Refused unless the server took what belongs to a recording.

    What it says then is not documented; a page of a network's that asks for a sign-in is none.
    """
    if not reply.is_success or reply.body.lstrip().startswith(b"<"):
        raise replay_failure(reply)


def replay_failure(reply: Reply) -> ApiError:
    """Return the error that `reply` to a call about a recording stands for.

    It is final with every 4xx but those that mean "later", and a 401 or 403 that is no JSON:
    a network's own.
    """
    status = reply.status
    if status == STOPPED:
        sentence, code = f"{reply.host} has ended the recording (HTTP {status}).", STOPPED_CODE
    elif status in NO_SUCH_REQUEST:
        sentence, code = f"{reply.host} does not take this recording (HTTP {status}).", REPLAY_CODE
    elif status in _MAY_BE_THE_NETWORK or status in TRY_LATER or status // 100 != 4:  # noqa: PLR2004
        return failure(reply)
    else:
        sentence, code = f"{reply.host} refused the recording (HTTP {status}).", "refused_replay"
    error, issues = wire.parse_refusal(reply.body)
    return Refused(sentence, status=status, error=error, issues=issues, code=code)


def failure(reply: Reply) -> ApiError:
    """Return the error that `reply` stands for."""
    status = reply.status
    if status in TRY_LATER or status >= 500:  # noqa: PLR2004 - the class of HTTP statuses
        return Busy(
            f"{reply.host} is busy (HTTP {status}).",
            status=status,
            retry_after=reply.retry_after,
        )
    if status == PROXY_LOGIN:
        return proxy_login()
    if status // 100 == 3:  # noqa: PLR2004 - the class of HTTP statuses
        return Unreachable(
            f"{reply.host} sends us elsewhere (HTTP {status}), so base_url is not quite the "
            "address of a Usero server.",
            code="redirected",
            host=reply.host,
            status=status,
        )
    error, issues = wire.parse_refusal(reply.body)
    if status < 400 or (not error and status != TOO_LARGE):  # noqa: PLR2004 - the class again
        return Unreachable(
            f"{reply.host} answered (HTTP {status}), but not as Usero does; perhaps this "
            "network asks for a sign-in first, or base_url is wrong.",
            code="not_usero",
            host=reply.host,
            status=status,
        )
    return _refusal(status, error, issues)


def proxy_login() -> Unreachable:
    """Return what to say of a proxy that wants to know who is asking."""
    return Unreachable(
        "The network's proxy asks for a login; put it into the proxy setting "
        "(http://name:password@proxy:port).",
        code="proxy_login",
    )


def _refusal(status: int, error: str, issues: Mapping[str, Sequence[str]]) -> Refused:
    if error.startswith("Metadata too large"):
        sentence, code = "The server found the report's metadata too large.", METADATA_CODE
    elif error == wire.DOMAIN_NOT_ALLOWED:
        sentence = (
            "This project takes feedback from listed web domains only, and a desktop program "
            "has none; clear the domain allowlist in the project's settings."
        )
        code = "refused_domain"
    elif error == wire.INVALID_CLIENT:
        sentence, code = "The server knows no project with this client_id.", "refused_client"
    else:
        words = "; ".join(
            f"{field}: {', '.join(texts)}" for field, texts in issues.items() if texts
        )
        reason = words or error or f"HTTP {status}"
        sentence, code = f"The server did not take the report ({reason}).", "refused"
    return Refused(sentence, status=status, error=error, issues=issues, code=code)


def parse_retry_after(text: str | None, *, now: float) -> float | None:
    """Read a Retry-After header: seconds or an HTTP date, as seconds from `now`.

    At most a day; None for what is missing, past or makes no sense.
    """
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        from email.utils import parsedate_to_datetime  # for the few that name a date

        try:
            date = parsedate_to_datetime(text)
            # One without a time zone is meant as the others are: HTTP knows no local time.
            seconds = (date if date.tzinfo else date.replace(tzinfo=UTC)).timestamp() - now
        except (ValueError, OverflowError):
            return None
    return min(seconds, DAY_SECONDS) if seconds > 0 else None  # not-a-number is not above zero
