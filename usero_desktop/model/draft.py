from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from usero_desktop.model import limits
from usero_desktop.model.text import looks_like_email, utf16_length

if TYPE_CHECKING:
    from usero_desktop.model.picture import Picture
    from usero_desktop.model.rating import Rating


class Draft(NamedTuple):
    """What the user has put into the panel so far; each change makes a new one."""

    rating: Rating | None = None
    comment: str = ""
    share_email: bool = False
    email: str = ""
    pictures: tuple[Picture, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing here that anyone would miss."""
        return not (self.rating or self.comment.strip() or self.share_email or self.pictures)

    @property
    def user_email(self) -> str | None:
        """The address to send: None unless shared and not blank."""
        return (self.email.strip() or None) if self.share_email else None

    def shown(self, *, email: bool) -> Draft:
        """Return what of this the user sees: without the address where it is not asked for."""
        return self if email else self._replace(share_email=False, email="")

    def with_picture(self, picture: Picture) -> Draft:
        """Return a draft with `picture` added behind the others."""
        return self._replace(pictures=(*self.pictures, picture))

    def with_replaced(self, old: Picture, new: Picture) -> Draft:
        """Return a draft with `new` where `old` itself is; this one where it is not there."""
        if not any(picture is old for picture in self.pictures):
            return self
        pictures = tuple(new if picture is old else picture for picture in self.pictures)
        return self._replace(pictures=pictures)

    def without_picture(self, index: int) -> Draft:
        """Return a draft without the picture at `index`."""
        kept = self.pictures[:index] + self.pictures[index + 1 :]
        return self._replace(pictures=kept)


def problems(
    *, rating: int | None, comment: str, user_email: str | None, screenshots: int = 0
) -> dict[str, tuple[str, ...]]:
    """Name what the server would refuse, by field, as message ids; empty when all is well.

    Fields are rating, comment, email and screenshots.
    """
    found: dict[str, tuple[str, ...]] = {}
    if rating is None and not comment.strip():
        found["rating"] = ("problem.rating_or_comment",)
    elif rating is not None and not _is_rating(rating):
        found["rating"] = ("problem.rating_range",)
    if utf16_length(comment.strip()) > limits.COMMENT_UNITS:
        found["comment"] = ("problem.comment_length",)
    if user_email:
        if len(user_email) > limits.EMAIL_CHARACTERS:
            found["email"] = ("problem.email_length",)
        elif not looks_like_email(user_email):
            found["email"] = ("problem.email_invalid",)
    if screenshots > limits.SCREENSHOTS:
        found["screenshots"] = ("problem.screenshots_count",)
    return found


def _is_rating(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 4  # noqa: PLR2004
