"""Every error this package raises, drawn as a tree.

    UseroError
    ├── ConfigError              a setting is wrong; the message says which and how to mend it
    ├── InvalidFeedback          what was written breaks a known rule; `problems` names fields
    ├── ImageError               a file that is no picture, or one that is too large
    ├── QtError
    │   ├── QtMissing            no binding is installed
    │   └── QtMismatch           the process runs a binding that is not supported
    ├── CaptureError
    │   ├── CaptureRefused       the user or the system said no
    │   └── CaptureUnavailable   this machine has no way to take that picture
    ├── ApiError
    │   ├── Unreachable          no usable answer came: try later
    │   ├── Busy                 the server asked to wait: try later
    │   └── Refused              the server's final no
    ├── KeychainError            the keyring cannot be used; the address is not remembered
    └── OutboxError              the report could not be kept on this machine

The base class tells the caller what to do next: `Unreachable` and `Busy` pass, `Refused`
stays. A message is a sentence for a person. `code` is its id in the message catalogs, so
that the same sentence can be shown in the user's language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class UseroError(Exception):
    """Base of all errors of this package; `str(error)` is a sentence to show."""

    def __init__(self, message: str, *, code: str = "", **values: str | int) -> None:
        """Keep the English sentence, its catalog id and the values that fill it in."""
        super().__init__(message)
        self.code = code
        self.values = values


class ConfigError(UseroError):
    """A setting is wrong."""


class InvalidFeedback(UseroError):
    """The feedback breaks a rule that is known before anything is sent.

    `problems` maps a field (rating, comment, email, screenshots; for a value of the wrong
    kind, any argument of `submit`) to the message ids of what is wrong there.
    """

    def __init__(self, message: str, problems: Mapping[str, Sequence[str]]) -> None:
        """Keep the sentence and the problems by field."""
        super().__init__(message, code="invalid_feedback")
        self.problems: dict[str, tuple[str, ...]] = {
            field: tuple(codes) for field, codes in problems.items()
        }


class ImageError(UseroError):
    """A file is not a picture that can be read, or it is too large."""


class QtError(UseroError):
    """Something is wrong with the Qt binding."""


class QtMissing(QtError):
    """No Qt binding is installed."""


class QtMismatch(QtError):
    """The process already runs a binding that this package does not support."""


class CaptureError(UseroError):
    """A picture of the screen could not be taken."""


class CaptureRefused(CaptureError):
    """The user or the system refused the picture."""


class CaptureUnavailable(CaptureError):
    """This machine or session has no way to take the picture."""


class ApiError(UseroError):
    """The server could not be asked, or said no."""


class Unreachable(ApiError):
    """No usable answer came (no network, a time limit, not the API's answer): try later."""


class Busy(ApiError):
    """The server could not take it now (408, 425, 429, 5xx): try later.

    `retry_after` is the server's wish in seconds, or None.
    """

    def __init__(self, message: str, *, status: int, retry_after: float | None = None) -> None:
        """Keep the sentence, the HTTP status and the seconds to wait."""
        super().__init__(message, code="busy", status=status)
        self.status = status
        self.retry_after = retry_after


class Refused(ApiError):
    """The server's final no (400, 403, 404 and other 4xx).

    `status` is the HTTP status, `error` the server's own words, `issues` its complaints by
    wire field, as the API reference documents them.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int,
        error: str = "",
        issues: Mapping[str, Sequence[str]] | None = None,
        code: str = "refused",
    ) -> None:
        """Keep the sentence and what the server said."""
        super().__init__(message, code=code, status=status)
        self.status = status
        self.error = error
        self.issues: dict[str, tuple[str, ...]] = {
            field: tuple(words) for field, words in (issues or {}).items()
        }


class KeychainError(UseroError):
    """The system's keyring is of no use here; nobody is told but the log."""


class OutboxError(UseroError):
    """The report could not be kept on this machine."""
