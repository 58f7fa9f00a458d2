"""From what a caller passes to a complete Submission, checked before anything is kept."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias, cast

from usero_desktop.config import UNSET, check_environment
from usero_desktop.core.arguments import check_arguments
from usero_desktop.core.context import automatic_metadata, default_page_url
from usero_desktop.core.host import host_text
from usero_desktop.errors import InvalidFeedback
from usero_desktop.model import limits
from usero_desktop.model.draft import problems
from usero_desktop.model.metadata import REQUIRED_KEY, fit_metadata, merged_items, to_json
from usero_desktop.model.picture import Picture
from usero_desktop.model.scrub import scrub_address, scrub_items, scrub_text
from usero_desktop.model.submission import Submission
from usero_desktop.model.text import without_lone_surrogates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from os import PathLike

    from usero_desktop.config import Options, Unset
    from usero_desktop.model.clock import Clock


class PillowImage(Protocol):
    """A PIL.Image.Image by its shape, so that Pillow need not be imported to name it."""

    @property
    def mode(self) -> str:
        """Pillow's name for the kind of pixels."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""

    def tobytes(self) -> bytes:
        """Return the pixels."""


Screenshot: TypeAlias = "Picture | PathLike[str] | str | bytes | PillowImage"
"""What `submit` takes as a screenshot."""

SENTENCES: Final = {
    "problem.rating_or_comment": "Give a rating or write a comment.",
    "problem.rating_range": "The rating must be 1, 2, 3 or 4.",
    "problem.comment_length": (
        f"The comment has more than {limits.COMMENT_UNITS} characters (an emoji counts as two)."
    ),
    "problem.email_length": f"The address has more than {limits.EMAIL_CHARACTERS} characters.",
    "problem.email_invalid": "That is not an e-mail address.",
    "problem.screenshots_count": f"At most {limits.SCREENSHOTS} screenshots can be sent.",
}


def assemble(
    options: Options,
    clock: Clock,
    *,
    rating: int | None,
    comment: str | None,
    user_email: str | None,
    screenshots: Sequence[Screenshot],
    metadata: Mapping[str, object] | None,
    page_url: str | Unset | None,
    page_title: str | Unset | None,
    environment: str | Unset | None,
    context: Mapping[str, object] | None,
) -> Submission:
    """Return the whole report; raises InvalidFeedback, ImageError and ConfigError.

    `context` holds further automatic metadata, which yields to the host's own. A page's
    address or title of UNSET is asked of the options, None is the program's default.
    """
    check_arguments(
        comment=comment,
        user_email=user_email,
        screenshots=screenshots,
        metadata=metadata,
        page_url=page_url,
        page_title=page_title,
        environment=environment,
        context=context,
    )
    comment = without_lone_surrogates((comment or "").strip())
    user_email = (user_email or "").strip() or None
    _check(rating, comment, user_email, len(screenshots))
    if environment is UNSET:
        environment = options.environment
    check_environment(environment)
    submission_id = str(uuid.uuid4())
    automatic = {
        **automatic_metadata(options),
        **(context or {}),
        REQUIRED_KEY: submission_id,
    }
    host = merged_items(options.metadata, metadata)
    if options.scrub_metadata:
        host = dict(scrub_items({key: to_json(value) for key, value in host.items()}))
    fitted = fit_metadata(automatic, host)
    url, title = _page(options, page_url, page_title)
    return Submission(
        submission_id=submission_id,
        client_id=options.client_id,
        base_url=options.base_url,
        created_at=datetime.fromtimestamp(clock.now(), UTC),
        rating=None if rating is None else int(rating),
        comment=comment or None,
        user_email=user_email,
        page_url=url,
        page_title=title,
        environment=environment,
        metadata=fitted,
        automatic_keys=tuple(k for k in fitted if k in automatic and k not in host),
        pictures=tuple(_picture(screenshot) for screenshot in screenshots),
        allow_insecure=options.allow_insecure,
    )


def _check(rating: int | None, comment: str, user_email: str | None, screenshots: int) -> None:
    found = problems(rating=rating, comment=comment, user_email=user_email, screenshots=screenshots)
    if found:
        sentences = (SENTENCES[code] for codes in found.values() for code in codes)
        raise InvalidFeedback(" ".join(sentences), found)


def _page(
    options: Options, url: str | Unset | None, title: str | Unset | None
) -> tuple[str | None, str | None]:
    if options.disable_page_context:
        return None, None
    # The host's callables are asked here only where the caller has not asked them already.
    url = host_text("page_url", options.page_url) if url is UNSET else url
    title = host_text("page_title", options.page_title) if title is UNSET else title
    url = url or default_page_url(options.app_name)
    title = title or options.app_name
    if options.scrub_metadata:
        url, title = scrub_address(url), title and scrub_text(title)
    return without_lone_surrogates(url), title and without_lone_surrogates(title)


def _picture(screenshot: Screenshot) -> Picture:
    if isinstance(screenshot, Picture):
        return screenshot
    from usero_desktop.capture.load import load_picture  # it brings Pillow

    return load_picture(cast("Any", screenshot))  # of its four kinds, three are left here
