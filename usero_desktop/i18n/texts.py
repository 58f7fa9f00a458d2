from __future__ import annotations

from typing import TYPE_CHECKING, Final

from usero_desktop.i18n.catalogs import FALLBACK, catalog, fallback, languages, tell_missing
from usero_desktop.i18n.plurals import form
from usero_desktop.i18n.said import Said
from usero_desktop.i18n.tags import Tag, nearest, system_locale, tag

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usero_desktop.i18n.catalogs import Message
    from usero_desktop.i18n.said import Words

FIRST_STRONG_ISOLATE: Final = "\u2068"
POP_ISOLATE: Final = "\u2069"


class Texts:
    """The words of one locale; call it with a message id. Any thread.

    `locale` is the one that was asked for, in whose way dates are written; `language` is that
    of the catalog, the nearest one there is.
    """

    def __init__(self, locale: str | None = None, own: Mapping[str, Message] | None = None) -> None:
        """Choose the nearest catalog to `locale`: a BCP 47 tag, a POSIX name, None the system's.

        `own` are the host's words, which win over every catalog's.
        """
        wanted = tag(system_locale() if locale is None else locale) or Tag(FALLBACK)
        found = catalog(nearest(wanted, languages()) or FALLBACK) or fallback()
        self.locale = str(wanted)
        self.language = found.language
        self.is_right_to_left = found.is_right_to_left
        self._messages = found.messages
        self._own = own or {}

    def __eq__(self, other: object) -> bool:
        """Whether `other` says the same."""
        if not isinstance(other, Texts):
            return NotImplemented
        return (self.locale, self.language, self._own) == (other.locale, other.language, other._own)

    def __hash__(self) -> int:
        return hash((self.locale, self.language))

    def __call__(self, message: str, /, **values: str | int | Said) -> str:
        """Return the text of `message` with `values` filled in; an unknown id as it is."""
        return self.say(Said(message, values, otherwise=message))

    def say(self, words: Words) -> str:
        """Return `words` in this language."""
        if isinstance(words, str):
            return words
        found, language = self._found(words.message)
        if found is None:
            return words.otherwise
        if not isinstance(found, str):
            n = words.values.get("n")
            name = form(language, n) if isinstance(n, int) else "other"
            found = found.get(name) or found.get("other", "")
        values = {name: self._filled(value) for name, value in words.values.items()}
        try:
            return found.format(**values)
        except (KeyError, IndexError, ValueError):
            return found

    def knows(self, message: str) -> bool:
        """Whether `message` has a text in this language or in English."""
        return self._found(message)[0] is not None

    def _is_in_language(self, message: str) -> bool:
        found, language = self._found(message)
        return found is not None and (language != FALLBACK or self.language == FALLBACK)

    def _found(self, message: str) -> tuple[Message | None, str]:
        """Return the text of `message` and the language by whose rules its form is chosen."""
        if message in self._own:
            # Whoever speaks a language that we have no catalog for counts in that one.
            return self._own[message], self.locale
        if message in self._messages:
            return self._messages[message], self.language
        found = fallback().messages.get(message)
        if found is not None:
            tell_missing(self.language)
        return found, FALLBACK

    def _filled(self, value: str | int | Said) -> str | int:
        """Return `value` as it is put into a text.

        A number stands still, and a sentence of the same catalog goes on as the text around it
        does; anything else is isolated.
        """
        if isinstance(value, int):
            return value
        said = self.say(value)
        is_ours = isinstance(value, Said) and self._is_in_language(value.message)
        return said if is_ours else self.isolated(said)

    def isolated(self, words: str) -> str:
        """Return `words` that are not ours as they are shown among ours.

        From right to left a name of Latin letters, with the marks around it, would pull the
        words beside it to its other side, and its own marks to its beginning: UAX #9, 2.5.
        """
        if self.is_right_to_left and words:
            return f"{FIRST_STRONG_ISOLATE}{words}{POP_ISOLATE}"
        return words
