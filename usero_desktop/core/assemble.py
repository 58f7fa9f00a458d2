"""From what a caller passes to a complete Submission, checked before anything is kept."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, cast

from usero_desktop.core import allowed
from usero_desktop.core.arguments import check_kinds
from usero_desktop.core.context import automatic_metadata, default_page_url
from usero_desktop.core.host import host_text
from usero_desktop.errors import InvalidFeedback
from usero_desktop.model import limits, wire
from usero_desktop.model.choice import PAGE_TITLE, PAGE_URL, PERSON, REFERRER, REPLAY, Choice
from usero_desktop.model.draft import problems
from usero_desktop.model.environment import check_environment
from usero_desktop.model.metadata import REQUIRED_KEY, fit_metadata, merged_items, to_json
from usero_desktop.model.picture import Picture
from usero_desktop.model.scrub import scrub_address, scrub_items, scrub_text
from usero_desktop.model.submission import Submission
from usero_desktop.model.text import without_lone_surrogates
from usero_desktop.model.unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usero_desktop.config import Options
    from usero_desktop.model.clock import Clock
    from usero_desktop.model.submission import JsonValue
    from usero_desktop.model.user import Person
    from usero_desktop.model.written import Screenshot, Written

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
    written: Written,
    *,
    added: Mapping[str, JsonValue] | None = None,
    submission_id: str | None = None,
    budget: int = limits.METADATA_BUDGET,
    is_finished: bool = True,
) -> Submission:
    """Return the whole report; raises InvalidFeedback, ImageError and ConfigError.

    Raises UseroError, too, for what the administrator of the machine forbids (see `allowed`).

    The context of what was written yields to the host's own metadata, and that to what plugins
    have `added`; where there is more than `budget` bytes of it, the context goes first and the
    host's last. What the user does not let travel is not counted, and named nowhere. One that
    is not `is_finished` may still lack what makes it a report.
    """
    check_kinds(written)
    written = allowed.checked(written)
    choice = written.choice or Choice()
    comment = without_lone_surrogates((written.comment or "").strip())
    user_email = (written.user_email or "").strip() or None
    if is_finished:
        _check(written.rating, comment, user_email, len(written.screenshots))
    environment = options.environment if written.environment is UNSET else written.environment
    check_environment(environment)
    submission_id = submission_id or written.submission_id or str(uuid.uuid4())
    person = written.person if all(map(choice.lets, PERSON)) else None
    context = merged_items(automatic_metadata(options), written.context, _whose(person))
    automatic = {**choice.of_metadata(context), REQUIRED_KEY: submission_id}
    host, extra = _from_host(options, written, added or {}, choice)
    fitted = fit_metadata(automatic, host, added=extra, budget=budget)
    url, title, referrer = _page(options, written)
    recording = written.recording if choice.lets(REPLAY) else None
    is_recorded = choice.lets(REPLAY) and recording is None  # or the server is yet to name it
    return Submission(
        submission_id=submission_id,
        client_id=options.client_id,
        base_url=options.base_url,
        created_at=datetime.fromtimestamp(clock.now(), UTC),
        rating=None if written.rating is None else int(written.rating),
        comment=comment or None,
        user_email=user_email,
        page_url=url if choice.lets(PAGE_URL) else None,
        page_title=title if choice.lets(PAGE_TITLE) else None,
        referrer=referrer if choice.lets(REFERRER) else None,
        environment=environment,
        metadata=fitted,
        automatic_keys=tuple(k for k in fitted if k in extra or (k in automatic and k not in host)),
        pictures=tuple(picture_of(screenshot) for screenshot in written.screenshots),
        session_replay_id=written.session_replay_id if is_recorded else None,
        replay_offset_ms=written.replay_offset_ms if is_recorded else None,
        recording=recording,
        person=person,
        allow_insecure=options.allow_insecure,
        left_out=tuple(sorted(choice.off)),
    )


def _from_host(
    options: Options, written: Written, added: Mapping[str, JsonValue], choice: Choice
) -> tuple[dict[str, object], Mapping[str, JsonValue]]:
    """Return the host's own metadata and what plugins added, as far as the user lets it travel.

    Without secrets, unless the host wants to send them.
    """
    host, extra = merged_items(options.metadata, written.metadata), added
    if options.scrub_metadata:
        host = dict(scrub_items({key: to_json(value) for key, value in host.items()}))
        extra = scrub_items(extra)
    return choice.of_metadata(host), choice.of_metadata(extra)


def _whose(person: Person | None) -> dict[str, str]:
    """Return whose report it is: the API has no field for it.

    Only of somebody the host has named: nobody else's reports are to be told from one another.
    """
    if person is None or person.user is None:
        return {}
    return {wire.USER_KEY: person.user.id, wire.ANONYMOUS_KEY: person.anonymous_id}


def _check(rating: int | None, comment: str, user_email: str | None, screenshots: int) -> None:
    found = problems(rating=rating, comment=comment, user_email=user_email, screenshots=screenshots)
    if found:
        sentences = (SENTENCES[code] for codes in found.values() for code in codes)
        raise InvalidFeedback(" ".join(sentences), found)


def _page(options: Options, written: Written) -> tuple[str | None, str | None, str | None]:
    """Return the page's address and title, and where the user came from."""
    if options.disable_page_context:
        return None, None, None
    url, title, referrer = written.page_url, written.page_title, written.referrer
    # The host's callables are asked here only where the caller has not asked them already.
    url = host_text("page_url", options.page_url) if url is UNSET else url
    title = host_text("page_title", options.page_title) if title is UNSET else title
    url = url or default_page_url(options.app_name)
    title = title or options.app_name
    if options.scrub_metadata:
        url, title = scrub_address(url), title and scrub_text(title)
        referrer = referrer and scrub_address(referrer)
    return _clean(url), _clean(title), _clean(referrer or None)


def _clean(text: str | None) -> str | None:
    return text and without_lone_surrogates(text)


def picture_of(screenshot: Screenshot) -> Picture:
    """Return a screenshot ready to send; raises ImageError."""
    if isinstance(screenshot, Picture):
        return screenshot
    from usero_desktop.capture.load import load_picture  # it brings Pillow

    return load_picture(cast("Any", screenshot))  # of its four kinds, three are left here
