"""The words a user reads, by message id, in the language asked for.

Catalogs are ``resources/locales/<language>.json``: an object of message ids, each a text
with ``{name}`` places, or an object of plural forms (CLDR: one, other, …) chosen by ``n``.
What a catalog lacks is read from English. ``qps`` is the pseudo-locale: every text 40%
longer and laid out from right to left, so that a test can see what would clip.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING

from usero_desktop import assets

if TYPE_CHECKING:
    from collections.abc import Mapping

FALLBACK = "en"
PSEUDO = "qps"
RIGHT_TO_LEFT = frozenset({"ar", "he", "fa", "ur", PSEUDO})
STRETCH = 0.4

Catalog = dict[str, str | dict[str, str]]


@cache
def _catalog(language: str) -> Catalog:
    file = assets.path(f"locales/{language}.json")
    if not language.replace("-", "").isalnum() or not file.is_file():
        return {}
    loaded: Catalog = json.loads(file.read_text(encoding="utf-8"))
    return loaded


class Texts:
    """The catalog of one locale; call it with a message id. Any thread.

    `locale` is the one that was asked for, in whose way dates are written.
    """

    def __init__(self, locale: str | None = None) -> None:
        """Choose the nearest catalog to `locale` (``de_AT``, ``pt-BR``; None is English)."""
        self.locale = name = (locale or FALLBACK).replace("_", "-").partition(".")[0]
        language = name.partition("-")[0].lower()
        self.language = next(
            (tag for tag in (name, language) if tag == PSEUDO or _catalog(tag)), FALLBACK
        )
        self.is_right_to_left = self.language.partition("-")[0] in RIGHT_TO_LEFT

    def __call__(self, message: str, /, **values: str | int) -> str:
        """Return the text of `message` with `values` filled in; an unknown id as it is."""
        text = self._text(message, values)
        return _stretched(text) if self.language == PSEUDO else text

    def knows(self, message: str) -> bool:
        """Whether `message` has a text in this language or in English."""
        return message in _catalog(self.language) or message in _catalog(FALLBACK)

    def _text(self, message: str, values: Mapping[str, str | int]) -> str:
        found = _catalog(self.language).get(message) or _catalog(FALLBACK).get(message)
        if isinstance(found, dict):
            form = "one" if values.get("n") == 1 else "other"
            found = found.get(form) or found.get("other")
        if found is None:
            return message
        try:
            return found.format(**values)
        except (KeyError, IndexError, ValueError):
            return found


def _stretched(text: str) -> str:
    accents = str.maketrans("aeiouAEIOU", "áéíóúÁÉÍÓÚ")
    return f"[{text.translate(accents)}{'~' * round(len(text) * STRETCH)}]"
