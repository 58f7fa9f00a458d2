"""What lies on the user's desk: the draft in the form, and those it was laid on top of."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from usero_desktop.model.draft import Draft

if TYPE_CHECKING:
    from usero_desktop.model.picture import Picture
    from usero_desktop.ui.form.original import Original


@dataclass(frozen=True, slots=True)
class Sheet:
    """A draft, and the kept report that it takes the place of, or None.

    `seen` is what the user has looked at of what is sent with it, None for nothing.
    """

    draft: Draft
    original: Original | None
    seen: frozenset[str] | None = field(default=None, compare=False)


class Desk:
    """Keeps what was begun while something else is in the form. No draft is ever lost here.

    `draft` is the one in the form, and `original` the kept report that it takes the place of,
    or None. `seen` are the parts of what is sent with it that the user has looked at, None where
    they have not, and `next_id` what it is to be called there if it was shown to them already.
    """

    def __init__(self) -> None:
        self.draft = Draft()
        self.original: Original | None = None
        self.seen: frozenset[str] | None = None
        self.next_id: str | None = None
        self._below: list[Sheet] = []

    @property
    def is_blank(self) -> bool:
        """Whether nothing lies here that anyone would miss."""
        return self.draft.is_empty and self.original is None and not self._below

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """All that lies here and is not blank, the one in the form as the last."""
        top = Sheet(self.draft, self.original, self.seen)
        return (*self._below, *([] if self.draft.is_empty and self.original is None else [top]))

    @property
    def below(self) -> tuple[Sheet, ...]:
        """What was begun before the draft in the form."""
        return tuple(self._below)

    def put_below(self, sheets: tuple[Sheet, ...]) -> None:
        """Lay `sheets` below all there is; the last comes into the form where that is blank."""
        is_blank = self.is_blank
        self._below[:0] = sheets
        if is_blank and sheets:
            self.advance()

    def put(self, sheets: tuple[Sheet, ...]) -> None:
        """Lay `sheets` over all there is, the last of them into the form."""
        if sheets:
            self._below = [*self.sheets, *sheets]
            self.advance()

    @property
    def has_more(self) -> bool:
        """Whether something that was begun earlier waits to come back."""
        return bool(self._below)

    @property
    def in_hand(self) -> frozenset[str]:
        """The kept reports that are being changed."""
        sheets = [self.original, *(sheet.original for sheet in self._below)]
        return frozenset(original.submission_id for original in sheets if original is not None)

    def lay(self, original: Original, over: Draft) -> Draft:
        """Return the draft of `original` for the form, `over` being the one that was there.

        What was changed of it before comes back as it was left.
        """
        mine = original.submission_id
        if self.original is not None and self.original.submission_id == mine:
            return over
        known = [s for s in self._below if s.original and s.original.submission_id == mine]
        self._below = [sheet for sheet in self._below if sheet not in known]
        before = self.original.draft if self.original is not None else Draft(email=over.email)
        if over != before:
            self._below.append(Sheet(over, self.original, self.seen))
        self.original = known[0].original if known else original
        self._begin(known[0].seen if known else None)
        return known[0].draft if known else original.draft

    def lift(self, *, email: str = "") -> Draft:
        """Return what comes into the form now that the draft there is done with."""
        if not self._below:
            self.original = None
            self._begin(None)
            return Draft(email=email)
        sheet = self._below.pop()
        self.original = sheet.original
        self._begin(sheet.seen)
        return sheet.draft

    def _begin(self, seen: frozenset[str] | None) -> None:
        self.seen, self.next_id = seen, None

    def take_next_id(self) -> str | None:
        """Return what the report in the form is to be called, once."""
        taken, self.next_id = self.next_id, None
        return taken

    def advance(self) -> None:
        """Put into the form what comes now that the draft there is done with."""
        self.draft = self.lift(email=self.draft.email)

    def replace(self, old: Picture, new: Picture) -> None:
        """Put `new` where `old` is, in whichever draft that is."""
        self.draft = self.draft.with_replaced(old, new)
        self._below = [replace(s, draft=s.draft.with_replaced(old, new)) for s in self._below]

    def release(self, submission_id: str, *, has_arrived: bool) -> None:
        """Know that a report is gone: what is in the form in place of it stands for itself.

        It is done with where the report `has_arrived` as it stands there.
        """
        original = self.original
        if original is None or original.submission_id != submission_id:
            return
        if has_arrived and self.draft == original.draft:
            self.advance()
        else:
            self.original = None

    def drop(self, submission_id: str) -> None:
        """Forget what was changed of a report that is gone, unless it is in the form."""
        self._below = [
            sheet
            for sheet in self._below
            if sheet.original is None or sheet.original.submission_id != submission_id
        ]

    def clear(self) -> None:
        """Throw everything away."""
        self.draft = Draft()
        self.original = None
        self._begin(None)
        self._below.clear()
